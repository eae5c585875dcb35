import { closeSync, openSync, readSync, rmSync, statSync, truncateSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Clock, Timer } from '../lib/clock.ts';

/** Milliseconds for which lines are gathered before they are written. */
const GATHERING = 100;
/** Bytes that may wait to be written. */
const MOST_WAITING = 4 * 1024 * 1024;
const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;

/** Whole lines, and where the next one begins. */
export interface TracePiece {
  readonly lines: string;
  readonly position: number;
}

/** The lines of one trace in a file that only grows. */
export class TraceFile {
  readonly path: string;
  readonly #clock: Clock;
  readonly #onWritten: () => void;
  readonly #onFailed: (error: unknown) => void;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #timer: Timer | undefined;
  #handle: FileHandle | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(path: string, clock: Clock, onWritten: () => void, onFailed: (error: unknown) => void) {
    this.path = path;
    this.#clock = clock;
    this.#onWritten = onWritten;
    this.#onFailed = onFailed;
  }

  get isFull(): boolean {
    return this.#waitingBytes > MOST_WAITING;
  }

  /** @returns its bytes */
  append(line: string): number {
    const bytes = Buffer.byteLength(line);
    this.#waiting.push(line);
    this.#waitingBytes += bytes;
    this.#timer ??= this.#clock.after(GATHERING, () => void this.flush());
    return bytes;
  }

  /** Resolves when all that was appended is in the file, or cannot be. */
  flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#handle?.close();
    this.#handle = undefined;
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0 || this.#hasFailed) return;
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingBytes = 0;
    try {
      this.#handle ??= await open(this.path, 'a', 0o600);
      await this.#handle.appendFile(text);
      this.#onWritten();
    } catch (error) {
      this.#hasFailed = true;
      this.#onFailed(error);
    }
  }
}

/** Whole lines from a position on: as many as fit into so many bytes, and one at least if there is one. */
export async function readPiece(path: string, position: number, most: number): Promise<TracePiece> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { lines: '', position: 0 };
    throw error;
  }
  try {
    const { size } = await file.stat();
    const from = Math.min(position, size);
    for (let length = most; ; length *= 2) {
      const bytes = Buffer.alloc(Math.min(length, size - from));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
      const end = bytes.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (end > 0) return { lines: bytes.toString('utf8', 0, end), position: from + end };
      if (from + length >= size) return { lines: '', position: from };
    }
  } finally {
    await file.close();
  }
}

/** The last moment at which it was written to, Unix milliseconds; undefined when there is no such file. */
export async function changedAt(path: string): Promise<number | undefined> {
  try {
    return Math.round((await stat(path)).mtimeMs);
  } catch {
    return undefined;
  }
}

/** Of a file whose writer was killed: cuts off what is no whole line, and counts the others. `at`: when it was written to last. */
export function mendFile(path: string): { size: number; lines: number; at: number } {
  let size = 0;
  let lines = 0;
  let at = 0;
  try {
    const before = statSync(path);
    at = Math.round(before.mtimeMs);
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(CHUNK);
      let offset = 0;
      for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
        for (
          let end = bytes.indexOf(NEWLINE);
          end >= 0 && end < read;
          end = bytes.indexOf(NEWLINE, end + 1)
        ) {
          lines++;
          size = offset + end + 1;
        }
        offset += read;
      }
    } finally {
      closeSync(file);
    }
    if (before.size > size) truncateSync(path, size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { size, lines, at };
}
