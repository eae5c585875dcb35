import type { Clock, Timer } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Outbox } from '../outbox/outbox.ts';

/** How much of the delivery log is kept. */
export interface LogLimits {
  /** Milliseconds */
  age: number;
  count: number;
  /** Of all requests together. */
  bytes: number;
}

export const DEFAULT_LOG_LIMITS: LogLimits = {
  age: 7 * 86_400_000,
  count: 100_000,
  bytes: 256 * 1024 * 1024,
};

/** Deleted per commit, so that no turn of the event loop becomes long. */
const SLICE = 500;

const AGE_CHECK_INTERVAL = 600_000;

const FINISHED = `state IN ('delivered', 'dead', 'expired')`;

const COUNT = `SELECT COUNT(*) AS count, COALESCE(SUM(bytes), 0) AS bytes FROM deliveries WHERE ${FINISHED}`;

const DELETE_OLDEST = `DELETE FROM deliveries WHERE id IN
  (SELECT id FROM deliveries WHERE ${FINISHED} ORDER BY id LIMIT ?) RETURNING bytes`;

const DELETE_OLD = `DELETE FROM deliveries WHERE id IN
  (SELECT id FROM (SELECT id, created_at FROM deliveries WHERE ${FINISHED} ORDER BY id LIMIT ${SLICE}) WHERE created_at < ?)
  RETURNING bytes`;

/** Deletes the oldest finished deliveries, their attempts with them. */
export class LogPruning {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limits: LogLimits;
  #count: number;
  #bytes: number;
  #pruning = false;
  #stopped = false;
  #timer: Timer | undefined;
  readonly #unsubscribe: () => void;

  constructor(store: Store, outbox: Outbox, clock: Clock, limits: LogLimits = DEFAULT_LOG_LIMITS) {
    this.#store = store;
    this.#clock = clock;
    this.#limits = limits;
    const kept = store.prepare(COUNT).get() as { count: number; bytes: number };
    this.#count = kept.count;
    this.#bytes = kept.bytes;
    this.#unsubscribe = outbox.events.on('finished', ({ count, bytes }) => {
      this.#count += count;
      this.#bytes += bytes;
      this.#pruneExcess();
    });
    this.#pruneOld();
  }

  stop(): void {
    this.#unsubscribe();
    this.#timer?.cancel();
    this.#stopped = true;
  }

  #pruneExcess(): void {
    const excess = this.#count - this.#limits.count;
    if (excess <= 0 && this.#bytes <= this.#limits.bytes) return;
    // A little more than needed, so that not every delivery from now on costs a deletion.
    const spare = Math.ceil(this.#limits.count / 100);
    this.#delete(DELETE_OLDEST, Math.min(Math.max(excess, 0) + spare, SLICE), () => this.#pruneExcess());
  }

  #pruneOld(): void {
    this.#timer = this.#clock.after(AGE_CHECK_INTERVAL, () => this.#pruneOld());
    const prune = (): void => this.#delete(DELETE_OLD, this.#clock.now() - this.#limits.age, prune);
    prune();
  }

  #delete(sql: string, parameter: number, next: () => void): void {
    if (this.#pruning || this.#stopped) return;
    this.#pruning = true;
    let sizes: { bytes: number }[] = [];
    this.#store.write(
      () => {
        sizes = this.#store.prepare(sql).all(parameter) as unknown as { bytes: number }[];
      },
      (error) => {
        this.#pruning = false;
        if (error || sizes.length === 0) return;
        this.#count -= sizes.length;
        for (const { bytes } of sizes) this.#bytes -= bytes;
        next();
      },
    );
  }
}
