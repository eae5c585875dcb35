import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  promises,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../lib/logger.ts';
import { SEGMENT_HEAD, writeRecordHead } from './log-record.ts';
import { createDirectoryPrivately } from './private-file.ts';
import { readSegment } from './segment-reader.ts';
import { StoreError } from './store-error.ts';

export interface AppendLogOptions {
  /** Created when it does not exist. Whoever opens it holds the lock of the database beside it. */
  readonly directory: string;
  /** `normal` survives a killed process, and a power cut but for the last second; `full` syncs each record. */
  readonly durability: 'normal' | 'full';
  readonly logger: Logger;
}

/** Milliseconds between two syncs in the background. */
const SYNC_INTERVAL = 1000;

/** A name of a segment; `base` marks one before which nothing is needed. */
const SEGMENT_NAME = /^(\d{8})(\.base)?\.log$/;

interface Segment {
  readonly number: number;
  readonly isBase: boolean;
}

/**
 * Records in the order in which they were written, in files of their own: appending costs one system call. A file is a
 * segment; once a later segment says again everything that is still true, it is made the base and the files before
 * it go.
 */
export class AppendLog {
  readonly #directory: string;
  readonly #durability: 'normal' | 'full';
  readonly #logger: Logger;
  #segments: Segment[];
  #fd = -1;
  #length = 0;
  #isDirty = false;
  #syncing: Promise<void> | undefined = undefined;
  #syncTimer: NodeJS.Timeout | undefined = undefined;

  private constructor({ directory, durability, logger }: AppendLogOptions, segments: Segment[]) {
    this.#directory = directory;
    this.#durability = durability;
    this.#logger = logger;
    this.#segments = segments;
  }

  /**
   * Hands every record that is still needed to `replay`, with the number of its segment, and begins a new segment. The
   * bytes are valid during the call.
   * Damaged bytes are set aside in a file beside the log and reported; what follows them is read.
   * @throws StoreError when a file was written by a newer version, or cannot be read or created
   */
  static open(options: AppendLogOptions, replay: (contents: Buffer, segment: number) => void): AppendLog {
    const { directory } = options;
    try {
      createDirectoryPrivately(directory);
      const log = new AppendLog(options, segmentsIn(directory));
      log.#forgetBeforeBase();
      for (const segment of log.#segments) log.#read(segment, replay);
      log.startSegment();
      return log;
    } catch (error) {
      if (error instanceof StoreError || (error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new StoreError(
        `${directory} cannot be read or written: ${(error as Error).message}. Check the disk and the rights of this user.`,
        { cause: error },
      );
    }
  }

  /** The segment that is written now. */
  get segment(): number {
    return this.#segments.at(-1)?.number ?? 0;
  }

  get segmentCount(): number {
    return this.#segments.length;
  }

  /**
   * Writes a record; it has left this process on return. The first bytes of `record` (`RECORD_HEAD` many) are filled in here,
   * the contents follow them.
   * @throws Error of the file system: nothing was written then
   */
  append(record: Buffer): void {
    writeRecordHead(record, record.length);
    this.#write(record);
    this.#length += record.length;
    if (this.#durability === 'full') this.#syncNow();
    else {
      this.#isDirty = true;
      this.#syncTimer ??= setTimeout(() => this.#syncSoon(), SYNC_INTERVAL).unref();
    }
  }

  /** What is appended from now on goes to a new file. @throws Error of the file system */
  startSegment(): number {
    const number = this.segment + 1;
    const fd = openSync(this.#path({ number, isBase: false }), 'wx', 0o600);
    const before = this.#fd;
    this.#fd = fd;
    this.#length = 0;
    this.#segments.push({ number, isBase: false });
    if (before >= 0) this.#closeLater(before);
    this.#write(SEGMENT_HEAD);
    this.#length = SEGMENT_HEAD.length;
    return number;
  }

  /**
   * Everything before this segment is superseded by it: the segments up to the present one are brought to the disk,
   * then the earlier ones go.
   */
  async makeBase(number: number): Promise<void> {
    for (const segment of this.#segments) if (segment.number >= number) await this.#syncFile(segment);
    const index = this.#segments.findIndex((segment) => segment.number === number);
    const segment = this.#segments[index];
    if (!segment) return;
    const base = { number, isBase: true };
    renameSync(this.#path(segment), this.#path(base));
    this.#segments[index] = base;
    await this.#syncDirectory();
    this.#forgetBeforeBase();
  }

  async close(): Promise<void> {
    clearTimeout(this.#syncTimer);
    await this.#syncing;
    if (this.#fd < 0) return;
    this.#syncNow();
    closeSync(this.#fd);
    this.#fd = -1;
  }

  #write(bytes: Buffer): void {
    let done = 0;
    try {
      while (done < bytes.length)
        done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#length + done);
    } catch (error) {
      // The next record overwrites what was half written; a reader in between would cut it off.
      if (done > 0) ftruncateSync(this.#fd, this.#length);
      throw error;
    }
  }

  #syncNow(): void {
    fdatasyncSync(this.#fd);
    this.#isDirty = false;
  }

  /** In a thread of Node's pool: the event loop does not wait for the disk. */
  #syncSoon(): void {
    this.#syncTimer = undefined;
    if (!this.#isDirty || this.#syncing) return;
    this.#isDirty = false;
    const fd = this.#fd;
    this.#syncing = new Promise<void>((resolve) => {
      fdatasync(fd, (error) => {
        if (error) this.#logger.warn({ err: error }, 'the log could not be synced to the disk');
        resolve();
      });
    }).finally(() => {
      this.#syncing = undefined;
    });
  }

  async #syncFile(segment: Segment): Promise<void> {
    await using file = await promises.open(this.#path(segment), 'r+');
    await file.datasync();
  }

  async #syncDirectory(): Promise<void> {
    if (process.platform === 'win32') return; // has no sync of directories
    await using directory = await promises.open(this.#directory, 'r');
    await directory.sync();
  }

  #closeLater(fd: number): void {
    const close = () => closeSync(fd);
    if (this.#syncing) void this.#syncing.then(close);
    else close();
  }

  #forgetBeforeBase(): void {
    const base = this.#segments.findLastIndex(({ isBase }) => isBase);
    for (const segment of this.#segments.slice(0, Math.max(0, base))) unlinkSync(this.#path(segment));
    if (base > 0) this.#segments = this.#segments.slice(base);
  }

  #read(segment: Segment, replay: (contents: Buffer, segment: number) => void): void {
    const file = this.#path(segment);
    const isOurs = readSegment(file, {
      record: (contents) => replay(contents, segment.number),
      damage: (bytes, offset) => this.#setAside(bytes, segment, offset),
      tornTail: (bytes) =>
        this.#logger.info(
          { file, bytes },
          'the last record was not written to its end: it was never acknowledged',
        ),
    });
    if (isOurs) return;
    throw new StoreError(
      `${file} was written by a newer version of tocsin, or is damaged. It was left as it is: start that version, or move the file away.`,
    );
  }

  #setAside(bytes: Buffer, { number }: Segment, offset: number): void {
    const file = join(this.#directory, `damaged-${number}-${offset}`);
    writeFileSync(file, bytes, { mode: 0o600 });
    this.#logger.error(
      { file, segment: number, offset, bytes: bytes.length },
      'a damaged part of the log was set aside: what it told is lost, the rest goes on',
    );
  }

  #path({ number, isBase }: Segment): string {
    return join(this.#directory, `${String(number).padStart(8, '0')}${isBase ? '.base' : ''}.log`);
  }
}

function segmentsIn(directory: string): Segment[] {
  const segments: Segment[] = [];
  for (const name of readdirSync(directory)) {
    const [, number, base] = SEGMENT_NAME.exec(name) ?? [];
    if (number !== undefined) segments.push({ number: Number(number), isBase: base !== undefined });
  }
  return segments.sort((a, b) => a.number - b.number);
}
