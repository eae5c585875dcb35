import type { Clock, Timer } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { AppendLog, type AppendLogOptions } from '../../store/append-log.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import { LogWriter } from './log-writer.ts';
import { Replay } from './replay.ts';
import { type LastingState, Restatement } from './restatement.ts';

/** Where records go: `AppendLog`, or what a test puts in its place. */
export interface LogFile {
  readonly segment: number;
  readonly segmentCount: number;
  append(record: Buffer): void;
  startSegment(): number;
  makeBase(segment: number): Promise<void>;
  close(): Promise<void>;
}

type RecordVisitor = (contents: Buffer, segment: number) => void;

export interface BrokerLogParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pace?: RestatementPace;
}

/** When a restatement begins, and how fast it goes on. */
export interface RestatementPace {
  /** Bytes that the log may have beyond twice what its last restatement took. */
  readonly allowance: number;
  /** Milliseconds of one turn. */
  readonly slice: number;
  /** Milliseconds from one slice to the next. */
  readonly pause: number;
}

const PACE: RestatementPace = { allowance: 32 * 1024 * 1024, slice: 2, pause: 8 };

/** What the log asks of the broker, which is made after it. */
export interface LogUser extends LastingState {
  /** Asks for an end of turn, with its commit, although nothing is to be sent. */
  wake(): void;
  /** Nothing can be stored from now on. @param reason for people */
  onFailing(reason: string): void;
  /** Everything is stored again. */
  onRecovered(): void;
}

/** Files of which the log may consist: each start begins one. */
const MAXIMUM_SEGMENTS = 32;

/** Milliseconds between two attempts to store again after a failure. */
const RETRY_INTERVAL = 1000;

/**
 * What outlives the process, as a log: each turn of the event loop that changes sessions, retained or delayed messages
 * appends one record, before anything of that turn is sent. When the log has grown, all that is true is said again in
 * a new segment, in pieces, and the old ones go.
 */
export class BrokerLog {
  readonly writer: LogWriter;
  readonly #openFile: (visit: RecordVisitor) => LogFile;
  #file: LogFile | undefined = undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #pace: RestatementPace;
  #user: LogUser | undefined = undefined;
  #restatement: Restatement | undefined = undefined;
  /** Bytes of the log from its base on, and those since the running restatement began. */
  #bytes = 0;
  #bytesSinceRestatement = 0;
  #restatedBytes = 0;
  #timer: Timer | undefined = undefined;
  #isMakingBase = false;
  #isClosed = false;

  /** @param openFile reads what is there, record by record, and opens it for more */
  constructor(openFile: (visit: RecordVisitor) => LogFile, { clock, logger, pace = PACE }: BrokerLogParts) {
    this.#openFile = openFile;
    this.#clock = clock;
    this.#logger = logger;
    this.#pace = pace;
    this.writer = new LogWriter(() => this.#user?.wake());
  }

  /** A log in files; they are opened by `read`. */
  static inFiles(options: AppendLogOptions & BrokerLogParts): BrokerLog {
    return new BrokerLog((visit) => AppendLog.open(options, visit), options);
  }

  /**
   * What the log tells; to be called once, before anything is written.
   * @throws StoreError when the files cannot be read or created, or were written by a newer version
   */
  read(topicNames: TopicNames): Replay {
    const replay = new Replay(topicNames);
    this.#file = this.#openFile((contents, segment) => {
      this.#bytes += contents.length;
      try {
        replay.record(contents, segment);
      } catch (error) {
        this.#logger.error(
          { err: error, segment },
          'a record of the log cannot be understood to its end: what follows in it is lost, the rest goes on',
        );
      }
    });
    this.#restatedBytes = replay.restatedBytes;
    this.writer.segment = this.#file.segment;
    const { lastMessage, lastPublisher } = replay.messages;
    this.writer.continueFrom(replay.lastSession, lastMessage, lastPublisher);
    return replay;
  }

  serve(user: LogUser): void {
    this.#user = user;
  }

  get isFailing(): boolean {
    return this.writer.isFailing;
  }

  /** Stores what this turn changed. False when that failed: nothing may be sent then that depends on it. */
  commit(): boolean {
    const { writer } = this;
    const file = this.#file;
    if (writer.isEmpty || !file) return true;
    const record = writer.take();
    try {
      file.append(record);
    } catch (error) {
      this.fail(error);
      return false;
    } finally {
      writer.giveBack(record);
    }
    this.#bytes += record.length;
    this.#bytesSinceRestatement += record.length;
    if (this.#restatement?.isComplete) void this.#makeBase(this.#restatement);
    else if (!this.#restatement && this.#isOvergrown) this.#restate();
    return true;
  }

  /** Something that this turn had to store is not stored. From now on nothing is, until everything can be said again. */
  fail(error: unknown): void {
    const { writer } = this;
    const isNew = !writer.isFailing;
    writer.discard();
    writer.isRecording = false;
    writer.isFailing = true;
    this.#restatement = undefined;
    this.#schedule(RETRY_INTERVAL, () => this.#restate());
    if (!isNew) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#logger.error(
      { err: error },
      'nothing can be stored: what would have to be is refused until it can',
    );
    this.#user?.onFailing(reason);
  }

  /** Stores what is left and closes the files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.commit();
    await this.#file?.close();
  }

  get #isOvergrown(): boolean {
    return (
      this.#bytes > 2 * this.#restatedBytes + this.#pace.allowance ||
      (this.#file?.segmentCount ?? 0) > MAXIMUM_SEGMENTS
    );
  }

  #restate(): void {
    const { writer } = this;
    const user = this.#user;
    const file = this.#file;
    if (!user || !file || this.#isClosed) return;
    try {
      writer.segment = file.startSegment();
    } catch (error) {
      this.fail(error);
      return;
    }
    writer.floor = writer.segment;
    writer.isRecording = true;
    this.#bytesSinceRestatement = 0;
    this.#restatement = new Restatement(writer, writer.segment, user);
    this.#schedule(0, () => this.#sayOn());
  }

  #sayOn(): void {
    const end = performance.now() + this.#pace.slice;
    this.#restatement?.goOn(() => performance.now() >= end);
    // The commit at the end of this turn sees when all is said.
    if (this.#restatement?.isComplete === false) this.#schedule(this.#pace.pause, () => this.#sayOn());
  }

  async #makeBase(restatement: Restatement): Promise<void> {
    if (this.#isMakingBase) return;
    this.#isMakingBase = true;
    try {
      await this.#file?.makeBase(restatement.segment);
    } catch (error) {
      if (!this.#isClosed) this.fail(error);
      return;
    } finally {
      this.#isMakingBase = false;
    }
    // It may have failed in the meantime: then another restatement follows.
    if (this.#restatement !== restatement) return;
    this.#restatement = undefined;
    this.#bytes = this.#bytesSinceRestatement;
    this.#restatedBytes = restatement.bytes;
    if (!this.writer.isFailing) return;
    this.writer.isFailing = false;
    this.#logger.info('everything can be stored again');
    this.#user?.onRecovered();
  }

  #schedule(delay: number, run: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(delay, run);
  }
}
