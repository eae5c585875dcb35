import { type ChannelView, DestinationGate, type Notice, type SettledNotice } from '../../delivery/door.ts';
import { Emitter } from '../../lib/emitter.ts';
import { orderedId } from '../../lib/ids.ts';
import type { Store } from '../../store/store.ts';
import type { Notification } from '../notification.ts';
import type { ChannelPort } from '../notifying/channels/channel-port.ts';
import type { PastClock } from './past-clock.ts';

/** What would have gone to one channel. Times are Unix milliseconds. */
export interface RehearsedChannel {
  readonly channel: string;
  /** Messages per minute that it takes; undefined when it is not limited. */
  readonly limit: number | undefined;
  readonly messages: number;
  /** Of these, those that told together what had to wait. */
  readonly digests: number;
  /** Of any sixty seconds. */
  readonly peak: number;
  readonly peakAt: number | undefined;
  /** Minutes of the clock in which the limit made messages wait. */
  readonly throttledMinutes: number;
  /** Of the minutes of the clock in which there were any, in order; only so many are kept. */
  readonly minutes: ReadonlyArray<{ readonly from: number; readonly messages: number }>;
}

const MINUTE = 60_000;
/** A day of them. */
const MOST_MINUTES = 1440;

/** What notifications refer to. */
const KEEP = `INSERT INTO deliveries (id, connector, action, rule, alert, created_at, request, bytes, state, due_at)
  VALUES (?, ?, 'rehearsal', ?, ?, ?, '{}', 0, 'delivered', 0)`;
const FORGET = 'DELETE FROM deliveries WHERE id = ?';

type Known = Pick<ChannelPort, 'find' | 'list'>;

class Ledger {
  readonly view: ChannelView;
  readonly gate = new DestinationGate();
  readonly minutes: { readonly from: number; messages: number }[] = [];
  /** Those of the last sixty seconds. */
  readonly recent: number[] = [];
  readonly throttled = new Set<number>();
  waiting = 0;
  messages = 0;
  digests = 0;
  peak = 0;
  peakAt: number | undefined;

  constructor(view: ChannelView) {
    this.view = view;
  }

  sent(at: number): void {
    this.messages++;
    const from = Math.floor(at / MINUTE) * MINUTE;
    const last = this.minutes.at(-1);
    if (last?.from === from) last.messages++;
    else if (this.minutes.length < MOST_MINUTES) this.minutes.push({ from, messages: 1 });
    this.recent.push(at);
    while ((this.recent[0] ?? at) <= at - MINUTE) this.recent.shift();
    if (this.recent.length <= this.peak) return;
    this.peak = this.recent.length;
    this.peakAt = this.recent[0];
  }
}

/** The channels as they are now, with their limits; they accept whatever comes, and nobody reads it. */
export class PastChannels implements ChannelPort {
  readonly events: ChannelPort['events'] = new Emitter();
  readonly #known: Known;
  readonly #store: Store;
  readonly #clock: PastClock;
  readonly #ledgers = new Map<string, Ledger>();
  readonly #onSend: ((notice: Notice, at: number) => void) | undefined;

  constructor(known: Known, store: Store, clock: PastClock, onSend?: (notice: Notice, at: number) => void) {
    this.#onSend = onSend;
    this.#known = known;
    this.#store = store;
    this.#clock = clock;
  }

  find(channel: string): ChannelView | undefined {
    const view = this.#known.find(channel);
    // What is off now was perhaps on then, and somebody tries what would be.
    return view && { ...view, enable: true };
  }

  list(): readonly ChannelView[] {
    return this.#known.list();
  }

  /** None is made where somebody only tries a rule. */
  inbox(): ChannelView {
    return this.find(INBOX.id) ?? INBOX;
  }

  send(notice: Notice): string {
    const { channel, alert, rule } = notice;
    const ledger = this.#ledger(channel);
    const now = this.#clock.now();
    const id = orderedId(now);
    this.#store.write(() => this.#store.prepare(KEEP).run(id, channel, rule ?? null, alert ?? null, now));
    ledger.waiting++;
    this.#goOn(ledger, id, notice);
    return id;
  }

  /** What the next message tells. */
  note({ channel, digest }: Notification): void {
    if (digest) this.#ledger(channel).digests++;
  }

  waiting(channel: string): number {
    return this.#ledgers.get(channel)?.waiting ?? 0;
  }

  room(channel: string, priority: Notice['priority']): number {
    const ledger = this.#ledger(channel);
    return ledger.gate.room(limitsOf(ledger), priority, this.#clock.now());
  }

  report(): RehearsedChannel[] {
    return Array.from(
      this.#ledgers.values(),
      ({ view, messages, digests, peak, peakAt, throttled, minutes }) => ({
        channel: view.id,
        limit: view.perMinute,
        messages,
        digests,
        peak,
        peakAt,
        throttledMinutes: throttled.size,
        minutes: minutes.map((minute) => ({ ...minute })),
      }),
    );
  }

  /** As the outbox does: at once, or as soon as the limits let it go. */
  #goOn(ledger: Ledger, id: string, notice: Notice): void {
    const { gate, view } = ledger;
    const { priority } = notice;
    const now = this.#clock.now();
    const limits = limitsOf(ledger);
    if (gate.room(limits, priority, now) <= 0) {
      ledger.throttled.add(Math.floor(now / MINUTE));
      const wait = Math.max(1, gate.nextAt(limits, priority, now) - now);
      this.#clock.after(wait, () => this.#goOn(ledger, id, notice));
      return;
    }
    gate.start(now);
    ledger.sent(now);
    this.#onSend?.(notice, now);
    this.#clock.after(0, () => {
      gate.end(this.#clock.now());
      ledger.waiting--;
      this.#store.write(() => this.#store.prepare(FORGET).run(id));
      const settled: SettledNotice = {
        channel: view.id,
        delivery: id,
        outcome: 'delivered',
        reason: undefined,
        cause: undefined,
        attempts: 1,
      };
      this.events.emit('settled', settled);
    });
  }

  #ledger(channel: string): Ledger {
    let ledger = this.#ledgers.get(channel);
    if (!ledger) {
      ledger = new Ledger(this.find(channel) ?? INBOX);
      this.#ledgers.set(channel, ledger);
    }
    return ledger;
  }
}

function limitsOf({ view }: Ledger): { perMinute?: number } {
  return view.perMinute === undefined ? NO_LIMITS : limitsPerMinute(view.perMinute);
}

const NO_LIMITS = {};

/** The same object for the same limit: the gate remembers what it made of it. */
const limitsKnown = new Map<number, { perMinute: number }>();

function limitsPerMinute(perMinute: number): { perMinute: number } {
  let known = limitsKnown.get(perMinute);
  if (!known) {
    known = { perMinute };
    limitsKnown.set(perMinute, known);
  }
  return known;
}

const INBOX: ChannelView = {
  id: 'preview:inbox',
  type: 'preview',
  language: 'en',
  zone: 'UTC',
  enable: true,
  status: 'connected',
  reason: undefined,
  staysOpen: false,
  isProgram: false,
  perMinute: undefined,
};
