import type { Clock, Timer } from '../lib/clock.ts';
import { type Draft, GroupDraft, type RecordGroup } from './record-group.ts';
import { comesAfter, type EventId, GAP, MOST_NUMBERS, type RecordedEvent } from './recorded-event.ts';

/** Why events were not recorded. */
export type LossReason = 'overload' | 'rate' | 'storage';

interface QueueParts {
  readonly clock: Clock;
  /** Stores a group; rejects when nothing of it was stored. */
  readonly send: (group: RecordGroup) => Promise<void>;
}

/** Records that leave together at most: handing over a group costs as much as some ten records. */
const GROUP_SIZE = 256;
/** Milliseconds that a record waits for others. */
const GROUP_TIME = 50;
/** Records and bytes that wait, with those under way. */
export const MOST_WAITING = 100_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Milliseconds by which a clock may go back without order being given up for time. */
const SMALL_STEP_BACK = 5000;

const NOTHING_SAID = { records: 0, count: 0, from: Number.POSITIVE_INFINITY };

/** Gathers records into groups. What there is no room for is counted, and a record in its place says how many it was. */
export class RecordQueue {
  readonly #parts: QueueParts;
  #waiting = new GroupDraft();
  #recordsUnderWay = 0;
  #bytesUnderWay = 0;
  readonly #underWay = new Set<Promise<void>>();
  #timer: Timer | undefined;
  #isOpen = false;
  #last: EventId = { at: 0, n: -1 };
  /** Of the group that is gathered: the records of gaps, and what they tell. */
  #said = NOTHING_SAID;
  #unsaid: { count: number; from: number; reason: LossReason } | undefined;
  readonly lost: Record<LossReason, number> = { overload: 0, rate: 0, storage: 0 };
  /** Whether somebody wants to see the records themselves as they leave. */
  isFollowed = false;
  onLeave: (records: readonly RecordedEvent[]) => void = () => undefined;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  get length(): number {
    return this.#waiting.count + this.#recordsUnderWay;
  }

  /** Groups leave from here on. @param newest the last event that is stored */
  open(newest: EventId | undefined): void {
    this.#isOpen = true;
    if (newest && comesAfter(newest, this.#last)) this.#last = newest;
    if (this.#waiting.count > 0) this.leave();
  }

  /** Groups wait again: there is nobody who could store them. */
  shut(): void {
    this.#isOpen = false;
  }

  add(draft: Draft): void {
    if (
      this.length >= MOST_WAITING ||
      this.#waiting.bytes + this.#bytesUnderWay + draft.columns.length > MOST_BYTES
    ) {
      this.lose(1, 'overload', draft.at);
      return;
    }
    if (this.#unsaid) this.#sayLost();
    this.#push(draft);
    if (this.#waiting.count >= GROUP_SIZE && this.#isOpen) this.leave();
    else this.#timer ??= this.#parts.clock.after(GROUP_TIME, () => this.leave());
  }

  /** So many events happened and are not recorded. */
  lose(count: number, reason: LossReason, from: number): void {
    this.lost[reason] += count;
    if (this.#unsaid && this.#unsaid.reason !== reason && this.length < MOST_WAITING) this.#sayLost();
    this.#unsaid ??= { count: 0, from, reason };
    this.#unsaid.count += count;
    this.#timer ??= this.#parts.clock.after(GROUP_TIME, () => this.leave());
  }

  /** Sends what waits. */
  leave(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (!this.#isOpen) return;
    if (this.#unsaid && this.length < MOST_WAITING) this.#sayLost();
    const { count, bytes, from } = this.#waiting;
    if (count === 0) return;
    const { group, followed } = this.#waiting.close((at) => this.#nextId(at));
    this.#waiting = new GroupDraft();
    const said = this.#said;
    this.#said = NOTHING_SAID;
    if (followed.length > 0) this.onLeave(followed);
    this.#recordsUnderWay += count;
    this.#bytesUnderWay += bytes;
    const sent = this.#parts.send(group).catch(() => {
      this.lose(count - said.records, 'storage', from);
      // What its gaps told is not told.
      if (this.#unsaid) {
        this.#unsaid.count += said.count;
        this.#unsaid.from = Math.min(this.#unsaid.from, said.from);
      }
    });
    const done = sent.then(() => {
      this.#recordsUnderWay -= count;
      this.#bytesUnderWay -= bytes;
      this.#underWay.delete(done);
    });
    this.#underWay.add(done);
  }

  /** Resolves when everything that was added before is stored, or lost. */
  async settled(): Promise<void> {
    this.leave();
    await Promise.all(this.#underWay);
  }

  #push(draft: Draft): void {
    this.#waiting.add(draft, this.isFollowed);
  }

  #sayLost(): void {
    const { count, from, reason } = this.#unsaid ?? { count: 0, from: 0, reason: 'overload' };
    this.#unsaid = undefined;
    const said = this.#said;
    this.#said = {
      records: said.records + 1,
      count: said.count + count,
      from: Math.min(said.from, from),
    };
    const at = this.#parts.clock.now();
    const columns = JSON.stringify({ event: GAP, timestamp: at, count, reason, from, to: at });
    this.#push({ at, event: GAP, clientId: undefined, username: undefined, columns, isPassing: false });
  }

  /** In the order of recording, also when the clock goes back a little; after a great step, by the new time. */
  #nextId(at: number): EventId {
    const last = this.#last;
    const moment = at < last.at && last.at - at < SMALL_STEP_BACK ? last.at : at;
    // Numbers go on over milliseconds, so that a time that comes again finds other ones.
    const isSpent = last.n >= MOST_NUMBERS - 1;
    const n = isSpent || (moment > last.at && last.n > MOST_NUMBERS / 2) ? 0 : last.n + 1;
    this.#last = { at: isSpent && moment === last.at ? moment + 1 : moment, n };
    return this.#last;
  }
}
