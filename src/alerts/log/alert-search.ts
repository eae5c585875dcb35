import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import { SEVERITIES, type Severity } from '../alert.ts';
import type { AlertFilter } from './alert-filter.ts';

/** Rows that are looked at in a step: a millisecond or two, whatever is looked for. */
const STEP = 500;

/** Sorts behind every id. */
const AFTER_ALL = '~';

/** `newest`: what began last comes first; `worst`: critical ones first, of each severity the newest first. */
export const ALERT_ORDERS = ['newest', 'worst'] as const;
export type AlertOrder = (typeof ALERT_ORDERS)[number];

/** The rows among which is looked, by an index that has them in the order of their ids. */
interface Lane {
  readonly from: string;
  readonly value: string | null;
}

const LANES = {
  all: 'alerts WHERE :lane IS NULL',
  unresolved: `alerts INDEXED BY alerts_unresolved WHERE :lane IS NULL AND status <> 'resolved'`,
  status: 'alerts INDEXED BY alerts_by_status WHERE status = :lane',
  rule: 'alerts INDEXED BY alerts_by_rule WHERE rule = :lane',
  group: 'alerts INDEXED BY alerts_by_group WHERE group_id = :lane',
} as const;

const oneOf = (column: string, parameter: string): string =>
  `(:${parameter} IS NULL OR ${column} IN (SELECT value FROM json_each(:${parameter})))`;

const has = (expression: string, parameter: string): string => `${expression} LIKE :${parameter} ESCAPE '\\'`;

/** With `fits` of `alert-filter.ts`. Texts within JSON are looked for as JSON writes them. */
const MATCHES = `${oneOf('status', 'status')} AND ${oneOf('severity', 'severity')} AND ${oneOf('rule', 'rule')}
  AND ${oneOf('monitor', 'monitor')} AND ${oneOf('key', 'key')} AND ${oneOf('group_id', 'group')}
  AND (:since IS NULL OR starts_at >= :since) AND (:until IS NULL OR starts_at <= :until)
  AND (:text IS NULL OR ${has('key', 'text')} OR ${has('rule', 'text')} OR ${has('monitor', 'text')}
    OR ${has(`json_extract(body, '$.title', '$.summary', '$.description', '$.labels', '$.facts')`, 'json')})`;

const matching = ({ from }: Lane): string =>
  `SELECT id, starts_at, severity FROM ${from} AND id < :before AND id >= :from AND ${MATCHES} ORDER BY id DESC`;

const boundary = ({ from }: Lane): string =>
  `SELECT id FROM ${from} AND id < :before AND id >= :from ORDER BY id DESC LIMIT 1 OFFSET :rows`;

export interface Beginning {
  /** Unix milliseconds. */
  readonly startsAt: number;
  readonly severity: Severity;
}

/** Looks through all alerts from the newest to the oldest, in steps, so that 100,000 of them hold nobody up. */
export class AlertSearch {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The ids of one page, with all that match counted. */
  *page(filter: AlertFilter, { skip, take }: PageRequest, order: AlertOrder): Steps<PageOf<string>> {
    const rows: string[] = [];
    let count = 0;
    for (const found of this.walk(filter, order)) {
      const start = Math.max(0, skip - count);
      if (rows.length < take) rows.push(...found.slice(start, start + take - rows.length));
      count += found.length;
      yield;
    }
    return { rows, count, hasMore: count > skip + take };
  }

  /** The ids that match, a step at a time; a step may have none. */
  *walk(filter: AlertFilter, order: AlertOrder): Generator<readonly string[], void, undefined> {
    const filters =
      order === 'newest'
        ? [filter]
        : SEVERITIES.filter((severity) => filter.severity?.includes(severity) !== false).map((severity) => ({
            ...filter,
            severity: [severity],
          }));
    for (const one of filters) {
      for (const rows of this.#walk(one)) yield rows.map(({ id }) => String(id));
    }
  }

  /** When those that match began, and how bad they are, the newest first, a step at a time. */
  *beginnings(filter: AlertFilter): Generator<readonly Beginning[], void, undefined> {
    for (const rows of this.#walk(filter))
      yield rows.map(({ starts_at: startsAt, severity }) => ({
        startsAt: Number(startsAt),
        severity: severity as Severity,
      }));
  }

  *#walk(filter: AlertFilter): Generator<readonly Record<string, unknown>[], void, undefined> {
    const lane = laneOf(filter);
    const parameters = parametersOf(filter);
    const floor = lowestId(filter.since);
    const rowsOf = this.#store.prepare(matching(lane));
    for (let before: string | undefined = AFTER_ALL; before !== undefined; ) {
      const next: string | undefined = this.#boundary(lane, before, floor);
      const rows = rowsOf.all({ ...parameters, lane: lane.value, before, from: next ?? floor });
      before = next;
      yield rows;
    }
  }

  /** The id of the last row of a step; undefined when it has what is left. */
  #boundary(lane: Lane, before: string, floor: string): string | undefined {
    const found = this.#store.prepare(boundary(lane));
    const id = found.get({ lane: lane.value, before, from: floor, rows: STEP - 1 })?.id;
    return id === undefined ? undefined : String(id);
  }
}

function laneOf({ group, rule, status }: AlertFilter): Lane {
  const only = (values: readonly string[] | undefined) => (values?.length === 1 ? values[0] : undefined);
  const [oneGroup, oneRule, oneStatus] = [only(group), only(rule), only(status)];
  if (oneGroup !== undefined) return { from: LANES.group, value: oneGroup };
  if (oneStatus !== undefined) return { from: LANES.status, value: oneStatus };
  if (status?.includes('resolved') === false) return { from: LANES.unresolved, value: null };
  if (oneRule !== undefined) return { from: LANES.rule, value: oneRule };
  return { from: LANES.all, value: null };
}

function parametersOf(filter: AlertFilter) {
  const { status, severity, rule, monitor, key, group, since, until, text } = filter;
  const list = (values: readonly string[] | undefined): string | null =>
    values === undefined ? null : JSON.stringify(values);
  return {
    status: list(status),
    severity: list(severity),
    rule: list(rule),
    monitor: list(monitor),
    key: list(key),
    group: list(group),
    since: since ?? null,
    until: until ?? null,
    text: text === undefined ? null : pattern(text),
    json: text === undefined ? null : pattern(JSON.stringify(text).slice(1, -1)),
  };
}

function pattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/**
 * Ids begin with the time at which the alert was made, which is never before `startsAt`: what began since a moment has no
 * lower id.
 */
export function lowestId(since: number | undefined): string {
  if (since === undefined || since <= 0) return '';
  const time = Math.min(since, 0xffffffffffff).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
