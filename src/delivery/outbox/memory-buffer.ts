import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { Store } from '../../store/store.ts';
import type { Settled } from '../delivery.ts';
import type { Courier } from './courier.ts';
import { Outbox } from './outbox.ts';

interface MemoryBufferOptions {
  /** Where what failed is kept, and what is left at the end. */
  store: Store;
  /** The durable one, whose listeners hear of the deliveries here too. */
  outbox: Outbox;
  clock: Clock;
  logger: Logger;
  startCourier: (store: Store, outbox: Outbox) => Courier;
}

interface Opened {
  store: Store;
  outbox: Outbox;
  courier: Courier;
}

const ROW = 'SELECT * FROM deliveries WHERE id = ?';
const ATTEMPTS = 'SELECT * FROM attempts WHERE delivery = ?';
const REMOVE = 'DELETE FROM deliveries WHERE id = ?';
const LEFT = `SELECT * FROM deliveries WHERE state IN ('queued', 'waiting', 'sending') ORDER BY rowid`;

/** Rows that one transaction moves to the disk. */
const SLICE = 1000;

type Row = Record<string, null | number | bigint | string | NodeJS.NonSharedUint8Array>;

/**
 * The outbox of actions whose deliveries are not worth a write (`buffer: "memory"`): the same in everything, but that a
 * crash loses what lies in it. Opened when the first such delivery comes.
 */
export class MemoryBuffer {
  readonly #options: MemoryBufferOptions;
  #opened: Opened | undefined;

  constructor(options: MemoryBufferOptions) {
    this.#options = options;
  }

  get outbox(): Outbox {
    return (this.#opened ?? this.#open()).outbox;
  }

  /** Undefined as long as nothing came. */
  get opened(): Outbox | undefined {
    return this.#opened?.outbox;
  }

  /** Finishes what is in flight, for at most `patience` milliseconds; the rest is moved to the disk. */
  async stop(patience: number): Promise<void> {
    if (!this.#opened) return;
    const { store, courier } = this.#opened;
    await courier.stop(patience);
    this.#moveToDisk(store);
    store.close();
  }

  #open(): Opened {
    const { clock, logger, outbox: durable, startCourier } = this.#options;
    const store = Store.open({ directory: ':memory:', durability: 'normal', logger });
    const outbox = new Outbox({ store, clock, logger, shared: durable });
    outbox.events.on('settled', (settled) => this.#onSettled(store, settled));
    this.#opened = { store, outbox, courier: startCourier(store, outbox) };
    return this.#opened;
  }

  #onSettled(store: Store, settled: Settled): void {
    const { outbox: durable } = this.#options;
    const { delivery: id, outcome } = settled;
    const hasEnded = id !== undefined && outcome !== 'unavailable';
    if (hasEnded) store.write(() => store.prepare(REMOVE).run(id));
    if (!hasEnded || (outcome !== 'rejected' && outcome !== 'expired'))
      durable.events.emit('settled', settled);
    else this.#keepFailure(store, id, settled);
  }

  /** It is shown, and can be sent again, as every failure. */
  #keepFailure(from: Store, id: string, settled: Settled): void {
    const { store, outbox: durable } = this.#options;
    const row = from.prepare(ROW).get(id);
    const attempts = from.prepare(ATTEMPTS).all(id);
    store.write(
      () => {
        if (row) this.#insert('deliveries', row);
        for (const attempt of attempts) this.#insert('attempts', attempt);
      },
      (error) => {
        if (row && !error) durable.events.emit('finished', { count: 1, bytes: Number(row.bytes) });
        durable.events.emit('settled', settled);
      },
    );
  }

  #moveToDisk(from: Store): void {
    const { store, logger } = this.#options;
    const rows = from.prepare(LEFT).all();
    for (let start = 0; start < rows.length; start += SLICE) {
      store.transact(() => {
        for (const row of rows.slice(start, start + SLICE)) {
          this.#insert('deliveries', row);
          for (const attempt of from.prepare(ATTEMPTS).all(String(row.id))) this.#insert('attempts', attempt);
        }
      });
    }
    if (rows.length > 0)
      logger.info({ count: rows.length }, 'deliveries of memory buffers were moved to the disk');
  }

  #insert(table: 'deliveries' | 'attempts', row: Row): void {
    const { store } = this.#options;
    const request = row.request;
    const sealed =
      typeof request === 'string'
        ? { ...row, request: store.secrets.stringifyRequest(JSON.parse(request)) }
        : row;
    const columns = Object.keys(row);
    store
      .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
      .run(...Object.values(sealed));
  }
}
