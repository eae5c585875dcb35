import type { Priority } from '../../../delivery/door.ts';
import type { Alert } from '../../alert.ts';
import type { Awaited } from '../../book/deadlines.ts';
import type { Ended, Thread } from '../thread.ts';
import type { Pace } from './pace.ts';

/** What a message told of one thread, as long as it is not known whether it arrived. */
export interface ToldPart {
  readonly thread: Thread;
  readonly opened: readonly Alert[];
  readonly missed: readonly Alert[];
  readonly over: readonly Ended[];
  readonly worse: readonly Alert[];
  readonly acknowledged: readonly Alert[];
}

/** A message that is not finished. */
export interface Told {
  readonly notification: string;
  readonly delivery: string;
  readonly priority: Priority;
  /** Unix milliseconds. */
  readonly sentAt: number;
  /** When what it is the first word of had happened; undefined when it is none, or when somebody wanted it later. */
  readonly newsSince: number | undefined;
  /** It has to wait for the limits of its channel. */
  isThrottled: boolean;
  /** It says that nothing went through for a while. */
  readonly tellsInterruption: boolean;
  readonly parts: readonly ToldPart[];
}

/** Nothing went through for so long: that is an interruption, and people are told so. Milliseconds. */
const INTERRUPTION = 10_000;

/** Many alerts that were told under one key, where what was told stays open: it ends when all of them are over. */
export interface SharedIncident {
  open: number;
  readonly over: { readonly thread: Thread; readonly alert: Alert }[];
}

/** Consecutive messages that finally failed. */
const RETRIES = [30_000, 60_000, 120_000, 300_000];

/** What is known of one channel by those who tell. */
export class Desk implements Awaited {
  wakeAt = 0;
  place = -1;
  /** `wecom:ops`; as it was written, while there is no such channel. */
  readonly id: string;
  readonly threads = new Set<Thread>();
  /** Those that may have alerts which were over before they were told. */
  readonly withMissed = new Set<Thread>();
  /** Those that have something to say now. */
  readonly ready = new Set<Thread>();
  /** By the id of the delivery. */
  readonly inFlight = new Map<string, Told>();
  readonly incidents = new Map<string, SharedIncident>();
  /** Of channels with a limit. */
  paces: Readonly<Record<Priority, Pace>> | undefined;
  perMinute: number | undefined;
  staysOpen = false;
  isProgram = false;
  /** In a row, of messages that were given up. */
  failures = 0;
  /** Nothing is handed over before: Unix milliseconds. */
  retryAt = 0;
  /** Why it takes nothing, as far as anybody said so. */
  answer: string | undefined;
  /** Since when nothing went through: Unix milliseconds. */
  failingSince: number | undefined;
  /** Nothing went through in this time, and people have still to be told so. */
  interruption: { readonly from: number; readonly to: number } | undefined;
  /** What is owed had to wait for the limits of the channel. */
  waitedForRoom = false;
  /** When what is owed may go, of which nothing goes now so that it goes together. */
  readonly pacedUntil: Record<Priority, number> = { critical: 0, normal: 0 };
  /** Its work is being prepared. */
  isBusy = false;

  /** There is no such channel, and there is something to say there. */
  isMissing = false;
  /** Others are told that it fails. */
  isFailing = false;

  constructor(id: string) {
    this.id = id;
  }

  /** There is something that has still to be said. */
  get hasWord(): boolean {
    for (const { owes } of this.threads) if (owes) return true;
    return false;
  }

  count(priority: Priority): number {
    let count = 0;
    for (const told of this.inFlight.values()) if (told.priority === priority) count++;
    return count;
  }

  /** A message was given up. */
  failed(answer: string | undefined, now: number): void {
    this.retryAt = now + (RETRIES[this.failures] ?? RETRIES.at(-1) ?? 0);
    this.failures++;
    this.answer = answer;
    this.failingSince ??= now;
  }

  /** Something goes through again, or is tried once more. */
  endInterruption(now: number): void {
    const since = this.failingSince;
    if (since !== undefined && now - since > INTERRUPTION) this.interruption = { from: since, to: now };
  }

  delivered(): void {
    this.failures = 0;
    this.retryAt = 0;
    this.answer = undefined;
  }
}
