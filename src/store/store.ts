import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Logger } from '../lib/logger.ts';
import { migrate } from './migrations.ts';
import { createPrivately } from './private-file.ts';
import { SEAL_SIGN, SecretBox } from './secret-box.ts';
import { type KeySource, keySourceOf } from './secret-keys.ts';
import { StoreError } from './store-error.ts';

interface StoreOptions {
  /** Created when it does not exist. `:memory:` keeps nothing. */
  directory: string;
  /** `normal` survives a killed process, `full` also a power cut, at the price of a disk sync per commit. */
  durability: 'normal' | 'full';
  logger: Logger;
  /** Of the process, when absent: it may hold the key of the secrets. */
  environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Something to store. It runs again when another write of its batch fails, so it touches only the database. */
type Write = () => void;
/** Called once, after the commit, or with the reason why nothing was stored. */
type Done = (error?: unknown) => void;

interface Waiter {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** In the data directory. */
export const DATABASE_FILE = 'tocsin.db';

/** The row that says with which key everything is sealed. */
export const SEALED_WITH = { kind: 'secret_key', id: 'current' } as const;

/** A restart may overlap with the end of the old process for a moment. */
const LOCK_PATIENCE = 500;

/** Pages of the write-ahead log (16 MB) before it is copied back, which costs two disk syncs. */
const CHECKPOINT_PAGES = 4000;

/**
 * The one database. Reads go straight through `prepare`. Writes are queued and share one transaction per turn of
 * the event loop: `write` on the hot path, `transact` where the caller must know before it goes on.
 */
export class Store {
  /** What makes JSON of documents that hold secrets, and reads it again. */
  readonly secrets: SecretBox;
  readonly #database: DatabaseSync;
  readonly #logger: Logger;
  readonly #statements = new Map<string, StatementSync>();
  #writes: Write[] = [];
  #dones: (Done | undefined)[] = [];
  #waiters: Waiter[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #committing = false;
  #isFailing = false;

  private constructor(database: DatabaseSync, logger: Logger, keys: KeySource | undefined) {
    this.#database = database;
    this.#logger = logger;
    this.secrets = new SecretBox(keys, { key: () => this.sealedWith(), isNeeded: () => this.#holdsSealed() });
  }

  /** @throws StoreError when another process has it, when it is damaged, or newer than this program */
  static open({ directory, durability, logger, environment = process.env }: StoreOptions): Store {
    const file = directory === ':memory:' ? directory : join(directory, DATABASE_FILE);
    let database: DatabaseSync | undefined;
    try {
      if (directory !== ':memory:') createPrivately(directory, file);
      database = new DatabaseSync(file, { timeout: LOCK_PATIENCE });
      // Before the first access, so that the lock is taken for good and no shared memory file is needed.
      database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
        PRAGMA synchronous = ${durability}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
        BEGIN IMMEDIATE; COMMIT`);
      migrate(database, file, undefined, (backup, from, to) =>
        logger.info(
          { backup, from, to },
          'the database comes from an earlier version: it was copied and is brought up to date',
        ),
      );
      const keys = directory === ':memory:' ? undefined : keySourceOf(directory, environment);
      return new Store(database, logger, keys);
    } catch (error) {
      database?.close();
      throw error instanceof StoreError ? error : new StoreError(explain(error, file), { cause: error });
    }
  }

  /** Prepared once per text: write the text as a constant, the values as parameters. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /**
   * Queues a write for the next commit. Writes run in the order in which they came, in one transaction; one that
   * throws fails alone.
   */
  write(run: Write, done?: Done): void {
    this.#writes.push(run);
    this.#dones.push(done);
    this.#schedule();
  }

  /** Stores what is queued, now. True when all of it is on disk. */
  commit(): boolean {
    if (this.#committing) throw new Error('commit() inside a write');
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const writes = this.#writes;
    const dones = this.#dones;
    const waiters = this.#waiters;
    if (writes.length === 0) return true;
    this.#writes = [];
    this.#dones = [];
    this.#waiters = [];
    this.#committing = true;
    let errors: readonly unknown[];
    try {
      errors = this.#runTogether(writes) ?? this.#runOneByOne(writes);
    } finally {
      this.#committing = false;
    }
    const error = errors.find(Boolean);
    release(waiters, error);
    const wasFailing = this.#isFailing;
    this.#heed(error);
    this.#announce(dones, errors, wasFailing && this.#isFailing);
    return errors.length === 0;
  }

  /** The disk did not take what was last to be stored: it is full, read-only or broken. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Resolves when everything queued so far is on disk, rejects when some of it could not be stored. */
  committed(): Promise<void> {
    if (this.#writes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Commits what is queued, then runs this in a transaction of its own, committed on return. */
  transact<Result>(run: () => Result): Result {
    this.commit();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.#database.exec('COMMIT');
      this.#heed(undefined);
      return result;
    } catch (error) {
      this.#rollBack();
      this.#heed(error);
      throw error;
    }
  }

  /** The id of the key with which all is sealed that has to be; undefined as long as that was never done. */
  sealedWith(): string | undefined {
    const row = this.prepare('SELECT body FROM definitions WHERE kind = ? AND id = ?').get(
      SEALED_WITH.kind,
      SEALED_WITH.id,
    );
    return row && (JSON.parse(String(row.body)) as { key: string }).key;
  }

  /** Leaves nothing in the files of what was deleted or overwritten. Writes the database anew. */
  wipe(): void {
    this.commit();
    // The log holds pages of before until it is cut off.
    this.#database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Commits what is queued and gives the database free for the next process. */
  close(): void {
    this.commit();
    this.#statements.clear();
    this.#database.close();
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.commit();
    });
  }

  /** The errors (none), or `undefined` when the batch was rolled back. */
  #runTogether(writes: readonly Write[]): readonly unknown[] | undefined {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const run of writes) run();
      this.#database.exec('COMMIT');
      return [];
    } catch (error) {
      this.#rollBack();
      this.#logger.debug({ err: error }, 'batch rolled back, its writes are tried one by one');
      return undefined;
    }
  }

  /** The error of each write, `undefined` for one that is stored; none at all when all are. */
  #runOneByOne(writes: readonly Write[]): readonly unknown[] {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const errors = writes.map((run) => this.#runAlone(run));
      this.#database.exec('COMMIT');
      return errors.some(Boolean) ? errors : [];
    } catch (error) {
      this.#rollBack();
      return writes.map(() => error);
    }
  }

  /** One write in its own savepoint, so that it can fail alone without a disk sync of its own. */
  #runAlone(run: Write): unknown {
    this.#database.exec('SAVEPOINT one');
    try {
      run();
      this.#database.exec('RELEASE one');
      return undefined;
    } catch (error) {
      // A full disk ends the whole transaction by itself: then there is no savepoint to go back to.
      if (!this.#database.isTransaction) throw error;
      this.#database.exec('ROLLBACK TO one; RELEASE one');
      return error;
    }
  }

  #holdsSealed(): boolean {
    const found = this.prepare(
      `SELECT EXISTS (SELECT 1 FROM definitions WHERE instr(body, ?1) > 0)
         OR EXISTS (SELECT 1 FROM deliveries WHERE instr(request, ?1) > 0) AS found`,
    ).get(SEAL_SIGN);
    return Number(found?.found) === 1;
  }

  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  /** A commit ended. @param error why something of it was not stored */
  #heed(error: unknown): void {
    const isFault = isDiskFault(error);
    // Who breaks a constraint says nothing about the disk.
    if (error !== undefined && !isFault) return;
    if (this.#isFailing && !isFault) this.#logger.info('the database can be written again');
    this.#isFailing = isFault;
  }

  /** @param isKnown it goes on as it was told before */
  #announce(dones: readonly (Done | undefined)[], errors: readonly unknown[], isKnown: boolean): void {
    const failed = errors.filter(Boolean);
    if (failed.length > 0) {
      const about = { err: failed[0], count: failed.length, of: dones.length };
      if (isKnown) this.#logger.debug(about, 'writes were not stored');
      else this.#logger.error(about, 'writes were not stored');
    }
    for (const [index, done] of dones.entries()) {
      try {
        done?.(errors[index]);
      } catch (error) {
        this.#logger.error({ err: error }, 'a listener of a write failed');
      }
    }
  }
}

/** SQLite's primary result codes for a disk that is read-only, broken or full, and for files that cannot be opened. */
const DISK_FAULTS: ReadonlySet<number> = new Set([8, 10, 13, 14]);

function isDiskFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { errcode } = error as { readonly errcode?: unknown };
  return typeof errcode === 'number' && DISK_FAULTS.has(errcode & 0xff);
}

function release(waiters: readonly Waiter[], error: unknown): void {
  for (const waiter of waiters) {
    if (error) waiter.reject(error);
    else waiter.resolve();
  }
}

/** SQLite's primary result codes (the low byte of `errcode`) that have an answer. */
const ANSWERS: Readonly<Record<number, (file: string) => string>> = {
  5: (file) => `${file} is in use by another process. Stop that one, or choose another data directory.`,
  8: (file) =>
    `${file} is read-only. Give this user the right to write it, or choose another data directory.`,
  10: (file) => `${file} cannot be read or written: the disk reports an error. Check the disk.`,
  11: (file) =>
    `${file} is damaged. It was left as it is: restore a backup, or choose another data directory.`,
  13: (file) => `There is no room on the disk for ${file}. Free some, or choose another data directory.`,
  14: (file) => `${file} cannot be opened. Check that this user may read and write it.`,
  26: (file) =>
    `${file} is not a database. It was left as it is: move it away, or choose another data directory.`,
};

function explain(error: unknown, file: string): string {
  const { errcode, message } = error as Error & { errcode?: number };
  const answer = errcode === undefined ? undefined : ANSWERS[errcode & 0xff];
  return (
    answer?.(file) ?? `${file} cannot be opened: ${message}. Check that this user may read and write it.`
  );
}
