import type { Clock } from '../../lib/clock.ts';
import { type Awaited, Deadlines } from '../book/deadlines.ts';

/** How long a key may be silent, and which keys are waited for from the start. */
export interface AbsenceSettings {
  /** Milliseconds. */
  readonly after: number;
  readonly expected: readonly string[];
}

/** What is told of keys. Times are Unix milliseconds. */
export interface AbsenceListener {
  /** @param since the last row, or the start for a key of which there never was one */
  absent(key: string, at: number, since: number, wasSeen: boolean): void;
  /** There was nothing of it for so long that nobody waits for it any more. */
  forgotten(key: string, at: number): void;
  /** What is remembered of it is different. */
  changed(key: string): void;
}

/** What a row means for its key. */
export type Sign = 'new' | 'known' | 'back' | 'full';

/** Of one key, as it is written down. */
export interface AbsenceMemory {
  /** When its last row came. */
  readonly seen: number | null;
  /** Since when it is waited for. */
  readonly from: number;
  /** It was told as absent, and no row has come since. */
  readonly absent: true | null;
}

interface Watched extends Awaited {
  readonly key: string;
  readonly isExpected: boolean;
  from: number;
  seen: number | undefined;
  isAbsent: boolean;
}

/** Keys of one rule, beside those that are expected. */
const MOST_KEYS = 100_000;
const WEEK = 7 * 86_400_000;
/** A key that is absent is waited for so much longer than its rows may stay away, a week at least. */
const PATIENCE = 10;

/**
 * Notices what does not come. A row only notes the time; when the deadline of its key arrives it is put off by what was noted
 * since, so that a key costs one look per `after`, however many rows it has.
 */
export class Absence {
  readonly #after: number;
  readonly #listener: AbsenceListener;
  readonly #judgedFrom: number;
  readonly #mostKeys: number;
  readonly #watched = new Map<string, Watched>();
  readonly #deadlines: Deadlines<Watched>;
  #expected = 0;

  /** @param judgedFrom nobody is absent before: after a restart, rows have to have had time to come */
  constructor(
    { after, expected }: AbsenceSettings,
    clock: Clock,
    judgedFrom: number,
    listener: AbsenceListener,
    mostKeys = MOST_KEYS,
  ) {
    this.#after = after;
    this.#listener = listener;
    this.#judgedFrom = judgedFrom;
    this.#mostKeys = mostKeys;
    this.#deadlines = new Deadlines(clock, (watched, now) => this.#due(watched, now));
    const from = clock.now();
    for (const key of expected) {
      if (this.#watched.has(key)) continue;
      this.#expected++;
      this.#watch({ key, isExpected: true, from, seen: undefined, isAbsent: false, wakeAt: 0, place: -1 });
    }
  }

  get size(): number {
    return this.#watched.size;
  }

  /** What is due is told from now on. */
  get isBusy(): boolean {
    return this.#deadlines.isBusy;
  }

  start(): void {
    this.#deadlines.start();
  }

  stop(): void {
    this.#deadlines.stop();
  }

  /** A row of the key came. */
  see(key: string, at: number): Sign {
    const watched = this.#watched.get(key);
    if (!watched) {
      if (this.#watched.size - this.#expected >= this.#mostKeys) return 'full';
      this.#watch({ key, isExpected: false, from: at, seen: at, isAbsent: false, wakeAt: 0, place: -1 });
      this.#listener.changed(key);
      return 'new';
    }
    const isFirst = watched.seen === undefined;
    const wasAbsent = watched.isAbsent;
    watched.seen = at;
    if (wasAbsent) {
      watched.isAbsent = false;
      this.#deadlines.set(watched, this.#dueOf(watched));
    }
    this.#listener.changed(key);
    if (wasAbsent) return 'back';
    return isFirst ? 'new' : 'known';
  }

  /** Something else said that it is there: its silence begins anew. */
  excuse(key: string, at: number): void {
    if (this.#watched.get(key)?.isAbsent) this.see(key, at);
  }

  /** Somebody said that it is over although nothing came: it is watched again from its next row on. */
  dismiss(key: string): void {
    const watched = this.#watched.get(key);
    if (watched?.isAbsent && !watched.isExpected) this.#forget(watched);
  }

  memoryOf(key: string): AbsenceMemory | undefined {
    const watched = this.#watched.get(key);
    if (!watched) return undefined;
    const { seen, from, isAbsent } = watched;
    return { seen: seen ?? null, from, absent: isAbsent || null };
  }

  /** Before the start. */
  recall(key: string, { seen, from, absent }: AbsenceMemory): void {
    let watched = this.#watched.get(key);
    if (!watched) {
      // It was expected, and never came.
      if (seen === null || this.#watched.size - this.#expected >= this.#mostKeys) return;
      watched = { key, isExpected: false, from, seen, isAbsent: false, wakeAt: 0, place: -1 };
    }
    watched.from = from;
    watched.seen = seen ?? undefined;
    watched.isAbsent = absent === true;
    this.#watch(watched);
  }

  #watch(watched: Watched): void {
    this.#watched.set(watched.key, watched);
    this.#deadlines.set(watched, watched.isAbsent ? this.#forgottenAt(watched) : this.#dueOf(watched));
  }

  #due(watched: Watched, now: number): void {
    if (watched.isAbsent) {
      if (watched.isExpected) return;
      this.#forget(watched);
      this.#listener.forgotten(watched.key, now);
      return;
    }
    const due = this.#dueOf(watched);
    if (due > now) {
      this.#deadlines.set(watched, due);
      return;
    }
    watched.isAbsent = true;
    if (!watched.isExpected) this.#deadlines.set(watched, this.#forgottenAt(watched));
    this.#listener.changed(watched.key);
    this.#listener.absent(watched.key, now, watched.seen ?? watched.from, watched.seen !== undefined);
  }

  #forget(watched: Watched): void {
    this.#deadlines.cancel(watched);
    this.#watched.delete(watched.key);
    this.#listener.changed(watched.key);
  }

  #dueOf({ seen, from }: Watched): number {
    return Math.max((seen ?? from) + this.#after, this.#judgedFrom);
  }

  #forgottenAt({ seen, from }: Watched): number {
    return (seen ?? from) + Math.max(WEEK, PATIENCE * this.#after);
  }
}
