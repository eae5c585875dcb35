import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Where files may be written: set once, when the program starts. */
let base: string | undefined;
let others: readonly string[] = [];

/**
 * @param own the folder of the data directory in which relative paths begin; undefined when nothing outlives the process
 * @param allowed absolute paths of folders of the configuration; all below them may be written as well
 */
export function allowFolders(own: string | undefined, allowed: readonly string[]): void {
  base = own === undefined ? undefined : resolve(own);
  others = allowed.map((folder) => resolve(folder));
}

/** The folder that a connector's `directory` names. @throws Error with a sentence when nothing may be written there */
export function allowedFolder(directory: string): string {
  if (isAbsolute(directory)) {
    const folder = resolve(directory);
    if ([base, ...others].some((allowed) => allowed !== undefined && isInside(folder, allowed)))
      return folder;
    throw new Error(
      `nothing may be written to ${folder}: give a path below the data directory's files/, or add the folder to delivery.file_folders of the configuration`,
    );
  }
  if (base === undefined) {
    throw new Error('there is no data directory: give an absolute path below one of delivery.file_folders');
  }
  const folder = resolve(base, directory);
  if (isInside(folder, base)) return folder;
  throw new Error(`${directory} leads out of ${base}: leave out the ..`);
}

/** Whether a path is the folder, or below it. Both are absolute. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Why a path of a file cannot be used below a folder; undefined when it can. */
export function mistakeInPath(path: string): string | undefined {
  if (path === '' || path.endsWith('/')) return 'write the name of a file, such as events.jsonl';
  if (path.includes('\0')) return 'no NUL in a path';
  if (isAbsolute(path) || /^[A-Za-z]:|\\/.test(path)) {
    return 'write a path below the directory of the connector, with / between its parts';
  }
  if (path.split('/').some((part) => part === '..' || part === '.' || part === '')) {
    return 'no . and no .. in a path, and nothing empty between its slashes';
  }
  if (path.split('/').length > MOST_LEVELS) return `at most ${MOST_LEVELS} folders below each other`;
  return undefined;
}

const MOST_LEVELS = 8;

export function fileIn(folder: string, path: string): string {
  return join(folder, ...path.split('/'));
}
