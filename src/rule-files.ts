import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readBoundedFileSync } from './lib/bounded-file.ts';
import { type FileFinding, sayOfFile, type TextFile } from './rules/files/door.ts';

/** Bytes of one file. */
const LARGEST_FILE = 1_048_576;

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
        const names = readdirSync(path).filter((name) => !name.startsWith('.') && name !== 'node_modules');
        for (const name of names.sort()) read(join(path, name), false);
      } else if ((isNamed || /\.ya?ml$/.test(path)) && !seen.has(path)) {
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
