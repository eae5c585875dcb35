import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ArchiveFile {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/** Files that are kept, and their bytes together. */
export const MOST_FILES = 50;
export const MOST_BYTES = 1024 ** 3;

/** Nothing that leads anywhere, is hidden, or means something to a shell. */
const FILE_NAME = /^[0-9A-Za-z][\w.-]{0,180}\.tar\.gz$/;

export function isArchiveName(name: string): boolean {
  return FILE_NAME.test(name);
}

/** There is no room for one more. */
export class ArchivesFullError extends Error {
  override readonly name = 'ArchivesFullError';
}

/** The archives in their folder: names that cannot lead out of it, readable by the owner only, bounded in number and size. */
export class ArchiveFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The last one first. */
  async list(): Promise<ArchiveFile[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const files = await Promise.all(names.filter(isArchiveName).map((name) => this.find(name)));
    return files
      .filter((file) => file !== undefined)
      .toSorted((a, b) => b.createdAt - a.createdAt || (a.filename < b.filename ? 1 : -1));
  }

  async find(filename: string): Promise<ArchiveFile | undefined> {
    if (!isArchiveName(filename)) return undefined;
    const facts = await stat(join(this.#directory, filename)).catch(() => undefined);
    if (!facts?.isFile()) return undefined;
    return { filename, size: facts.size, createdAt: Math.round(facts.mtimeMs) };
  }

  async read(filename: string): Promise<Buffer | undefined> {
    return (await this.find(filename)) && readFile(join(this.#directory, filename));
  }

  stream({ filename }: ArchiveFile): ReadStream {
    return createReadStream(join(this.#directory, filename));
  }

  /**
   * @param gives which of those that are there give way, the oldest first, when there is no room
   * @throws ArchivesFullError
   */
  async write(
    filename: string,
    bytes: Uint8Array,
    createdAt: number,
    gives: (file: ArchiveFile) => boolean,
  ): Promise<ArchiveFile> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await this.#makeRoom(filename, bytes.length, gives);
    const path = join(this.#directory, filename);
    const unfinished = `${path}.${process.pid}.part`;
    await writeFile(unfinished, bytes, { mode: 0o600 });
    await utimes(unfinished, createdAt / 1000, createdAt / 1000);
    await rename(unfinished, path);
    return { filename, size: bytes.length, createdAt };
  }

  /** False when there is none. */
  async delete(filename: string): Promise<boolean> {
    if (!(await this.find(filename))) return false;
    await rm(join(this.#directory, filename), { force: true });
    return true;
  }

  async #makeRoom(filename: string, size: number, gives: (file: ArchiveFile) => boolean): Promise<void> {
    const others = (await this.list()).filter((file) => file.filename !== filename);
    let bytes = others.reduce((sum, file) => sum + file.size, size);
    let count = others.length + 1;
    const going: ArchiveFile[] = [];
    for (const file of others.toReversed()) {
      if (count <= MOST_FILES && bytes <= MOST_BYTES) break;
      if (!gives(file)) continue;
      going.push(file);
      bytes -= file.size;
      count--;
    }
    if (count > MOST_FILES || bytes > MOST_BYTES) {
      throw new ArchivesFullError(
        `there are ${others.length} archives already, and at most ${MOST_FILES} of ${MOST_BYTES / 1024 ** 2} MB together are kept: delete some`,
      );
    }
    for (const file of going) await this.delete(file.filename);
  }
}
