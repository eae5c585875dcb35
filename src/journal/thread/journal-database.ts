import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

const VERSION = 1;

/** Milliseconds to wait for the other thread, which holds the file for the length of one group. */
const PATIENCE = 5000;

const PAGE_SIZE = 4096;
/** Bytes of the write-ahead log before it is copied back: the fewer times, the more changes of a page go in one. */
const LARGEST_LOG = 8000 * PAGE_SIZE;
/** The part of the journal's size that its log may take. */
const LOG_PART = 8;

const SCHEMA = `
  CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE events (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, clientid TEXT, username TEXT, columns TEXT NOT NULL
  );
  CREATE TABLE blocks (
    first INTEGER PRIMARY KEY, last INTEGER NOT NULL, count INTEGER NOT NULL, kinds INTEGER NOT NULL,
    counts TEXT NOT NULL, clients BLOB NOT NULL
  );
  CREATE TABLE clients (
    clientid TEXT PRIMARY KEY, username TEXT, peerhost TEXT, first_seen INTEGER NOT NULL, online INTEGER NOT NULL,
    connected_at INTEGER, disconnected_at INTEGER, reason TEXT, connects INTEGER NOT NULL,
    disconnects INTEGER NOT NULL, last_span INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE spans (
    id INTEGER PRIMARY KEY, previous INTEGER, connected_at INTEGER NOT NULL, disconnected_at INTEGER NOT NULL,
    reason TEXT NOT NULL
  );
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};`;

/** The primary codes of SQLite for a file that is damaged, or is no database. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);

/** What of the journal's size its write-ahead log takes. */
export function logBytes(maximumSize: number): number {
  return Math.min(LARGEST_LOG, maximumSize / LOG_PART);
}

/** What a file that cannot be read any more is renamed to; the one before it goes. */
export function setAsideName(file: string): string {
  return `${file}.damaged`;
}

export function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' && DAMAGE.has(errcode & 0xff);
}

/** The file of the journal, in one of the threads that share it. */
export class JournalDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Makes what is not there yet. @param maximumSize bytes; @throws Error of SQLite */
  static open(file: string, maximumSize: number): JournalDatabase {
    // Only the owner may read it; SQLite gives its log the same mode.
    if (file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: PATIENCE });
    try {
      const journal = new JournalDatabase(database);
      const version = journal.number('PRAGMA user_version');
      // It has to come first, and writes, for which a full disk has no room.
      if (version === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        PRAGMA wal_autocheckpoint = ${Math.floor(logBytes(maximumSize) / PAGE_SIZE)}; PRAGMA journal_size_limit = 0`);
      if (version === 0) journal.transact(() => database.exec(SCHEMA));
      else if (version !== VERSION) throw new NewerJournalError(version);
      return journal;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /**
   * The same; a file that is damaged, or of a newer version, is renamed before, and said so.
   * @throws Error of SQLite
   */
  static openOrReplace(
    file: string,
    maximumSize: number,
  ): { database: JournalDatabase; setAside: string | undefined } {
    try {
      return { database: JournalDatabase.open(file, maximumSize), setAside: undefined };
    } catch (error) {
      if (!isDamage(error) && !(error instanceof NewerJournalError)) throw error;
      JournalDatabase.setAside(file);
      return {
        database: JournalDatabase.open(file, maximumSize),
        setAside: String((error as Error).message),
      };
    }
  }

  static setAside(file: string): void {
    for (const part of ['', '-wal', '-shm']) {
      rmSync(`${setAsideName(file)}${part}`, { force: true });
      if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${setAsideName(file)}${part}`);
    }
  }

  /** Prepared once per text, of which searches make many. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** The first value of the only row; 0 for none. */
  number(sql: string, ...values: Array<number | string | bigint>): number {
    const row = this.prepare(sql).get(...values);
    return row === undefined ? 0 : Number(Object.values(row)[0] ?? 0);
  }

  transact<Result>(run: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Bytes that are in use, whatever the file takes on the disk. */
  usedBytes(): number {
    const pages = this.number('PRAGMA page_count') - this.number('PRAGMA freelist_count');
    return pages * this.number('PRAGMA page_size');
  }

  /** Gives free pages back to the disk, a few at a time, when they are many. */
  shrink(): void {
    const free = this.number('PRAGMA freelist_count');
    if (free > MANY_FREE_PAGES && free > this.number('PRAGMA page_count') / 4) {
      this.#database.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`);
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

const MANY_FREE_PAGES = 4096;
const PAGES_PER_STEP = 1024;
const MOST_STATEMENTS = 200;

class NewerJournalError extends Error {
  constructor(version: number) {
    super(`it is of version ${version}, which this program does not know`);
  }
}
