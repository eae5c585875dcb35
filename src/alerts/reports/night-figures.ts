import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import { lowestId } from '../log/alert-search.ts';

export interface NightFigures {
  /** Different keys of alerts about clients that were gone. */
  readonly offline: number;
  readonly opened: number;
  readonly resolved: number;
  /** Alerts that are open, whenever they began. */
  readonly open: number;
}

const STEP = 500;

/** Grace periods are mostly shorter: what began before the night may have opened in it. */
const LONGEST_GRACE = 60 * 60_000;

/** Keys that are told apart. */
const MOST_KEYS = 200_000;

const RECENT = `SELECT id, key, rule, opened_at, resolved_at,
    json_extract(body, '$.subject.reason') IS NOT NULL AND json_extract(body, '$.subject.sequence') IS NOT NULL AS absent
  FROM alerts WHERE id > ? ORDER BY id LIMIT ?`;

const OPEN = `SELECT id, status FROM alerts INDEXED BY alerts_unresolved
  WHERE status <> 'resolved' AND id > ? ORDER BY id LIMIT ?`;

/** What the alerts of these hours were; times are Unix milliseconds. */
export function* nightFigures(store: Store, from: number, to: number): Steps<NightFigures> {
  const keys = new Set<string>();
  let offline = 0;
  let opened = 0;
  let resolved = 0;
  const isInNight = (time: unknown): boolean => time !== null && Number(time) >= from && Number(time) <= to;
  for (const rows of inSteps(store, RECENT, lowestId(from - LONGEST_GRACE))) {
    for (const { key, rule, opened_at, resolved_at, absent } of rows) {
      if (opened_at !== null && isInNight(resolved_at)) resolved++;
      if (!isInNight(opened_at)) continue;
      opened++;
      if (!absent) continue;
      const name = `${rule}/${key}`;
      if (keys.has(name)) continue;
      if (keys.size < MOST_KEYS) keys.add(name);
      offline++;
    }
    yield;
  }
  let open = 0;
  for (const rows of inSteps(store, OPEN, '')) {
    for (const { status } of rows) if (status !== 'pending') open++;
    yield;
  }
  return { offline, opened, resolved, open };
}

function* inSteps(store: Store, sql: string, after: string) {
  for (let last = after; ; ) {
    const rows = store.prepare(sql).all(last, STEP);
    yield rows;
    if (rows.length < STEP) return;
    last = String(rows.at(-1)?.id);
  }
}
