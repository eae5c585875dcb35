import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import { ALERT_STATUSES, type AlertStatus, SEVERITIES, type Severity } from '../alert.ts';
import { lowestId } from './alert-search.ts';

/** How many alerts there are. */
export interface AlertFigures {
  /** Of those that are not resolved. */
  readonly unresolved: Readonly<Record<Severity, Readonly<Record<AlertStatus, number>>>>;
  /** Of those that began since the moment that was asked for. */
  readonly began: number;
  readonly opened: number;
  readonly resolved: number;
  /** Rules and monitors with the most of them, most first. */
  readonly noisiest: ReadonlyArray<{
    readonly rule: string | undefined;
    readonly monitor: string | undefined;
    readonly began: number;
  }>;
}

const STEP = 2000;
const MOST_SOURCES = 10;

const UNRESOLVED = `SELECT id, status, severity FROM alerts INDEXED BY alerts_unresolved
  WHERE status <> 'resolved' AND id > ? ORDER BY id LIMIT ?`;

const RECENT = `SELECT id, status, opened_at, rule, monitor, starts_at FROM alerts WHERE id > ? ORDER BY id LIMIT ?`;

/** @param since Unix milliseconds */
export function* alertFigures(store: Store, since: number): Steps<AlertFigures> {
  const unresolved = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, Object.fromEntries(ALERT_STATUSES.map((status) => [status, 0]))]),
  ) as Record<Severity, Record<AlertStatus, number>>;
  for (const rows of inSteps(store, UNRESOLVED, '')) {
    for (const { severity, status } of rows) unresolved[severity as Severity][status as AlertStatus]++;
    yield;
  }
  let began = 0;
  let opened = 0;
  let resolved = 0;
  const sources = new Map<string, { rule: string | undefined; monitor: string | undefined; began: number }>();
  for (const rows of inSteps(store, RECENT, lowestId(since))) {
    for (const { status, opened_at, rule, monitor, starts_at } of rows) {
      if (Number(starts_at) < since) continue;
      began++;
      if (opened_at !== null) opened++;
      if (status === 'resolved') resolved++;
      const name = rule === null ? `monitor ${monitor}` : `rule ${rule}`;
      const source = sources.get(name) ?? { rule: textOf(rule), monitor: textOf(monitor), began: 0 };
      source.began++;
      sources.set(name, source);
    }
    yield;
  }
  const noisiest = [...sources.values()].sort((a, b) => b.began - a.began).slice(0, MOST_SOURCES);
  return { unresolved, began, opened, resolved, noisiest };
}

function* inSteps(store: Store, sql: string, after: string) {
  for (let last = after; ; ) {
    const rows = store.prepare(sql).all(last, STEP);
    yield rows;
    if (rows.length < STEP) return;
    last = String(rows.at(-1)?.id);
  }
}

function textOf(value: unknown): string | undefined {
  return value === null ? undefined : String(value);
}
