import type { Client } from '../client.ts';
import type { Connection } from '../connections/connection.ts';
import { Hold } from '../connections/hold.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { Timed, TimingWheel } from '../timing-wheel.ts';
import type { ReachedRate } from './rate-alarms.ts';

/** Per second, `Infinity` for no bound. */
export interface PaceLimits {
  readonly messagesRate: number;
  readonly bytesRate: number;
}

/** What one rate has left: what a second allows, at most, and what was taken in advance as a debt. */
class Bucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;

  constructor(rate: number) {
    this.#rate = rate;
    // A rate below one in a second still lets one through at a time.
    this.#burst = Math.max(1, rate);
    this.#tokens = this.#burst;
  }

  fill(milliseconds: number): void {
    if (this.#rate !== Number.POSITIVE_INFINITY)
      this.#tokens = Math.min(this.#burst, this.#tokens + (milliseconds * this.#rate) / 1000);
  }

  take(count: number): void {
    this.#tokens -= count;
  }

  /** Milliseconds until there is something to take, 0 when there is. */
  get wait(): number {
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / (this.#rate / 1000);
  }
}

/**
 * Holds a client to its rates by not reading from it: TCP makes it wait, and nothing is lost. Only clients with a
 * bound have one.
 */
export class Pace implements Timed {
  tick = -1;
  readonly #messages: Bucket;
  readonly #bytes: Bucket;
  readonly #connection: Connection;
  readonly #wheel: TimingWheel;
  readonly #metrics: BrokerMetrics;
  readonly #onHeld: (reached: ReachedRate) => void;
  #filledAt: number;

  constructor(
    { messagesRate, bytesRate }: PaceLimits,
    connection: Connection,
    wheel: TimingWheel,
    metrics: BrokerMetrics,
    onHeld: (reached: ReachedRate) => void,
    now: number,
  ) {
    this.#onHeld = onHeld;
    this.#messages = new Bucket(messagesRate);
    this.#bytes = new Bucket(bytesRate);
    this.#connection = connection;
    this.#wheel = wheel;
    this.#metrics = metrics;
    this.#filledAt = now;
  }

  /** The client published a message of so many bytes. When that was all it may, it is read from again later. */
  count(bytes: number, now: number): void {
    this.#fill(now);
    this.#messages.take(1);
    this.#bytes.take(bytes);
    const wait = this.#wait;
    if (wait === 0) return;
    this.#metrics['reading.paused.rate']++;
    this.#onHeld(this.#messages.wait > 0 ? 'messages_rate' : 'bytes_rate');
    this.#connection.hold(Hold.Rate);
    this.#wheel.schedule(this, now + wait);
  }

  due(now: number): void {
    this.#fill(now);
    // The wheel does not come early, but a clock may have been set back.
    if (this.#wait > 0) this.#wheel.schedule(this, now + this.#wait);
    else this.#connection.release(Hold.Rate);
  }

  /** The connection has ended. */
  stop(): void {
    this.#wheel.cancel(this);
  }

  get #wait(): number {
    return Math.max(this.#messages.wait, this.#bytes.wait);
  }

  #fill(now: number): void {
    const passed = Math.max(0, now - this.#filledAt);
    this.#messages.fill(passed);
    this.#bytes.fill(passed);
    this.#filledAt = now;
  }
}

/** The rates of the listener and those of the broker: the lower ones hold. Undefined when there are none. */
export function paceOf(client: Client): Pace | undefined {
  const { broker, connection, listener, now } = client;
  const { settings, wheel, metrics } = broker;
  const messagesRate = Math.min(settings.messagesRate, listener.messagesRate);
  const bytesRate = Math.min(settings.bytesRate, listener.bytesRate);
  if (messagesRate === Number.POSITIVE_INFINITY && bytesRate === Number.POSITIVE_INFINITY) return undefined;
  const onHeld = (reached: ReachedRate): void => broker.rateAlarms.held(client.info, reached);
  return new Pace({ messagesRate, bytesRate }, connection, wheel, metrics, onHeld, now);
}
