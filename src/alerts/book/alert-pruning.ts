import type { Clock, Timer } from '../../lib/clock.ts';
import { timeOfOrderedId } from '../../lib/ids.ts';
import type { Store } from '../../store/store.ts';

/** How many alerts that are over can be looked at. */
export interface AlertRetention {
  /** Milliseconds since they were resolved. */
  readonly age: number;
  readonly count: number;
}

export const DEFAULT_RETENTION: AlertRetention = { age: 90 * 86_400_000, count: 100_000 };

/** Looked at per commit, so that no turn of the event loop becomes long. */
const SLICE = 500;

const INTERVAL = 600_000;

/** An alert of which people have still to be told that it is over is kept longer, but not for ever. */
const UNTOLD_FACTOR = 10;

const OLDEST = `SELECT id, resolved_at AS at, told FROM alerts WHERE status = 'resolved' AND id > ? ORDER BY id LIMIT ${SLICE}`;

interface Row {
  readonly id: string;
  readonly at: number;
  readonly told: number;
}

/** Deletes alerts that are over: the oldest when there are too many, and those that are too old. */
export class AlertPruning {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limits: AlertRetention;
  #count: number;
  /** From how many on some are deleted. */
  #most: number;
  #isPruning = false;
  #timer: Timer | undefined;

  constructor(store: Store, clock: Clock, limits: AlertRetention) {
    this.#store = store;
    this.#clock = clock;
    this.#limits = limits;
    this.#most = limits.count;
    const row = store.prepare(`SELECT COUNT(*) AS count FROM alerts WHERE status = 'resolved'`).get();
    this.#count = Number(row?.count);
  }

  start(): void {
    this.#timer = this.#clock.after(INTERVAL, () => this.start());
    this.#begin();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** So many more are resolved, and stored. */
  resolved(count = 1): void {
    this.#count += count;
    if (this.#count > this.#most && this.#timer) this.#begin();
  }

  #begin(): void {
    if (this.#isPruning) return;
    this.#isPruning = true;
    this.#prune('', this.#clock.now() - this.#limits.age);
  }

  #end(): void {
    this.#isPruning = false;
    this.#most = Math.max(this.#limits.count, this.#count + this.#spare);
  }

  /**
   * From the oldest on. They lie in the order in which they began, and none has ended before it began.
   * @param after the id from which on; @param limit Unix milliseconds
   */
  #prune(after: string, limit: number): void {
    let last: string | undefined;
    let deleted = 0;
    this.#store.write(
      () => {
        const rows = this.#store.prepare(OLDEST).all(after) as unknown as Row[];
        const doomed = this.#choose(rows, limit);
        for (const { id } of doomed) this.#delete(id);
        deleted = doomed.length;
        last = rows.length === SLICE ? rows.at(-1)?.id : undefined;
      },
      (error) => {
        if (!error) this.#count -= deleted;
        const hasMore = last !== undefined && ((timeOfOrderedId(last) ?? 0) < limit || this.#excess > 0);
        if (error || !hasMore || last === undefined || !this.#timer) this.#end();
        else this.#prune(last, limit);
      },
    );
  }

  /** A little more than needed, so that not every alert from now on costs a deletion. */
  get #excess(): number {
    const excess = this.#count - this.#limits.count;
    return excess <= 0 ? 0 : excess + this.#spare;
  }

  get #spare(): number {
    return Math.ceil(this.#limits.count / 100);
  }

  #choose(rows: readonly Row[], limit: number): Row[] {
    let excess = this.#excess;
    const isFarTooMany = this.#count > this.#limits.count * UNTOLD_FACTOR;
    return rows.filter(({ at, told }) => {
      const isExcess = excess > 0 && (told === 1 || isFarTooMany);
      if (!isExcess && at >= limit) return false;
      excess--;
      return true;
    });
  }

  #delete(id: string): void {
    this.#store.prepare('DELETE FROM alerts WHERE id = ?').run(id);
    this.#store.prepare('DELETE FROM alert_entries WHERE alert = ?').run(id);
    this.#store.prepare('DELETE FROM alert_tellings WHERE alert = ?').run(id);
  }
}
