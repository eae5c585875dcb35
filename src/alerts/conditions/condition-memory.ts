import type { Clock, Timer } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { AlertSourceId } from '../alert.ts';

export type MemoryKind = 'threshold' | 'absence' | 'flapping';

/** In whose name something is remembered: `rule:offline` or `monitor:tps_high`. */
export function ownerOf(source: AlertSourceId): string {
  return source.kind === 'rule' ? `rule:${source.id}` : `monitor:${source.name}`;
}

/** What one condition of one source remembers, by key. */
export interface MemoryPages {
  /** What is remembered of the key is different: it is read when it is written down, soon. */
  mark(key: string): void;
  /** The same while little happens; in a flood it is not worth a write. */
  markInQuiet(key: string): void;
  /** Nothing is remembered of the key any more. */
  drop(key: string): void;
  /** Nothing is remembered of any key. */
  clear(): void;
  /** As it was written down by a former process, or before the source was changed. */
  recall(): Generator<{ readonly key: string; readonly body: unknown }>;
  /** Of one key, at this moment. */
  read(key: string): unknown;
  /** Writes down what is marked; its keys are not asked for after that. */
  close(): void;
}

/** Who remembers. */
export interface Rememberer {
  /**
   * What is to be written of a key: JSON-compatible; undefined when nothing is remembered of it. Of an object, the members
   * that it does not have stay as they were written, and those that are null are taken out.
   */
  pageOf(key: string): unknown;
  /** What the key had to be written is on disk. */
  written?(key: string): void;
}

/** Keys that are written in the turn in which they change: so many at once, and so many per second. */
const AT_ONCE = 200;
const PER_SECOND = 100;
/** What changes more often is written in slices, so that a flood of messages costs no write per message. */
const SLICE = 200;
const BETWEEN_SLICES = 100;
/** After a write that failed. */
const PATIENCE = 5000;

const UPSERT = `INSERT INTO alert_memory (rule, kind, key, body) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (rule, kind, key) DO UPDATE SET body = json_patch(body, ?4)`;

/**
 * What conditions remember, on disk: table `alert_memory`. While little happens each change is stored in the turn in
 * which it comes, so that a crash takes nothing; in a flood the keys are written in turn, the longest unwritten first.
 */
export class ConditionMemory {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #pages = new Set<Pages>();
  #timer: Timer | undefined;
  #allowance = AT_ONCE;
  #allowedAt: number;
  /** What is written in this turn. */
  #batch: Batch | undefined;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#allowedAt = clock.now();
  }

  open(owner: string, kind: MemoryKind, rememberer: Rememberer): MemoryPages {
    const pages: Pages = { owner, kind, rememberer, marked: new Set(), stored: new Set() };
    this.#pages.add(pages);
    return {
      mark: (key) => this.#mark(pages, key),
      markInQuiet: (key) => {
        if (pages.marked.size === 0 && this.#isAllowed()) this.#mark(pages, key);
      },
      drop: (key) => {
        // What comes and goes in a flood is never written.
        if (pages.stored.has(key)) this.#mark(pages, key);
        else pages.marked.delete(key);
      },
      clear: () => {
        pages.marked.clear();
        pages.stored.clear();
        this.#batch?.get(pages)?.clear();
        this.#delete(owner, kind);
      },
      recall: () => this.#recall(pages),
      read: (key) => this.#read(pages, key),
      close: () => {
        this.#writeAll(pages);
        this.#pages.delete(pages);
      },
    };
  }

  /** Nothing is remembered of an owner who is gone, or has no such condition any more. */
  forget(owner: string, kind?: MemoryKind): void {
    if (kind === undefined) {
      this.#batch = undefined;
      this.#store.write(() => this.#store.prepare('DELETE FROM alert_memory WHERE rule = ?').run(owner));
    } else this.#delete(owner, kind);
  }

  /** Hands everything that is not written yet to the store. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const pages of this.#pages) this.#writeAll(pages);
  }

  #delete(owner: string, kind: MemoryKind): void {
    // What is marked from here on is written after this.
    this.#batch = undefined;
    this.#store.write(() =>
      this.#store.prepare('DELETE FROM alert_memory WHERE rule = ? AND kind = ?').run(owner, kind),
    );
  }

  *#recall({ owner, kind, stored }: Pages): Generator<{ key: string; body: unknown }> {
    this.#store.commit();
    const rows = this.#store.prepare('SELECT key, body FROM alert_memory WHERE rule = ? AND kind = ?');
    for (const { key, body } of rows.iterate(owner, kind)) {
      stored.add(String(key));
      yield { key: String(key), body: JSON.parse(String(body)) };
    }
  }

  #read({ owner, kind }: Pages, key: string): unknown {
    const row = this.#store
      .prepare('SELECT body FROM alert_memory WHERE rule = ? AND kind = ? AND key = ?')
      .get(owner, kind, key);
    return row && JSON.parse(String(row.body));
  }

  #mark(pages: Pages, key: string): void {
    if (pages.marked.has(key)) return;
    if (!this.#isAllowed()) {
      pages.marked.add(key);
      this.#timer ??= this.#clock.after(BETWEEN_SLICES, () => this.#writeSlice());
      return;
    }
    let batch = this.#batch;
    if (!batch) {
      batch = this.#batch = new Map();
      this.#writeLater(batch);
    }
    const keys = batch.get(pages) ?? new Set();
    if (keys.has(key)) return;
    pages.stored.add(key);
    batch.set(pages, keys.add(key));
    this.#allowance--;
  }

  #isAllowed(): boolean {
    if (this.#allowance >= 1) return true;
    const now = this.#clock.now();
    const passed = Math.max(0, now - this.#allowedAt);
    this.#allowance = Math.min(AT_ONCE, this.#allowance + (passed / 1000) * PER_SECOND);
    this.#allowedAt = now;
    return this.#allowance >= 1;
  }

  #writeSlice(): void {
    this.#timer = undefined;
    const batch: Batch = new Map();
    let room = SLICE;
    for (const pages of this.#pages) {
      const keys = new Set<string>();
      for (const key of pages.marked) {
        if (room === 0) break;
        room--;
        keys.add(key);
        pages.stored.add(key);
        pages.marked.delete(key);
      }
      if (keys.size > 0) batch.set(pages, keys);
    }
    if (batch.size === 0) return;
    this.#writeLater(batch);
    this.#timer = this.#clock.after(BETWEEN_SLICES, () => this.#writeSlice());
  }

  #writeAll(pages: Pages): void {
    if (pages.marked.size === 0) return;
    const batch: Batch = new Map([[pages, new Set(pages.marked)]]);
    pages.marked.clear();
    this.#writeLater(batch);
  }

  #writeLater(batch: Batch): void {
    this.#store.write(
      () => {
        if (this.#batch === batch) this.#batch = undefined;
        for (const [pages, keys] of batch) for (const key of keys) this.#write(pages, key);
      },
      (error) => {
        if (this.#batch === batch) this.#batch = undefined;
        if (!error) {
          for (const [pages, keys] of batch) for (const key of keys) pages.rememberer.written?.(key);
          return;
        }
        // It is tried again, by what is remembered then.
        for (const [pages, keys] of batch) for (const key of keys) pages.marked.add(key);
        this.#timer ??= this.#clock.after(PATIENCE, () => this.#writeSlice());
      },
    );
  }

  #write({ owner, kind, rememberer, stored }: Pages, key: string): void {
    const body = rememberer.pageOf(key);
    if (body === undefined) {
      stored.delete(key);
      this.#store
        .prepare('DELETE FROM alert_memory WHERE rule = ? AND kind = ? AND key = ?')
        .run(owner, kind, key);
    } else {
      this.#store.prepare(UPSERT).run(owner, kind, key, JSON.stringify(body));
    }
  }
}

interface Pages {
  readonly owner: string;
  readonly kind: MemoryKind;
  readonly rememberer: Rememberer;
  /** Changed, and not handed to the store yet: in the order in which they came. */
  readonly marked: Set<string>;
  /** On disk, or on their way there. */
  readonly stored: Set<string>;
}

type Batch = Map<Pages, Set<string>>;
