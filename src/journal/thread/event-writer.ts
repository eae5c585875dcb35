import type { RecordedEvent } from '../recorded-event.ts';
import { ClientSketch } from './client-sketch.ts';
import { firstKeyAt, keyOf } from './event-key.ts';
import type { JournalDatabase } from './journal-database.ts';

export interface JournalLimits {
  /** Milliseconds. */
  readonly retention: number;
  /** Bytes; `Infinity` for no limit. */
  readonly maximumSize: number;
}

/** A block ends with so many events, or bytes of columns. */
const BLOCK_EVENTS = 1024;
const BLOCK_BYTES = 4 * 1024 * 1024;
/** A block is at most this part of all: what is forgotten is forgotten by blocks. */
const BLOCK_PART = 16;
/** Milliseconds after which a block ends, at most: what is forgotten by age is forgotten by blocks. */
const LONGEST_BLOCK = 3_600_000;

/** Kinds are bits of a block's mask; those from here on share one. */
export const LAST_KIND_BIT = 30;

interface Block {
  readonly first: bigint;
  last: bigint;
  count: number;
  bytes: number;
  kinds: number;
  /** How many there are of each kind, by the number of the kind. */
  readonly counts: Record<number, number>;
  readonly clients: ClientSketch;
}

/**
 * Appends events. They are stored by time, in blocks: a block says which kinds it holds and which clients it may be
 * about, so that a search reads only blocks that have what it looks for.
 */
export class EventWriter {
  readonly #database: JournalDatabase;
  readonly #limits: JournalLimits;
  readonly #kinds = new Map<string, number>();
  #block: Block | undefined;

  constructor(database: JournalDatabase, limits: JournalLimits) {
    this.#database = database;
    this.#limits = limits;
    for (const row of database.prepare('SELECT id, name FROM kinds').all()) {
      this.#kinds.set(row.name as string, row.id as number);
    }
  }

  /** Within a transaction. @returns how many of them could not be kept, because their place is taken */
  append(records: readonly RecordedEvent[]): number {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?)');
    let refused = 0;
    for (const record of records) {
      const key = keyOf(record);
      const kind = this.#kindOf(record.event);
      const { changes } = insert.run(
        key,
        kind,
        record.clientId ?? null,
        record.username ?? null,
        record.columns,
      );
      if (changes === 0) refused++;
      else this.#addToBlock(key, kind, record);
    }
    this.#saveBlock();
    return refused;
  }

  /** After a transaction that did not come to its end: what the block says may not be true. */
  startAnew(): void {
    this.#block = undefined;
    this.#kinds.clear();
    for (const row of this.#database.prepare('SELECT id, name FROM kinds').all()) {
      this.#kinds.set(row.name as string, row.id as number);
    }
  }

  /** Forgets one block that is too old, or the oldest one when there is no room. False when there was nothing to do. */
  forgetOne(now: number): boolean {
    const oldest = this.#database.prepare('SELECT first, last FROM blocks ORDER BY first LIMIT 1');
    oldest.setReadBigInts(true);
    const block = oldest.get() as { first: bigint; last: bigint } | undefined;
    if (!block) return false;
    const isOld = block.last < firstKeyAt(now - this.#limits.retention);
    if (!isOld && this.#database.usedBytes() <= this.#limits.maximumSize) return false;
    if (this.#block?.first === block.first) this.#block = undefined;
    this.#database.transact(() => {
      this.#database.prepare('DELETE FROM events WHERE id BETWEEN ? AND ?').run(block.first, block.last);
      this.#database.prepare('DELETE FROM blocks WHERE first = ?').run(block.first);
    });
    return true;
  }

  #kindOf(name: string): number {
    let kind = this.#kinds.get(name);
    if (kind === undefined) {
      kind = Number(this.#database.prepare('INSERT INTO kinds (name) VALUES (?)').run(name).lastInsertRowid);
      this.#kinds.set(name, kind);
    }
    return kind;
  }

  #addToBlock(key: bigint, kind: number, { clientId, columns }: RecordedEvent): void {
    let block = this.#block;
    if (!block || this.#isFull(block, key)) {
      this.#saveBlock();
      block = {
        first: key,
        last: key,
        count: 0,
        bytes: 0,
        kinds: 0,
        counts: {},
        clients: new ClientSketch(),
      };
      this.#block = block;
    }
    block.last = key;
    block.count++;
    block.bytes += columns.length;
    block.kinds |= kindBit(kind);
    block.counts[kind] = (block.counts[kind] ?? 0) + 1;
    if (clientId !== undefined) block.clients.add(clientId);
  }

  #isFull({ first, last, count, bytes }: Block, key: bigint): boolean {
    const longest = Math.min(LONGEST_BLOCK, this.#limits.retention / 20);
    // A clock that was set back begins a block of its own, since blocks are ranges.
    return (
      count >= BLOCK_EVENTS ||
      bytes >= Math.min(BLOCK_BYTES, this.#limits.maximumSize / BLOCK_PART) ||
      key < last ||
      key - first > firstKeyAt(Math.max(1, longest))
    );
  }

  #saveBlock(): void {
    if (!this.#block) return;
    const { first, last, count, kinds, counts, clients } = this.#block;
    this.#database
      .prepare('INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?, ?, ?)')
      .run(first, last, count, kinds, JSON.stringify(counts), clients.bytes);
  }
}

export function kindBit(kind: number): number {
  return 1 << Math.min(kind, LAST_KIND_BIT);
}
