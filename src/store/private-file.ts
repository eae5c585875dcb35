import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Only the owner may read: the directory, when it is ours to create, and the file, whose mode SQLite gives to its
 * log too. An existing file is not opened here: closing it would take away the lock of another Store in this process.
 */
export function createPrivately(directory: string, file: string): void {
  createDirectoryPrivately(directory);
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Node's own recursive form never returns where nothing can be created, such as below /proc. */
export function createDirectoryPrivately(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statSync(directory).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(directory) === directory) throw error;
    createDirectoryPrivately(dirname(directory));
    mkdirSync(directory, { mode: 0o700 });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
