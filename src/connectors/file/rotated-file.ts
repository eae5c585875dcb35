import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isInside } from './file-folders.ts';

export interface Rotation {
  /** Bytes after which a new file is begun. */
  readonly maxSize: number;
  /** Files of one name that are kept, the one that is written included. */
  readonly maxFiles: number;
  /** Milliseconds; a file holds the records of one such stretch of time. Infinity when absent. */
  readonly interval: number;
}

/** A path that leads elsewhere, by a link say. */
export class PathRefusedError extends Error {
  override readonly name = 'PathRefusedError';
}

/** A file that is appended to, whole records only; old ones lie beside it with the time at which they were put away. */
export class RotatedFile {
  readonly path: string;
  readonly #root: string;
  readonly #rotation: Rotation;
  #handle: FileHandle | undefined;
  #identity = '';
  #size = 0;
  #writtenAt = 0;

  constructor(root: string, path: string, rotation: Rotation) {
    this.#root = root;
    this.path = path;
    this.#rotation = rotation;
  }

  /** On disk when it ends; nothing of it is there when it rejects. @param records with their line ends */
  async append(records: readonly string[], now: number): Promise<void> {
    let rest = records.map((record) => Buffer.from(record));
    while (rest.length > 0) {
      const handle = await this.#ready(now, rest[0]?.length ?? 0);
      let count = 0;
      let bytes = 0;
      while (count < rest.length) {
        const next = (rest[count] as Buffer).length;
        if (count > 0 && this.#size + bytes + next > this.#rotation.maxSize) break;
        bytes += next;
        count++;
      }
      await this.#write(handle, Buffer.concat(rest.slice(0, count)), now);
      rest = rest.slice(count);
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined);
  }

  async #write(handle: FileHandle, bytes: Buffer, now: number): Promise<void> {
    const before = this.#size;
    try {
      await handle.appendFile(bytes);
      await handle.datasync();
      this.#size += bytes.length;
      this.#writtenAt = now;
    } catch (error) {
      // Half a record would join with the next one.
      await handle.truncate(before).catch(() => undefined);
      await this.close();
      throw error;
    }
  }

  /** The file that the next record belongs to. */
  async #ready(now: number, bytes: number): Promise<FileHandle> {
    // Somebody else may have moved or deleted it.
    if (this.#handle && (await identityOf(this.path)) !== this.#identity) await this.close();
    let handle = this.#handle ?? (await this.#open(now));
    if (this.#isFull(now, bytes)) {
      await this.close();
      await this.#putAway(now);
      handle = await this.#open(now);
    }
    return handle;
  }

  #isFull(now: number, bytes: number): boolean {
    const { maxSize, interval } = this.#rotation;
    if (this.#size === 0) return false;
    return (
      this.#size + bytes > maxSize || Math.floor(now / interval) !== Math.floor(this.#writtenAt / interval)
    );
  }

  async #open(now: number): Promise<FileHandle> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true });
    const [actual, root] = await Promise.all([realpath(folder), realpath(this.#root)]);
    if (!isInside(actual, root)) throw new PathRefusedError(`${folder} is a link that leads out of ${root}`);
    const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0 } = constants;
    const handle = await open(this.path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o640);
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw new PathRefusedError(`${this.path} is no file`);
      this.#identity = `${found.dev}:${found.ino}`;
      this.#size = found.size;
      this.#writtenAt = found.size === 0 ? now : found.mtimeMs;
      if (found.size === 0) await syncFolder(folder);
      else await this.#endLastRecord(handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
    this.#handle = handle;
    return handle;
  }

  /** The process, or the machine, may have ended in the middle of one. */
  async #endLastRecord(handle: FileHandle): Promise<void> {
    const last = Buffer.alloc(1);
    await handle.read(last, 0, 1, this.#size - 1);
    if (last.toString() === '\n') return;
    await handle.appendFile('\n');
    this.#size++;
  }

  async #putAway(now: number): Promise<void> {
    const stamp = new Date(now).toISOString().replaceAll(':', '-');
    let target = `${this.path}.${stamp}`;
    for (let copy = 1; (await identityOf(target)) !== ''; copy++) target = `${this.path}.${stamp}-${copy}`;
    await rename(this.path, target);
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const folder = dirname(this.path);
    const prefix = `${basename(this.path)}.`;
    const old = (await readdir(folder))
      .filter((name) => name.startsWith(prefix) && STAMP.test(name.slice(prefix.length)))
      .sort();
    const excess = Math.max(0, old.length - (this.#rotation.maxFiles - 1));
    for (const name of old.slice(0, excess)) await rm(join(folder, name), { force: true });
    await syncFolder(folder);
  }
}

const STAMP = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z(?:-\d+)?$/;

/** Empty when there is none. */
async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev}:${ino}`;
  } catch {
    return '';
  }
}

/** So that the name of a new file survives a power cut as well; some systems know no such thing. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
}
