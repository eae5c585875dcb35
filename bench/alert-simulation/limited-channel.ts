import type { ChannelPort, ChannelView } from '../../src/alerts/notifying/channels/channel-port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { Emitter } from '../../src/lib/emitter.ts';
import { orderedId } from '../../src/lib/ids.ts';
import type { Store } from '../../src/store/store.ts';

export interface Sent {
  /** Unix milliseconds at which the channel accepted it. */
  readonly at: number;
  readonly delivery: string;
}

const MINUTE = 60_000;
/** What WeCom takes. */
const PER_MINUTE = 20;
/** Milliseconds until the vendor says yes. */
const ANSWER = 120;

const INSERT = `INSERT INTO deliveries (id, connector, action, priority, created_at, request, bytes, state, due_at)
  VALUES (?1, ?2, 'alert:' || ?2, 1, ?3, '{}', 2, 'queued', 0)`;

/** A bot with the vendor's limit that takes everything. */
export class LimitedChannel implements ChannelPort {
  readonly events: ChannelPort['events'] = new Emitter();
  readonly sent: Sent[] = [];
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #view: ChannelView = {
    id: 'wecom:ops',
    type: 'wecom',
    language: 'en',
    zone: 'UTC',
    enable: true,
    status: 'connected',
    reason: undefined,
    staysOpen: false,
    isProgram: false,
    perMinute: PER_MINUTE,
  };
  #begun: number[] = [];
  #queue: string[] = [];
  #inFlight = 0;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  find(channel: string): ChannelView | undefined {
    return channel === this.#view.id || channel === 'ops' ? this.#view : undefined;
  }

  list(): readonly ChannelView[] {
    return [this.#view];
  }

  inbox(): ChannelView {
    return this.#view;
  }

  send(): string {
    const now = this.#clock.now();
    const delivery = orderedId(now);
    this.#queue.push(delivery);
    this.#store.write(
      () => this.#store.prepare(INSERT).run(delivery, this.#view.id, now),
      () => this.#work(),
    );
    return delivery;
  }

  waiting(): number {
    return this.#queue.length + this.#inFlight;
  }

  room(): number {
    const now = this.#clock.now();
    this.#begun = this.#begun.filter((at) => at > now - MINUTE);
    return PER_MINUTE - this.#begun.length;
  }

  #work(): void {
    while (this.#queue.length > 0 && this.room() > 0) {
      const delivery = this.#queue.shift() as string;
      this.#begun.push(this.#clock.now());
      this.#inFlight++;
      this.#clock.after(ANSWER, () => this.#accept(delivery));
    }
    const oldest = this.#begun[0];
    if (this.#queue.length > 0 && oldest !== undefined) {
      this.#clock.after(oldest + MINUTE - this.#clock.now(), () => this.#work());
    }
  }

  #accept(delivery: string): void {
    this.#inFlight--;
    this.sent.push({ at: this.#clock.now(), delivery });
    this.#store.write(() =>
      this.#store.prepare("UPDATE deliveries SET state = 'delivered' WHERE id = ?").run(delivery),
    );
    this.events.emit('settled', {
      channel: this.#view.id,
      delivery,
      outcome: 'delivered',
      reason: undefined,
      cause: undefined,
      attempts: 1,
    });
  }
}
