import type { Clock, Timer } from '../../lib/clock.ts';
import { Emitter } from '../../lib/emitter.ts';
import { orderedId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Store } from '../../store/store.ts';
import type { ClaimedDelivery, DeliveryDraft, DropReason, Priority, Requeued, Settled } from '../delivery.ts';
import { Backlog } from './backlog.ts';
import { DeliveryRows, FOLLOWS, type NewRow, type OldRow, SLICE } from './delivery-rows.ts';
import { QueueTally } from './queue-tally.ts';
import type { Attempt, Verdict } from './retry-policy.ts';
import type { Taker } from './taker.ts';

/** The database did not let us record what became of a delivery: try again. */
const SETTLE_RETRY = 1000;

interface OutboxEvents {
  settled: Settled;
  /** A delivery for this connector was handed to the store. */
  queued: string;
  requeued: Requeued;
  /** So many more deliveries are finished, with so many bytes. */
  finished: { count: number; bytes: number };
}

interface OutboxOptions {
  store: Store;
  clock: Clock;
  logger: Logger;
  /** Another outbox for the same actions: what is held, and how much waits, is known of both together. */
  shared?: Outbox | undefined;
}

/** What may be sent now, and when there is more. */
interface Claim {
  deliveries: ClaimedDelivery[];
  /** Told when there was room for more. */
  nextDue: number | undefined;
}

/**
 * The durable queue of requests. What is added is sent at least once: a row lies in the queue until its end is on disk,
 * so that what a killed process had in flight is sent again.
 */
export class Outbox {
  readonly events = new Emitter<OutboxEvents>();
  /** Told the id of every delivery that was stored; undefined while nobody looks on, so that it costs nothing. */
  onStored: ((id: string) => void) | undefined = undefined;
  readonly queues: QueueTally;
  readonly #store: Store;
  readonly #rows: DeliveryRows;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #dropping = new Set<string>();
  readonly #held: Set<string>;
  readonly #backlogs = new Map<string, Backlog>();
  readonly #takers = new Map<string, Taker>();
  readonly #retries = new Set<Timer>();

  constructor({ store, clock, logger, shared }: OutboxOptions) {
    this.queues = shared?.queues ?? new QueueTally();
    this.#held = shared?.held ?? new Set();
    this.#store = store;
    this.#rows = new DeliveryRows(store);
    this.#clock = clock;
    this.#logger = logger;
    store.transact(() => this.#rows.recover(clock.now()));
    for (const { connector, action, count, bytes } of this.#rows.queues()) {
      this.queues.add(action, bytes, count);
      this.#backlog(connector).grow(action)();
    }
  }

  /** What is added for this connector may go straight to this one. */
  addTaker(connector: string, taker: Taker): void {
    this.#takers.set(connector, taker);
  }

  /** Stored with the next commit. The answer is its id. */
  add(draft: DeliveryDraft): string {
    const { connector, action, rule, orderKey, expiresAt, maxAttempts, maxBytes } = draft;
    const now = this.#clock.now();
    const request = this.#store.secrets.stringifyRequest(draft.request);
    const bytes = Buffer.byteLength(request);
    const row: NewRow = {
      id: orderedId(now),
      connector,
      action,
      rule,
      alert: draft.alert,
      orderKey,
      priority: draft.priority ?? 'normal',
      expiresAt,
      maxAttempts,
      request,
      bytes,
    };
    this.queues.add(action, bytes);
    // Nothing lies in the queue before it: it need not lie there either.
    const taker = this.#backlog(connector).isEmpty ? this.#takers.get(connector) : undefined;
    if (taker?.offer(action, row.priority)) this.#addTaken(row, draft, now, taker);
    else this.#addQueued(row, now);
    if (this.queues.of(action).bytes > maxBytes) this.#dropOldest(action, 'queue_full', maxBytes);
    return row.id;
  }

  #addTaken(row: NewRow, { request }: DeliveryDraft, now: number, taker: Taker): void {
    let place = 0;
    this.#store.write(
      () => {
        // Again, when another write of its transaction failed.
        taker.taken.delete(place);
        place = this.#rows.insert(row, now);
        taker.taken.add(place);
      },
      (error) => {
        if (error) {
          taker.taken.delete(place);
          taker.missed();
          this.#notStored(row);
        } else {
          taker.take({ ...row, request, place, attempts: 0, failures: 0, createdAt: now });
          this.onStored?.(row.id);
        }
      },
    );
  }

  #addQueued(row: NewRow, now: number): void {
    const stored = this.#backlog(row.connector).grow(row.action);
    this.#store.write(
      () => {
        this.#rows.insert(row, now);
        stored();
      },
      (error) => {
        stored();
        if (error) this.#notStored(row);
        else this.onStored?.(row.id);
      },
    );
    this.events.emit('queued', row.connector);
  }

  #notStored({ connector, action, rule, bytes }: NewRow): void {
    this.queues.remove(action, bytes);
    this.#tellDropped({ connector, action, rule, reason: 'other', attempts: 0 });
  }

  /**
   * A finished delivery begins a new life with the same id, at whose end it expires. False when there is no such
   * delivery, when it is not finished, or when it was dropped with its request.
   */
  requeue(id: string, expiresAt: number | undefined): boolean {
    const now = this.#clock.now();
    const row = this.#store.transact(() => this.#rows.requeue(id, now, expiresAt, this.#heldActions()));
    if (!row) return false;
    const { connector, action, rule, bytes } = row;
    this.queues.add(action, bytes);
    this.events.emit('finished', { count: -1, bytes: -bytes });
    this.events.emit('requeued', { delivery: id, action, rule: rule ?? undefined });
    this.#tellQueued(connector, action);
    return true;
  }

  /** Counts a delivery that could not even be queued. */
  drop(action: string, rule: string | undefined, reason: DropReason): void {
    this.#tellDropped({ connector: undefined, action, rule, reason, attempts: 0 });
  }

  /** Gives up what waits for an action: it is no more, or somebody does not want it any more. */
  discard(action: string, reason: DropReason = 'resource_not_found'): void {
    this.#dropOldest(action, reason, -1);
  }

  /** What waits for the action stays where it is, until it may go on to the connector. */
  hold(action: string): void {
    this.#held.add(action);
  }

  unhold(action: string, connector: string): void {
    this.#held.delete(action);
    this.events.emit('queued', connector);
  }

  /** Nothing of the connector lies in the queue that nobody has claimed. */
  isEmpty(connector: string): boolean {
    return this.#backlog(connector).isEmpty;
  }

  get held(): Set<string> {
    return this.#held;
  }

  isHeld(action: string): boolean {
    return this.#held.has(action);
  }

  /**
   * What is due: what is critical first, then the oldest of each action; then, while there is room, what follows in the
   * orders of these. Who takes it adds its places to what is taken, and must settle it or give it back.
   */
  claim(connector: string, limits: Record<Priority, number>, taken: ReadonlySet<number>): Claim {
    const now = this.#clock.now();
    const deliveries: ClaimedDelivery[] = [];
    const actions = this.#openActions(connector);
    for (const priority of ['critical', 'normal'] as const) {
      for (const action of actions) {
        const room = limits[priority] - deliveries.length;
        if (room > 0) deliveries.push(...this.#rows.due({ connector, action, priority }, now, room, taken));
      }
    }
    const heads = deliveries.filter(({ orderKey }) => orderKey !== undefined);
    for (const [index, head] of heads.entries()) {
      const room = Math.ceil((limits.normal - deliveries.length) / (heads.length - index));
      if (room > 0) deliveries.push(...this.#rows.followers(head, room, taken));
    }
    if (deliveries.length >= limits.normal) return { deliveries, nextDue: undefined };
    const all = new Set([...taken, ...deliveries.map(({ place }) => place)]);
    return { deliveries, nextDue: this.#nextDue(connector, all) };
  }

  /** When something falls due next that nobody has taken. Notices when there is nothing. */
  #nextDue(connector: string, taken: ReadonlySet<number>): number | undefined {
    const backlog = this.#backlog(connector);
    let first: number | undefined;
    let isEmpty = backlog.isSettled;
    for (const action of backlog.actions) {
      const due = this.#rows.firstDue(connector, action, taken);
      if (due === undefined) continue;
      isEmpty = false;
      if (due < FOLLOWS && !this.#held.has(action)) first = Math.min(first ?? due, due);
    }
    if (isEmpty) backlog.empty();
    return first;
  }

  /** Taken, and then not sent: it lies in the queue as before. */
  giveBack(connector: string, deliveries: readonly ClaimedDelivery[]): void {
    const taken = this.#takers.get(connector)?.taken;
    for (const { place, action } of deliveries) {
      taken?.delete(place);
      this.#backlog(connector).grow(action)();
    }
    const orders = new Set(deliveries.map(({ orderKey }) => orderKey));
    orders.delete(undefined);
    if (orders.size === 0) return;
    this.#store.write(() => {
      for (const key of orders) this.#rows.call(connector, key, this.#clock.now(), this.#heldActions());
    });
  }

  /** Makes what waits for its next attempt due now, in a write. True when there is more of it. */
  release(connector: string): boolean {
    const now = this.#clock.now();
    return this.#openActions(connector)
      .map((action) => this.#rows.release(connector, action, now))
      .includes(true);
  }

  /**
   * Records what became of a claimed delivery, and its attempt; without one it expired before it was sent. Stored
   * with the next commit; then `settled` is emitted.
   */
  settle(delivery: ClaimedDelivery, verdict: Verdict, attempt?: Attempt): void {
    const { connector, action, orderKey } = delivery;
    const finished = verdict.state !== 'waiting';
    const backlog = this.#backlog(connector);
    const othersWait = !backlog.isEmpty;
    const stored = finished ? undefined : backlog.grow(action);
    this.#store.write(
      () => {
        const now = this.#clock.now();
        if (attempt) this.#rows.settle(delivery, verdict, attempt, now);
        else this.#rows.expire(delivery, now);
        if (finished && othersWait) this.#rows.call(connector, orderKey, now, this.#heldActions());
        stored?.();
      },
      (error) => {
        stored?.();
        // On a full disk, say. The row is still taken, and nobody sends it meanwhile.
        if (error) this.#settleLater(delivery, verdict, attempt);
        else {
          this.#takers.get(connector)?.taken.delete(delivery.place);
          if (!finished) this.#tellQueued(connector, action);
          this.queues.sending(action, -1);
          this.#tellSettled(delivery, verdict, attempt);
        }
      },
    );
  }

  /** It lies in the queue, and nobody has it. */
  #tellQueued(connector: string, action: string): void {
    this.#backlog(connector).grow(action)();
    this.events.emit('queued', connector);
  }

  #settleLater(delivery: ClaimedDelivery, verdict: Verdict, attempt: Attempt | undefined): void {
    const timer = this.#clock.after(SETTLE_RETRY, () => {
      this.#retries.delete(timer);
      this.settle(delivery, verdict, attempt);
    });
    this.#retries.add(timer);
  }

  /** What could not be recorded is sent again after the next start. */
  stop(): void {
    for (const timer of this.#retries) timer.cancel();
  }

  #tellSettled(delivery: ClaimedDelivery, { state, attempts }: Verdict, attempt: Attempt | undefined): void {
    const { id, connector, action, rule, bytes } = delivery;
    if (state !== 'waiting') {
      this.queues.remove(action, bytes);
      this.events.emit('finished', { count: 1, bytes });
    }
    const failure = attempt && attempt.outcome.kind !== 'delivered' ? attempt.outcome : undefined;
    const outcome = OUTCOME_OF[state];
    const { reason, cause } = failure ?? {};
    if (outcome === 'rejected' || outcome === 'expired') {
      this.#logger.warn({ delivery: id, connector, action, rule, attempts, reason }, 'delivery given up');
    }
    this.events.emit('settled', { delivery: id, connector, action, rule, outcome, reason, cause, attempts });
  }

  #backlog(connector: string): Backlog {
    let backlog = this.#backlogs.get(connector);
    if (!backlog) {
      backlog = new Backlog();
      this.#backlogs.set(connector, backlog);
    }
    return backlog;
  }

  #openActions(connector: string): string[] {
    return this.#backlog(connector).actions.filter((action) => !this.#held.has(action));
  }

  #heldActions(): readonly string[] {
    return this.#held.size === 0 ? NONE : [...this.#held];
  }

  /** One drop per action is under way at a time; it takes as many as are over the limit when it runs. */
  #dropOldest(action: string, reason: DropReason, maxBytes: number): void {
    if (this.#dropping.has(action)) return;
    this.#dropping.add(action);
    let dropped: OldRow[] = [];
    this.#store.write(
      () => {
        dropped = this.#dropUntil(action, reason, this.queues.of(action).bytes - maxBytes);
      },
      (error) => {
        this.#dropping.delete(action);
        if (error || dropped.length === 0) return;
        this.#logger.warn({ action, reason, count: dropped.length }, 'deliveries dropped');
        for (const { id, connector, rule, bytes, attempts } of dropped) {
          this.queues.remove(action, bytes);
          this.events.emit('finished', { count: 1, bytes: 0 });
          this.#tellDropped({ delivery: id, connector, action, rule: rule ?? undefined, reason, attempts });
          this.events.emit('queued', connector);
        }
        if (this.queues.of(action).bytes > maxBytes) this.#dropOldest(action, reason, maxBytes);
      },
    );
  }

  #dropUntil(action: string, reason: DropReason, excess: number): OldRow[] {
    const dropped: OldRow[] = [];
    const now = this.#clock.now();
    let freed = 0;
    const mostTaken = [...this.#takers.values()].reduce((sum, { taken }) => sum + taken.size, 0);
    for (const row of this.#rows.oldest(action, SLICE + mostTaken)) {
      if (freed >= excess || dropped.length === SLICE) break;
      if (this.#takers.get(row.connector)?.taken.has(row.place)) continue;
      this.#rows.drop(row, reason, now);
      this.#rows.call(row.connector, row.orderKey, now, this.#heldActions());
      freed += row.bytes;
      dropped.push(row);
    }
    return dropped;
  }

  #tellDropped(drop: Omit<Settled, 'delivery' | 'outcome' | 'cause'> & { delivery?: string }): void {
    this.events.emit('settled', { delivery: undefined, ...drop, outcome: 'dropped' });
  }
}

const NONE: readonly string[] = [];

const OUTCOME_OF = {
  delivered: 'delivered',
  dead: 'rejected',
  expired: 'expired',
  waiting: 'unavailable',
} as const satisfies Record<Verdict['state'], Settled['outcome']>;
