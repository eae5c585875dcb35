import { closeSync, constants, promises as files, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** Why a file is not read, in a place where Node's own errors have `ENOENT` and the like. */
export class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError';
  readonly code: string;

  constructor(path: string, code: string) {
    super(`${path} is ${code}`);
    this.code = code;
  }
}

/** A pipe that nobody writes to would keep one of the few threads for files for ever. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The text of a file that somebody named in a setting. `/dev/zero` never ends, and what the path names may have become
 * anything: without a bound one call of the API could take all memory.
 *
 * @param most bytes
 * @throws UnusableFileError, or the error of Node; both have a `code`
 */
export async function readBoundedFile(path: string, most: number): Promise<string> {
  const file = await files.open(path, FLAGS);
  try {
    const bytes = Buffer.alloc(sizeOf(await file.stat(), path, most));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break; // it has become shorter
      length += bytesRead;
    }
    return bytes.toString('utf8', 0, length);
  } finally {
    await file.close();
  }
}

/** The same at once, for small files where nothing may happen meanwhile. */
export function readBoundedFileSync(path: string, most: number): string {
  const file = openSync(path, FLAGS);
  try {
    const bytes = Buffer.alloc(sizeOf(fstatSync(file), path, most));
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      if (count === 0) break; // it has become shorter
      length += count;
    }
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

function sizeOf(stats: Stats, path: string, most: number): number {
  if (!stats.isFile()) throw new UnusableFileError(path, 'not a regular file');
  if (stats.size > most) throw new UnusableFileError(path, `larger than ${most} bytes`);
  return stats.size;
}
