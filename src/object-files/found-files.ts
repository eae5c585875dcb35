import { globSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { readBoundedFileSync } from '../lib/bounded-file.ts';
import { type FileFinding, sayOfFile, type TextFile } from '../rules/files/door.ts';

/** Bytes of one file. */
const LARGEST_FILE = 1_048_576;

/** Names that end like this are read where a whole folder is. */
const ENDING = /\.ya?ml$/;

const WILDCARD = /[*?[{]/;

/** Where files of objects are looked for. */
export interface FilePlaces {
  /** What patterns start from. */
  readonly base: string;
  /** `rules/*.yaml`, a file, or a folder with all below it. */
  readonly patterns: readonly string[];
  /** Files and folders whose names are no patterns. */
  readonly named: readonly string[];
  /** Files that are none of objects, and folders that nobody looks into: the configuration, the data directory. */
  readonly except: readonly string[];
}

/** Where a configuration says that they are. @param configFile what its patterns start from */
export function placesOf(
  { include, rules, node }: ConfiguredPlaces,
  configFile: string | undefined,
): FilePlaces | undefined {
  if (include.length === 0 && rules.directory === undefined) return undefined;
  return {
    base: configFile === undefined ? '' : dirname(configFile),
    patterns: include,
    named: rules.directory === undefined ? [] : [rules.directory],
    except: [node.data_dir, ...(configFile === undefined ? [] : [configFile])],
  };
}

interface ConfiguredPlaces {
  readonly include: readonly string[];
  readonly rules: { readonly directory?: string | undefined };
  readonly node: { readonly data_dir: string };
}

export interface FoundFiles {
  readonly objects: readonly TextFile[];
  /** Of rules, beside them. */
  readonly tests: readonly TextFile[];
  /** What could not be read, and why. */
  readonly unread: readonly FileFinding[];
}

/**
 * Reads them all. Names that begin with a point are passed over where they are not named: editors and Kubernetes keep
 * copies there.
 */
export function readFiles({ base, patterns, named, except }: FilePlaces): FoundFiles {
  const found = { objects: [] as TextFile[], tests: [] as TextFile[], unread: [] as FileFinding[] };
  const seen = new Set<string>(except.flatMap((path) => realPath(path) ?? []));
  const read = (path: string, isNamed: boolean): void => {
    try {
      const status = statSync(path);
      const real = realpathSync(path);
      if (seen.has(real)) return;
      if (status.isDirectory()) {
        seen.add(real);
        for (const name of readdirSync(path).filter(isLookedAt).sort()) read(join(path, name), false);
      } else if (isNamed || ENDING.test(path)) {
        seen.add(real);
        const text = readBoundedFileSync(path, LARGEST_FILE);
        (isTestFile(path) ? found.tests : found.objects).push({ name: path, text });
      }
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      found.unread.push(unreadable(path, reason));
    }
  };
  for (const path of named) read(path, true);
  for (const pattern of patterns) {
    const whole = from(base, pattern);
    if (!WILDCARD.test(pattern)) read(whole, true);
    else for (const path of globSync(whole, { exclude }).filter(isVisible(whole)).sort()) read(path, true);
  }
  return found;
}

/**
 * The folders in which changes of such files are to be noticed, the nearest first.
 * @param most folders that are listed; whether there are more is said
 */
export function foldersOf(
  { base, patterns, named, except }: FilePlaces,
  most: number,
): { folders: string[]; isCut: boolean } {
  const left = new Set(except.flatMap((path) => realPath(path) ?? []));
  const folders = new Set<string>();
  let isCut = false;
  const add = (wanted: string): void => {
    const path = nearest(wanted);
    if (folders.has(path)) return;
    if (folders.size === most) isCut = true;
    else folders.add(path);
  };
  for (const whole of [...named, ...patterns.map((pattern) => from(base, pattern))]) {
    const steps = whole.split('/');
    const wild = named.includes(whole) ? -1 : steps.findIndex((step) => WILDCARD.test(step));
    const top = wild < 0 ? whole : steps.slice(0, wild).join('/') || '/';
    const isDeep = wild < 0 ? isFolder(whole) : steps.slice(wild, -1).length > 0;
    add(wild < 0 && !isDeep ? join(whole, '..') : top);
    if (!isDeep) continue;
    for (const folder of foldersBelow(top, most, (path) => left.has(realPath(path) ?? ''))) add(folder);
  }
  return { folders: [...folders], isCut };
}

/** Those below a folder, the nearest first, and one more than asked for when there are more. */
function foldersBelow(top: string, most: number, isLeft: (path: string) => boolean): string[] {
  const folders: string[] = [];
  const queue = [top];
  for (let at = 0; at < queue.length && folders.length <= most; at++) {
    const folder = queue[at] ?? top;
    let names: string[];
    try {
      names = readdirSync(folder).filter(isLookedAt).sort();
    } catch {
      // It went away, or is not ours to read: the reader says so.
      continue;
    }
    for (const name of names) {
      const path = join(folder, name);
      if (!isFolder(path) || isLeft(path)) continue;
      folders.push(path);
      queue.push(path);
    }
  }
  return folders;
}

function from(base: string, pattern: string): string {
  return normalize(isAbsolute(pattern) ? pattern : join(base, pattern));
}

/** The folder itself, or while there is none the one in which it would come. */
function nearest(path: string): string {
  let folder = path;
  while (!isFolder(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Editors and Kubernetes keep copies in names that begin with a point; packages are nobody's objects. */
function isLookedAt(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

const exclude = (name: string): boolean => name.endsWith('node_modules');

/** What a wildcard stands for is looked at; what is named is meant. */
function isVisible(pattern: string): (path: string) => boolean {
  const named = new Set(pattern.split('/'));
  return (path) => path.split('/').every((name) => named.has(name) || isLookedAt(name));
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
