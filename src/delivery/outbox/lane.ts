import type { ConnectorHandle, Parcel } from '../../connectors/connector.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import type { Clock, Timer } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { ClaimedDelivery, Priority } from '../delivery.ts';
import type { Destinations } from './destinations.ts';
import { LaneGates } from './lane-gates.ts';
import { type LaneConnector, LaneHealth } from './lane-health.ts';
import type { Outbox } from './outbox.ts';
import { type Batching, ReadyRows } from './ready-rows.ts';
import type { Taker } from './taker.ts';

/** From the first byte to the last of the answer. */
const ATTEMPT_TIMEOUT = 15_000;

/** Claimed ahead, as a multiple of what the connector takes at a time: one commit for many, and no pause between. */
const CLAIM_AHEAD = 3;

/** Of requests that wait for a place in memory; nothing is claimed beyond. */
const MOST_READY_BYTES = 8 * 1024 * 1024;

/** The database did not let us claim: look again. */
const CLAIM_RETRY = 1000;

interface LaneOptions {
  id: string;
  store: Store;
  outbox: Outbox;
  clock: Clock;
  destinations: Destinations;
  connector: () => LaneConnector | undefined;
  batching: (action: string) => Batching;
}

/** What is sent together: one request, or a batch. */
interface Flight {
  readonly deliveries: readonly ClaimedDelivery[];
  readonly controller: AbortController;
  readonly startedAt: number;
  /** Of the connector's destinations, and its key. */
  readonly destination: number;
  readonly key: string;
}

/**
 * The deliveries of one connector on their way: as many at a time as it takes, in the order in which they fell due.
 * Those of one order key go one after the other. Of the others, a new one overtakes one that waits for its next
 * attempt, and of two that are in flight either may arrive first.
 */
export class Lane implements Taker {
  readonly #options: LaneOptions;
  readonly taken = new Set<number>();
  readonly #flights = new Set<Flight>();
  /** Claimed, and sent as soon as there is a place. */
  readonly #ready = new ReadyRows();
  readonly #gates: LaneGates;
  readonly #health: LaneHealth;
  /** Places that claims under way, and deliveries that are being stored, may fill. */
  #reserved = 0;
  /** Deliveries in flight. */
  #inflight = 0;
  /** Of the largest batch so far. */
  #batchSize = 1;
  /** Woken while all places were reserved: a claim under way may have run before the row was there. */
  #wokenAgain = false;
  #timer: Timer | undefined;
  #timerAt = Infinity;
  #stopped = false;
  #onIdle: (() => void) | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#gates = new LaneGates(options.destinations, options.clock);
    const { id, clock } = options;
    this.#health = new LaneHealth({ id, clock, connector: () => this.#connector() });
  }

  /** There may be something to send. */
  wake(count = Infinity): void {
    const critical = Math.min(count, this.#room('critical'));
    const normal = Math.min(critical, this.#room('normal'));
    if (critical > 0) this.#claim({ critical, normal });
    else if (this.#reserved > 0) this.#wokenAgain = true;
  }

  offer(action: string, priority: Priority): boolean {
    this.#batchSize = Math.max(this.#batchSize, this.#options.batching(action).size);
    if (!this.#isOpen() || this.#taken() >= this.#capacity()) return false;
    if (this.#ready.bytes > MOST_READY_BYTES) return false;
    if (this.#gates.room(priority) <= this.#ready.count + this.#reserved) return false;
    this.#reserved++;
    return true;
  }

  take(delivery: ClaimedDelivery): void {
    this.#reserved--;
    const { outbox, id, clock } = this.#options;
    const { orderKey } = delivery;
    const mayFollow = orderKey !== undefined && !outbox.isEmpty(id) && !this.#ready.hasOrder(orderKey);
    // What goes before it has failed meanwhile, and waits in the queue for its next attempt.
    if (mayFollow) this.#giveBack([delivery]);
    else this.#ready.add(delivery, clock.now());
    this.#sendReady();
    // What was given back, and what came while all places were reserved, lies in the queue.
    if (mayFollow) this.#wokenAgain = true;
    this.#wakeIfMissed();
    this.#tellIdle();
  }

  missed(): void {
    this.#reserved--;
    this.#tellIdle();
  }

  /** When what is due may go, as far as is known: Unix milliseconds, `Infinity` when nothing goes as things are. */
  nextTurn(priority: Priority): number {
    if (this.#stopped || !this.#connector()?.handle) return Infinity;
    return Math.max(this.#isOpen() ? 0 : this.#health.nextTrialAt, this.#gates.nextAt(priority));
  }

  /** The connector can be reached again: what waits for its next attempt is due now. */
  release(): void {
    if (this.#stopped) return;
    const { store, outbox, id } = this.#options;
    this.#health.reset();
    let more = false;
    store.write(
      () => {
        more = outbox.release(id);
      },
      () => {
        if (more) this.release();
        this.#sendReady();
        this.wake();
      },
    );
  }

  /** Claims nothing more. Ends when nothing is in flight. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    if (this.#flights.size === 0 && this.#reserved === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Lets go of what is still in flight: it stays claimed in the outbox, and is sent again after the next start. */
  abort(): void {
    const flights = [...this.#flights];
    this.#flights.clear();
    for (const { controller } of flights) controller.abort(new Error('stopped'));
    this.#onIdle?.();
  }

  #claim(rooms: Record<Priority, number>): void {
    const room = rooms.critical;
    const { store, outbox, id, clock } = this.#options;
    this.#reserved += room;
    let claim: ReturnType<Outbox['claim']> = { deliveries: [], nextDue: undefined };
    store.write(
      () => {
        // Again, when another write of its transaction failed.
        for (const { place } of claim.deliveries) this.taken.delete(place);
        if (!this.#stopped) claim = outbox.claim(id, rooms, this.taken);
        for (const { place } of claim.deliveries) this.taken.add(place);
      },
      (error) => {
        const { deliveries, nextDue } = claim;
        this.#reserved -= room;
        const now = clock.now();
        if (error) {
          this.#giveBack(deliveries);
          this.#wakeAt(now + CLAIM_RETRY);
        } else for (const delivery of deliveries) this.#ready.add(delivery, now);
        this.#sendReady();
        if (nextDue !== undefined) this.#wakeAt(nextDue);
        this.#wakeIfMissed();
        this.#tellIdle();
      },
    );
  }

  #sendReady(): void {
    const handle = this.#connector()?.handle;
    if (!handle) this.#giveBack(this.#ready.clear());
    while (handle && this.#maySendMore(handle)) {
      const destination = this.#destination();
      if (destination === undefined) return;
      const deliveries = this.#next(handle, destination);
      if (deliveries.length === 0) return;
      void this.#deliver(deliveries, handle, destination);
    }
  }

  #maySendMore({ concurrency }: ConnectorHandle): boolean {
    if (this.#stopped || this.#ready.count === 0) return false;
    if (this.#isOpen()) return this.#flights.size < concurrency;
    return this.#flights.size === 0 && this.#isTimeForTrial();
  }

  /** Where the next one may go now. */
  #destination(): number | undefined {
    const priority = this.#ready.nextPriority;
    if (!priority) return undefined;
    const destination = this.#gates.pick(priority);
    if (destination === undefined) this.#waitForRoom(priority);
    return destination;
  }

  #waitForRoom(priority: Priority): void {
    this.#wakeAt(this.#gates.nextAt(priority, this.#onFree));
  }

  readonly #onFree = (): void => {
    if (this.#stopped) return;
    this.#sendReady();
    this.wake();
  };

  #next(handle: ConnectorHandle, destination: number): readonly ClaimedDelivery[] {
    if (!handle.sendBatch) {
      const delivery = this.#ready.take();
      return delivery ? [delivery] : [];
    }
    const room = this.#gates.roomOf(destination, this.#ready.nextPriority ?? 'normal');
    const batch = this.#ready.takeBatch(this.#options.batching, this.#options.clock.now(), room);
    if (typeof batch !== 'number') return batch;
    this.#wakeAt(batch);
    return [];
  }

  /** They were not sent, because the connector or the action was disabled or deleted meanwhile. */
  #giveBack(deliveries: readonly ClaimedDelivery[]): void {
    if (deliveries.length > 0) this.#options.outbox.giveBack(this.#options.id, deliveries);
  }

  async #deliver(
    all: readonly ClaimedDelivery[],
    handle: ConnectorHandle,
    destination: number,
  ): Promise<void> {
    const { outbox, clock } = this.#options;
    const startedAt = clock.now();
    const deliveries = all.filter((delivery) => this.#maySend(delivery, startedAt));
    if (deliveries.length > 0) {
      const key = this.#gates.keyOf(destination);
      const flight = { deliveries, controller: new AbortController(), startedAt, destination, key };
      this.#flights.add(flight);
      this.#inflight += deliveries.length;
      this.#gates.start(destination, deliveries.length);
      for (const { action } of deliveries) outbox.queues.sending(action, 1);
      const outcomes = await this.#send(flight, handle);
      this.#inflight -= deliveries.length;
      // Let go of by `abort`: the database may be closed by now.
      if (!this.#flights.delete(flight)) return;
      this.#gates.end(key, outcomes, startedAt);
      for (const [index, delivery] of deliveries.entries()) {
        this.#settle(delivery, outcomes[index] ?? noOutcome, startedAt);
      }
    }
    this.#sendReady();
    this.wake();
    this.#tellIdle();
  }

  #maySend(delivery: ClaimedDelivery, now: number): boolean {
    const { outbox } = this.#options;
    if (outbox.isHeld(delivery.action)) {
      this.#giveBack([delivery, ...this.#ready.block(delivery)]);
      return false;
    }
    if (now < (delivery.expiresAt ?? Infinity)) return true;
    outbox.queues.sending(delivery.action, 1);
    outbox.settle(delivery, { state: 'expired', attempts: delivery.attempts });
    this.#ready.finish(delivery);
    return false;
  }

  async #send(
    { deliveries, controller, destination }: Flight,
    handle: ConnectorHandle,
  ): Promise<readonly Outcome[]> {
    const { clock } = this.#options;
    const parcels: Parcel<unknown>[] = deliveries.map(({ id, request }) => ({ id, request, destination }));
    const [first] = parcels;
    // A batch is not cut short for the first of its rows whose time ends.
    const expiry = deliveries.reduce((last, { expiresAt = Infinity }) => Math.max(last, expiresAt), 0);
    const timeout = Math.min(handle.timeout ?? ATTEMPT_TIMEOUT, expiry - clock.now());
    const timer = clock.after(timeout, () =>
      controller.abort(new Error(`no complete answer within ${timeout / 1000} s`)),
    );
    try {
      if (handle.sendBatch) return await handle.sendBatch(parcels, controller.signal);
      return first ? [await handle.send(first, controller.signal)] : [];
    } catch (error) {
      const reason = `the request cannot be sent: ${(error as Error).message}`;
      return deliveries.map(() => ({ kind: 'rejected', cause: 'message', reason }));
    } finally {
      timer.cancel();
    }
  }

  #settle(delivery: ClaimedDelivery, outcome: Outcome, startedAt: number): void {
    const { outbox } = this.#options;
    const verdict = this.#health.judge(delivery, outcome);
    if (verdict.state === 'waiting') {
      const followers = this.#ready.block(delivery);
      outbox.settle(delivery, verdict, { outcome, startedAt });
      this.#giveBack(followers);
    } else {
      outbox.settle(delivery, verdict, { outcome, startedAt });
      this.#ready.finish(delivery);
    }
    if (this.#health.learnFrom(outcome)) this.release();
    // What was too fast has its turn again before those behind it.
    const isTooFast = outcome.kind === 'unavailable' && outcome.cause === 'throttled';
    if (isTooFast && this.#gates.room('critical') <= 0) this.#giveBack(this.#ready.clear());
  }

  /** The connector as it is configured now. */
  #connector(): LaneConnector | undefined {
    const connector = this.#options.connector();
    if (connector) this.#gates.use(connector.destinations);
    return connector;
  }

  /** All goes well, so that there is no need for trials. */
  #isOpen(): boolean {
    if (this.#stopped || this.#health.needsTrials) return false;
    const connector = this.#connector();
    return connector?.handle !== undefined && connector.isReachable;
  }

  /** Deliveries that may be here at a time. */
  #capacity(): number {
    const handle = this.#connector()?.handle;
    if (!handle) return 0;
    return handle.concurrency * CLAIM_AHEAD * (handle.sendBatch ? this.#batchSize : 1);
  }

  #taken(): number {
    return this.#inflight + this.#ready.count + this.#reserved;
  }

  /** How many more may be claimed. */
  #room(priority: Priority): number {
    if (this.#stopped || !this.#connector()?.handle) return 0;
    if (!this.#isOpen()) return this.#isTimeForTrial() ? 1 - this.#taken() : 0;
    const room = this.#gates.room(priority);
    if (room <= 0) this.#waitForRoom(priority);
    const allowed = room - this.#ready.count - this.#reserved;
    const capacity = this.#capacity();
    // Many at a time when few are left, not one for each that is done.
    const enough =
      this.#ready.count + this.#reserved >= capacity / CLAIM_AHEAD || this.#ready.bytes > MOST_READY_BYTES;
    return enough ? 0 : Math.min(allowed, capacity - this.#taken());
  }

  #isTimeForTrial(): boolean {
    const at = this.#health.nextTrialAt;
    if (this.#options.clock.now() >= at) return true;
    this.#wakeAt(at);
    return false;
  }

  #wakeIfMissed(): void {
    if (!this.#wokenAgain) return;
    this.#wokenAgain = false;
    this.wake();
  }

  #wakeAt(time: number): void {
    if (this.#stopped || time >= this.#timerAt || time === Infinity) return;
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timerAt = time;
    this.#timer = clock.after(Math.max(0, time - clock.now()), () => {
      this.#timerAt = Infinity;
      this.#sendReady();
      this.wake();
    });
  }

  #tellIdle(): void {
    if (this.#stopped && this.#flights.size === 0 && this.#reserved === 0) this.#onIdle?.();
  }
}

/** A batch that was answered with fewer outcomes than it has requests. */
const noOutcome: Outcome = {
  kind: 'unavailable',
  cause: 'remote',
  reason: 'no outcome for this request of the batch',
};
