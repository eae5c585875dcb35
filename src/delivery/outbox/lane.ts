import type { ConnectorHandle } from '../../connectors/connector.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import type { Clock, Timer } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { ConfiguredConnector } from '../configured/configured-connector.ts';
import type { ClaimedDelivery } from '../delivery.ts';
import type { Outbox } from './outbox.ts';
import { afterAttempt, webhookPolicy } from './retry-policy.ts';

/** From the first byte to the last of the answer. */
const ATTEMPT_TIMEOUT = 15_000;

/** After so many failures in a row the lane sends one trial at a time, until something is accepted or refused. */
const FAILURES_UNTIL_TRIALS = 10;

const TRIAL_INTERVAL = 1000;

/** Claimed ahead, as a multiple of what the connector takes at a time: one commit for many, and no pause between. */
const CLAIM_AHEAD = 3;

/** The database did not let us claim: look again. */
const CLAIM_RETRY = 1000;

interface LaneOptions {
  id: string;
  store: Store;
  outbox: Outbox;
  clock: Clock;
  connector: () => ConfiguredConnector | undefined;
}

/**
 * The deliveries of one connector on their way: as many at a time as it takes, in the order in which they fell due.
 * A new one overtakes one that waits for its next attempt, and of two that are in flight either may arrive first.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #inflight = new Map<string, AbortController>();
  /** Claimed, and sent as soon as there is a place. */
  #ready: ClaimedDelivery[] = [];
  /** Places that claims under way may fill. */
  #reserved = 0;
  /** Woken while all places were reserved: a claim under way may have run before the row was there. */
  #wokenAgain = false;
  #failures = 0;
  #nextTrialAt = 0;
  #timer: Timer | undefined;
  #timerAt = Infinity;
  #stopped = false;
  #onIdle: (() => void) | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** There may be something to send; at most `count` of it. */
  wake(count = Infinity): void {
    const room = Math.min(count, this.#room());
    if (room > 0) this.#claim(room);
    else if (this.#reserved > 0) this.#wokenAgain = true;
  }

  /** The connector can be reached again: what waits for its next attempt is due now. */
  release(): void {
    if (this.#stopped) return;
    const { store, outbox, id } = this.#options;
    this.#failures = 0;
    this.#nextTrialAt = 0;
    let more = false;
    store.write(
      () => {
        more = outbox.release(id);
      },
      () => {
        if (more) this.release();
        this.wake();
      },
    );
  }

  /** Claims nothing more. Ends when nothing is in flight. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    if (this.#inflight.size === 0 && this.#reserved === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Lets go of what is still in flight: it stays claimed in the outbox, and is sent again after the next start. */
  abort(): void {
    for (const controller of this.#inflight.values()) controller.abort(new Error('stopped'));
    this.#inflight.clear();
    this.#onIdle?.();
  }

  #claim(room: number): void {
    const { store, outbox, id, clock } = this.#options;
    this.#reserved += room;
    let claimed: ClaimedDelivery[] = [];
    let nextDue: number | undefined;
    store.write(
      () => {
        claimed = this.#stopped ? [] : outbox.claim(id, room);
        nextDue = claimed.length < room ? outbox.nextDue(id) : undefined;
      },
      (error) => {
        this.#reserved -= room;
        if (error) this.#wakeAt(clock.now() + CLAIM_RETRY);
        else this.#ready.push(...claimed);
        this.#sendReady();
        if (nextDue !== undefined) this.#wakeAt(nextDue);
        this.#wakeIfMissed();
        this.#tellIdle();
      },
    );
  }

  #sendReady(): void {
    const handle = this.#options.connector()?.handle;
    this.#giveBack((delivery) => !handle || this.#options.outbox.isHeld(delivery.action));
    while (handle && !this.#stopped && this.#inflight.size < handle.concurrency) {
      const delivery = this.#ready.shift();
      if (!delivery) return;
      void this.#deliver(delivery, handle);
    }
  }

  /** The connector or the action was disabled or deleted meanwhile. */
  #giveBack(isStopped: (delivery: ClaimedDelivery) => boolean): void {
    const ids = this.#ready.filter(isStopped).map(({ id }) => id);
    if (ids.length === 0) return;
    this.#ready = this.#ready.filter((delivery) => !isStopped(delivery));
    this.#options.store.write(() => this.#options.outbox.unclaim(ids));
  }

  async #deliver(delivery: ClaimedDelivery, handle: ConnectorHandle): Promise<void> {
    const { outbox, clock } = this.#options;
    const startedAt = clock.now();
    outbox.queues.sending(delivery.action, 1);
    if (startedAt >= (delivery.expiresAt ?? Infinity)) {
      outbox.settle(delivery, { state: 'expired', attempts: delivery.attempts });
    } else {
      const controller = new AbortController();
      this.#inflight.set(delivery.id, controller);
      const outcome = await this.#send(delivery, handle, controller);
      // Let go of by `abort`: the database may be closed by now.
      if (!this.#inflight.delete(delivery.id)) return;
      const verdict = afterAttempt(delivery, outcome, webhookPolicy, clock.now(), Math.random());
      outbox.settle(delivery, verdict, { outcome, startedAt });
      this.#learnFrom(outcome);
    }
    this.#sendReady();
    this.wake();
    this.#tellIdle();
  }

  async #send(
    { id, request, expiresAt = Infinity }: ClaimedDelivery,
    handle: ConnectorHandle,
    controller: AbortController,
  ): Promise<Outcome> {
    const { clock } = this.#options;
    const timeout = Math.min(ATTEMPT_TIMEOUT, expiresAt - clock.now());
    const timer = clock.after(timeout, () =>
      controller.abort(new Error(`no complete answer within ${timeout / 1000} s`)),
    );
    try {
      return await handle.send({ id, request: JSON.parse(request) }, controller.signal);
    } catch (error) {
      return {
        kind: 'rejected',
        cause: 'message',
        reason: `the request cannot be sent: ${(error as Error).message}`,
      };
    } finally {
      timer.cancel();
    }
  }

  #learnFrom(outcome: Outcome): void {
    if (outcome.kind === 'unavailable') {
      this.#failures++;
      this.#nextTrialAt = this.#options.clock.now() + TRIAL_INTERVAL;
      // Nobody answered: the health check tells whether anybody is there, and notices when they are back.
      if (!outcome.answer) void this.#options.connector()?.check();
    } else if (this.#failures >= FAILURES_UNTIL_TRIALS) {
      this.release();
    } else {
      this.#failures = 0;
    }
  }

  /** How many more may be claimed. */
  #room(): number {
    const connector = this.#options.connector();
    if (this.#stopped || !connector?.handle) return 0;
    const taken = this.#inflight.size + this.#ready.length + this.#reserved;
    if (connector.status === 'connected' && this.#failures < FAILURES_UNTIL_TRIALS) {
      const { concurrency } = connector.handle;
      // Many at a time when few are left, not one for each that is done.
      const enough = this.#ready.length + this.#reserved >= concurrency;
      return enough ? 0 : concurrency * CLAIM_AHEAD - taken;
    }
    if (this.#options.clock.now() < this.#nextTrialAt) {
      this.#wakeAt(this.#nextTrialAt);
      return 0;
    }
    return 1 - taken;
  }

  #wakeIfMissed(): void {
    if (!this.#wokenAgain) return;
    this.#wokenAgain = false;
    this.wake();
  }

  #wakeAt(time: number): void {
    if (this.#stopped || time >= this.#timerAt) return;
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timerAt = time;
    this.#timer = clock.after(Math.max(0, time - clock.now()), () => {
      this.#timerAt = Infinity;
      this.wake();
    });
  }

  #tellIdle(): void {
    if (this.#stopped && this.#inflight.size === 0 && this.#reserved === 0) this.#onIdle?.();
  }
}
