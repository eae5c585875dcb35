import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import { lowestId } from '../log/alert-search.ts';
import { type AlertMatchers, compileMatchers } from './matching/matchers.ts';

const DAY = 86_400_000;

/** What began earlier and opened within the day waited longer than anybody lets it. */
const LONGEST_GRACE = 7 * DAY;

const RESOLVED = `SELECT id, opened_at, body FROM alerts INDEXED BY alerts_by_status
  WHERE status = 'resolved' AND id > ? ORDER BY id LIMIT ?`;

/** Those that are named; the others are counted. */
const MOST_NAMED = 10;

/** Alerts, and rows, that are looked at in a step. */
const STEP = 256;

/** An exact count, and the first of them. */
export interface HeldAlerts {
  readonly count: number;
  readonly first: readonly Alert[];
}

/** What a silence would hide. */
export interface HeldPreview {
  /** Of what is open. */
  readonly now: HeldAlerts;
  /** Of what opened within the last 24 hours, over or not. */
  readonly lastDay: HeldAlerts;
}

class Counted implements HeldAlerts {
  count = 0;
  readonly first: Alert[] = [];

  add(alert: Alert): void {
    if (this.count++ < MOST_NAMED) this.first.push(alert);
  }
}

/**
 * What each of those that hold something hides now, by their ids; those that are not in it hide nothing.
 * @param holding those that hold an alert
 */
export function* heldNow(
  book: Pick<AlertBook, 'unresolved'>,
  holding: (alert: Alert) => Iterable<{ readonly id: string }>,
): Steps<ReadonlyMap<string, HeldAlerts>> {
  const held = new Map<string, Counted>();
  let looked = 0;
  for (const alert of book.unresolved()) {
    if (++looked % STEP === 0) yield;
    if (alert.status === 'pending') continue;
    for (const { id } of holding(alert)) {
      const counted = held.get(id) ?? new Counted();
      held.set(id, counted);
      counted.add(alert);
    }
  }
  return held;
}

/** What matchers would hide. @param now Unix milliseconds */
export function* previewHeld(
  { book, store }: { readonly book: Pick<AlertBook, 'unresolved'>; readonly store: Store },
  matchers: AlertMatchers,
  now: number,
): Steps<HeldPreview> {
  const { matches } = compileMatchers(matchers);
  const open = new Counted();
  const lastDay = new Counted();
  const since = now - DAY;
  let looked = 0;
  for (const alert of book.unresolved()) {
    if (++looked % STEP === 0) yield;
    if (alert.openedAt === undefined || !matches(alert)) continue;
    open.add(alert);
    if (alert.openedAt >= since) lastDay.add(alert);
  }
  for (let last = lowestId(since - LONGEST_GRACE); ; ) {
    const rows = store.prepare(RESOLVED).all(last, STEP);
    for (const { opened_at: openedAt, body } of rows) {
      if (openedAt === null || Number(openedAt) < since) continue;
      const alert = JSON.parse(String(body)) as Alert;
      if (matches(alert)) lastDay.add(alert);
    }
    if (rows.length < STEP) return { now: open, lastDay };
    last = String(rows.at(-1)?.id);
    yield;
  }
}
