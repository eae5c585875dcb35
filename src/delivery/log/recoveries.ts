import type { Clock, Timer } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Definitions } from '../../store/definitions.ts';
import type { Store } from '../../store/store.ts';
import type { Notices } from '../configured/notices.ts';
import { DeliveryError } from '../delivery-error.ts';
import { digestOfFailures } from './failure-digest.ts';

/** All failures of a connector since a time on their way to be sent again. Times are Unix milliseconds. */
export interface RecoveryView {
  connector: string;
  since: number;
  /** When it began: what fails later is not its business, or it would never end. */
  until: number;
  /** Deliveries a second that are queued again. */
  rate: number;
  /** Of the beginning: those to be sent again. */
  count: number;
  /** Those that were dropped, with their requests: nothing is left to send. */
  lost: number;
  /** Those that are not queued again yet. */
  left: number;
  /** The delivery of the digest that tells of all of them; undefined when each is sent again. */
  mergedInto?: string | undefined;
}

/** As it is kept, so that it goes on after a restart. */
type StoredRecovery = Omit<RecoveryView, 'connector' | 'left' | 'mergedInto'>;

interface RecoveriesOptions {
  store: Store;
  definitions: Definitions;
  clock: Clock;
  logger: Logger;
  connectors: { find(id: string): object | undefined };
  /** Queues one again; throws a DeliveryError for what cannot be sent. */
  resend(id: string): void;
  /** Of a delivery, where it has one. */
  titleOf(id: string): string | undefined;
  /** Those that speak to people, and how to say something there. */
  notices: Pick<Notices, 'find' | 'send'>;
}

interface RunningRecovery extends StoredRecovery {
  /** Where it is: what it passed over for some reason must not come again. */
  at: number;
  id: string;
  timer: Timer | undefined;
}

const KIND = 'recovery';

/** Milliseconds between two steps, unless one delivery a step is too many. */
const STEP = 100;

const OF_CONNECTOR = `connector = ? AND state IN ('dead', 'expired') AND told_in IS NULL
  AND finished_at >= ? AND finished_at <= ?`;

const COUNT = `SELECT COUNT(*) AS total, COALESCE(SUM(bytes = 0), 0) AS lost FROM deliveries WHERE ${OF_CONNECTOR}`;

const COUNT_LEFT = `SELECT COUNT(*) AS count FROM deliveries
  WHERE ${OF_CONNECTOR} AND (finished_at, id) > (?, ?) AND bytes > 0`;

const NEXT = `SELECT id, finished_at AS at FROM deliveries
  WHERE ${OF_CONNECTOR} AND (finished_at, id) > (?, ?) AND bytes > 0 ORDER BY finished_at, id LIMIT ?`;

/** The newest are looked at one by one: a digest has no room for more. */
const TITLED = 200;

const SPAN = `SELECT COUNT(*) AS count, MIN(finished_at) AS first, MAX(finished_at) AS last FROM deliveries
  WHERE ${OF_CONNECTOR}`;

const NEWEST = `SELECT id FROM deliveries WHERE ${OF_CONNECTOR} ORDER BY finished_at DESC, id DESC LIMIT ${TITLED}`;

const MARK = `UPDATE deliveries SET told_in = ? WHERE ${OF_CONNECTOR}`;

/**
 * Sends again what failed or expired in an outage, in the order in which it failed and so slowly that the other side
 * survives it. It goes on after a restart: what is queued again is no failure any more.
 */
export class Recoveries {
  readonly #options: RecoveriesOptions;
  readonly #running = new Map<string, RunningRecovery>();

  constructor(options: RecoveriesOptions) {
    this.#options = options;
  }

  /** Goes on with those that a stop interrupted. */
  resume(): void {
    for (const { id, body } of this.#options.definitions.list<StoredRecovery>(KIND)) this.#run(id, body);
  }

  stop(): void {
    for (const { timer } of this.#running.values()) timer?.cancel();
    this.#running.clear();
  }

  /** Begins one; one of the same connector that runs already is replaced. */
  start(connector: string, { since, rate }: { since: number; rate: number }): RecoveryView {
    const { store, definitions, clock } = this.#options;
    const until = clock.now();
    const { total, lost } = store.prepare(COUNT).get(connector, since, until) as {
      total: number;
      lost: number;
    };
    const recovery: StoredRecovery = { since, until, rate, count: total - lost, lost };
    this.#running.get(connector)?.timer?.cancel();
    if (recovery.count > 0) {
      definitions.put(KIND, connector, recovery);
      this.#run(connector, recovery);
    }
    const left = this.#running.has(connector) ? this.get(connector).left : 0;
    return { connector, ...recovery, left };
  }

  /**
   * One message that tells of all of them. They are no failures any more, also those of which the request was dropped.
   * @throws DeliveryError BAD_REQUEST when no people are there
   */
  merge(connector: string, { since, rate }: { since: number; rate: number }): RecoveryView {
    const { store, clock, notices, titleOf } = this.#options;
    const channel = notices.find(connector);
    if (!channel || channel.staysOpen || channel.isProgram) {
      const message = `nobody reads a digest at ${connector}: only chats and mailboxes can have one. Recover without merge`;
      throw new DeliveryError('BAD_REQUEST', message);
    }
    this.#end(connector);
    const until = clock.now();
    const of = [connector, since, until] as const;
    const { count, first, last } = store.prepare(SPAN).get(...of) as Record<string, number>;
    const view = { connector, since, until, rate, count: count ?? 0, lost: 0, left: 0 };
    if (!count) return view;
    const titles = store
      .prepare(NEWEST)
      .all(...of)
      .map(({ id }) => titleOf(String(id)));
    const message = digestOfFailures({ count, from: first ?? since, to: last ?? until, titles }, channel);
    const about = { channel: connector, orderKey: KIND, alert: undefined, rule: undefined };
    const mergedInto = notices.send({ ...about, message, priority: 'normal' });
    // Stored in one with the digest: nothing is called told that lies nowhere.
    store.write(() => store.prepare(MARK).run(mergedInto, ...of));
    return { ...view, mergedInto };
  }

  runs(connector: string): boolean {
    return this.#running.has(connector);
  }

  /** @throws DeliveryError NOT_FOUND when none runs */
  get(connector: string): RecoveryView {
    const running = this.#running.get(connector);
    if (!running)
      throw new DeliveryError('NOT_FOUND', `nothing of connector ${connector} is being recovered`);
    const { since, until, rate, count, lost, at, id } = running;
    const left = this.#options.store.prepare(COUNT_LEFT).get(connector, since, until, at, id)?.count;
    return { connector, since, until, rate, count, lost, left: Number(left) };
  }

  /** What is queued again already stays so. @throws DeliveryError NOT_FOUND when none runs */
  cancel(connector: string): void {
    this.get(connector);
    this.#end(connector);
  }

  #run(connector: string, recovery: StoredRecovery): void {
    this.#running.set(connector, { ...recovery, at: 0, id: '', timer: undefined });
    this.#step(connector);
  }

  #step(connector: string): void {
    const running = this.#running.get(connector);
    if (!running) return;
    const { store, connectors, clock, logger, resend } = this.#options;
    if (!connectors.find(connector)) {
      this.#end(connector);
      return;
    }
    const { since, until, rate, at, id } = running;
    const interval = Math.max(STEP, 1000 / rate);
    const most = Math.max(1, Math.round((rate * interval) / 1000));
    const next = store.prepare(NEXT).all(connector, since, until, at, id, most + 1) as unknown as {
      id: string;
      at: number;
    }[];
    for (const failure of next.slice(0, most)) {
      running.at = failure.at;
      running.id = failure.id;
      try {
        resend(failure.id);
      } catch (error) {
        logger.warn({ err: error, delivery: failure.id }, 'a delivery cannot be sent again');
      }
    }
    if (next.length <= most) this.#end(connector);
    else running.timer = clock.after(interval, () => this.#step(connector));
  }

  #end(connector: string): void {
    this.#running.get(connector)?.timer?.cancel();
    this.#running.delete(connector);
    this.#options.definitions.delete(KIND, connector);
  }
}
