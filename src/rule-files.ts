import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readBoundedFileSync } from './lib/bounded-file.ts';
import { type FileFinding, sayOfFile, type TextFile } from './rules/files/door.ts';

/** Bytes of one file. */
const LARGEST_FILE = 1_048_576;

/** Names that end like this are read where a whole folder is. */
const ENDING = /\.ya?ml$/;

interface FoundFiles {
  readonly rules: readonly TextFile[];
  readonly tests: readonly TextFile[];
  /** What could not be read, and why. */
  readonly unread: readonly FileFinding[];
}

/**
 * Reads the files of rules and of their tests, in directories with all that lie below them. Names that begin with a
 * point are passed over: editors and Kubernetes keep copies there.
 */
export function readRuleDirectory(...places: readonly string[]): FoundFiles {
  const found = { rules: [] as TextFile[], tests: [] as TextFile[], unread: [] as FileFinding[] };
  const seen = new Set<string>();
  const read = (path: string, isNamed: boolean): void => {
    try {
      const status = statSync(path);
      if (status.isDirectory()) {
        for (const name of readdirSync(path).filter(isLookedAt).sort()) read(join(path, name), false);
      } else if ((isNamed || ENDING.test(path)) && !seen.has(path)) {
        seen.add(path);
        const text = readBoundedFileSync(path, LARGEST_FILE);
        (isTestFile(path) ? found.tests : found.rules).push({ name: path, text });
      }
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      found.unread.push(unreadable(path, reason));
    }
  };
  for (const place of places) read(place, true);
  return found;
}

/**
 * The folders in which files of rules are looked for: this one and those below it, the nearest first.
 * @param most folders that are listed; whether there are more is said
 */
export function ruleFolders(directory: string, most: number): { folders: string[]; isCut: boolean } {
  const folders: string[] = [directory];
  for (let at = 0; at < folders.length; at++) {
    const folder = folders[at] ?? directory;
    let names: string[];
    try {
      names = readdirSync(folder).filter(isLookedAt).sort();
    } catch {
      // It went away, or is not ours to read: the reader says so.
      continue;
    }
    for (const name of names) {
      const path = join(folder, name);
      if (!isFolder(path)) continue;
      if (folders.length === most) return { folders, isCut: true };
      folders.push(path);
    }
  }
  return { folders, isCut: false };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Editors and Kubernetes keep copies in names that begin with a point; packages are nobody's rules. */
function isLookedAt(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/** `offline.test.yaml` */
export function isTestFile(path: string): boolean {
  return /\.test\.ya?ml$/.test(path);
}

/** The rule that a file of tests lies beside: `offline.yaml` or `offline.yml`. */
export function besideOf(path: string): string[] {
  return ['.yaml', '.yml'].map((ending) => path.replace(/\.test\.ya?ml$/, ending));
}

/** @param reason the operating system's code, or what the file is */
function unreadable(file: string, reason: string): FileFinding {
  const say: FileFinding['say'] = (language) => sayOfFile(language, { code: 'unreadable', reason });
  return { file, line: 0, column: 0, picture: '', say };
}
