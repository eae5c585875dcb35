import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { parseByteSize } from '../../lib/byte-size.ts';
import { parseDuration } from '../../lib/duration.ts';
import { byteSizeField, durationField } from '../../lib/zod-fields.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { RunningWork } from '../databases/running-work.ts';
import type { Outcome } from '../outcome.ts';
import { allowedFolder, fileIn, mistakeInPath } from './file-folders.ts';
import { PathRefusedError, RotatedFile, type Rotation } from './rotated-file.ts';

const rotate = z.strictObject({
  max_size: byteSizeField.default('100MB').meta({ description: 'After it a new file is begun.' }),
  max_files: z.int().min(1).max(10_000).default(10).meta({
    description: 'Files of one name that are kept, the one that is written included; the oldest is deleted.',
  }),
  interval: durationField.optional().meta({
    description: 'A file holds the records of one such stretch of time, `1d` of a day (UTC).',
  }),
});

const settings = z.strictObject({
  directory: z
    .string()
    .default('')
    .superRefine((directory, context) => {
      const message = mistakeIn(directory);
      if (message) context.addIssue({ code: 'custom', message });
    })
    .meta({
      description:
        'A folder below `files/` of the data directory, or the absolute path of one that `delivery.file_folders` of the configuration lets in.',
    }),
  rotate: rotate.prefault({}),
});

/** One record. JSON-compatible. */
export interface FileRequest {
  /** Below the directory of the connector. */
  readonly path: string;
  /** One line, without its end. */
  readonly record: string;
}

/** Files of JSON lines, or of other lines. A record is delivered when it is on disk. */
export const file = defineConnector<typeof settings, FileRequest>({
  type: 'file',
  settings,
  async open({ directory, rotate: { max_size, max_files, interval } }) {
    const folder = allowedFolder(directory);
    await mkdir(folder, { recursive: true });
    return new FileHandle(folder, {
      maxSize: parseByteSize(max_size) ?? Infinity,
      maxFiles: max_files,
      interval: Math.max(1000, (interval && parseDuration(interval)) || Infinity),
    });
  },
  describe: ({ directory }, { path, record }) => ({ directory, path, record }),
});

function mistakeIn(directory: string): string | undefined {
  try {
    allowedFolder(directory);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Of one connector, open at a time; the one that was written least recently is closed. */
const MOST_OPEN = 64;

class FileHandle implements ConnectorHandle<FileRequest> {
  /** Records go into a file one after the other. */
  readonly concurrency = 1;
  readonly #folder: string;
  readonly #rotation: Rotation;
  readonly #files = new Map<string, RotatedFile>();
  readonly #work = new RunningWork();
  /** Of two calls at a time the second waits. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, rotation: Rotation) {
    this.#folder = folder;
    this.#rotation = rotation;
  }

  async send(parcel: Parcel<FileRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome as Outcome;
  }

  async sendBatch(parcels: readonly Parcel<FileRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    try {
      return await this.#work.run(() => {
        const writing = this.#last.then(() => this.#writeAll(parcels, signal));
        this.#last = writing;
        return writing;
      });
    } catch (error) {
      return parcels.map(() => failureOf(error));
    }
  }

  async probe(): Promise<ProbeResult> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await access(this.#folder, constants.W_OK | constants.X_OK);
      return { reachable: true };
    } catch (error) {
      return { reachable: false, reason: failureOf(error).reason };
    }
  }

  async drain(): Promise<void> {
    await this.#work.drain();
    await Promise.all([...this.#files.values()].map((open) => open.close()));
    this.#files.clear();
  }

  /** What is being written is on disk in a moment: it is waited for. */
  close(): Promise<void> {
    return this.drain();
  }

  /** The records of one file together. */
  async #writeAll(parcels: readonly Parcel<FileRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    const byPath = new Map<string, number[]>();
    parcels.forEach(({ request: { path } }, index) => {
      const indexes = byPath.get(path);
      if (indexes) indexes.push(index);
      else byPath.set(path, [index]);
    });
    const outcomes: Outcome[] = [];
    for (const [path, indexes] of byPath) {
      const records = indexes.map((index) => `${(parcels[index] as Parcel<FileRequest>).request.record}\n`);
      const outcome = await this.#write(path, records, signal);
      for (const index of indexes) outcomes[index] = outcome;
    }
    return outcomes;
  }

  async #write(path: string, records: readonly string[], signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) {
      return { kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message };
    }
    const mistake = mistakeInPath(path);
    if (mistake) {
      const reason = `${path}: ${mistake}`;
      return { kind: 'rejected', cause: 'message', reason, answer: { status: 0, excerpt: reason } };
    }
    try {
      await this.#fileAt(path).append(records, Date.now());
      return { kind: 'delivered', answer: { status: 0, excerpt: `written to ${path}` } };
    } catch (error) {
      return failureOf(error);
    }
  }

  #fileAt(path: string): RotatedFile {
    const known = this.#files.get(path);
    // The map is in the order of their use.
    this.#files.delete(path);
    const found = known ?? new RotatedFile(this.#folder, fileIn(this.#folder, path), this.#rotation);
    this.#files.set(path, found);
    const [oldest] = this.#files;
    if (this.#files.size > MOST_OPEN && oldest) {
      this.#files.delete(oldest[0]);
      void oldest[1].close();
    }
    return found;
  }
}

/** What only somebody at the machine can put right, unlike a disk that is full. */
const OF_THE_SETTINGS: Readonly<Record<string, string>> = {
  EACCES:
    'the program may not write there: change the rights of the folder, or the directory of the connector',
  EPERM:
    'the program may not write there: change the rights of the folder, or the directory of the connector',
  EROFS: 'the file system is read-only',
  EEXIST: 'a file stands where a folder is to be',
  ENOTDIR: 'a file stands where a folder is to be',
  EISDIR: 'a folder stands where the file is to be',
  ELOOP: 'the file is a link, which is not followed',
  ENAMETOOLONG: 'the name is too long',
};

function failureOf(error: unknown): Exclude<Outcome, { kind: 'delivered' }> {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const meaning = OF_THE_SETTINGS[code];
  const reason = meaning ? `${meaning} (${message})` : message;
  const answer = { status: 0, ...(code && { code }), excerpt: message };
  if (error instanceof PathRefusedError || meaning) {
    return { kind: 'rejected', cause: code === 'ENAMETOOLONG' ? 'message' : 'config', reason, answer };
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return { kind: 'unavailable', cause: 'remote', reason: `the disk is full (${code})`, answer };
  }
  return { kind: 'unavailable', cause: 'remote', reason, answer };
}
