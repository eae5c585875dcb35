import type { Steps } from '../../lib/steps.ts';
import { type Alert, type AlertSourceId, SEVERITIES, type Severity } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import { type AlertFilter, fits, hasText } from './alert-filter.ts';

/** What is the matter by one rule or monitor. */
export interface AlertGroup {
  readonly source: AlertSourceId;
  /** The worst of its alerts. */
  readonly severity: Severity;
  readonly counts: { readonly pending: number; readonly open: number; readonly acknowledged: number };
  /** Of those that are open or acknowledged. */
  readonly silenced: number;
  /** When the first began, and the last one. */
  readonly since: number;
  readonly latest: number;
  /** When everything that is silenced is told again; undefined: nobody knows when, or nothing is. */
  readonly silencedUntil: number | undefined;
  /** Who acknowledged, as far as anybody did: the first few. */
  readonly acknowledgedBy: readonly string[];
  /** The worst and newest ones. */
  readonly first: readonly Alert[];
}

/** Those that are named; the others are counted. */
const MOST_NAMED = 10;
const MOST_PEOPLE = 3;
/** Alerts that are looked at in a step. */
const STEP = 256;

/**
 * Groups by rule or monitor of what is not resolved, the worst first; of those that are as bad, what nobody takes care of,
 * then what happened last.
 * @param silencedUntil undefined: people are told of it; Infinity: nobody knows when
 */
export function* alertGroups(
  book: Pick<AlertBook, 'unresolved'>,
  filter: AlertFilter,
  silencedUntil: (alert: Alert) => number | undefined,
): Steps<AlertGroup[]> {
  const groups = new Map<string, Gathering>();
  let looked = 0;
  for (const alert of book.unresolved()) {
    if (++looked % STEP === 0) yield;
    if (!fits(alert, filter) || !isWithin(alert, filter)) continue;
    if (filter.text !== undefined && !hasText(alert, filter.text)) continue;
    const name = alert.source.kind === 'rule' ? `rule:${alert.source.id}` : `monitor:${alert.source.name}`;
    const group = groups.get(name) ?? new Gathering(alert.source);
    groups.set(name, group);
    group.add(alert, alert.status === 'pending' ? undefined : silencedUntil(alert));
  }
  return [...groups.values()].sort(worstFirst);
}

class Gathering implements AlertGroup {
  readonly source: AlertSourceId;
  severity: Severity = 'info';
  readonly counts = { pending: 0, open: 0, acknowledged: 0 };
  silenced = 0;
  since = Infinity;
  latest = 0;
  silencedUntil: number | undefined;
  readonly acknowledgedBy: string[] = [];
  readonly #bySeverity: Readonly<Record<Severity, Alert[]>> = { critical: [], warning: [], info: [] };

  constructor(source: AlertSourceId) {
    this.source = source;
  }

  add(alert: Alert, silencedUntil: number | undefined): void {
    const { severity, status, startsAt, openedAt, acknowledgement } = alert;
    if (rankOf(severity) < rankOf(this.severity)) this.severity = severity;
    if (status !== 'resolved') this.counts[status]++;
    this.since = Math.min(this.since, startsAt);
    this.latest = Math.max(this.latest, openedAt ?? startsAt);
    if (silencedUntil !== undefined) {
      this.silenced++;
      this.silencedUntil = Math.max(this.silencedUntil ?? 0, silencedUntil);
    }
    const by = acknowledgement?.by;
    if (by !== undefined && this.acknowledgedBy.length < MOST_PEOPLE && !this.acknowledgedBy.includes(by))
      this.acknowledgedBy.push(by);
    // They come in the order in which they began: the last ones are the newest.
    const list = this.#bySeverity[severity];
    list.push(alert);
    if (list.length > MOST_NAMED * 2) list.splice(0, MOST_NAMED);
  }

  get first(): readonly Alert[] {
    return SEVERITIES.flatMap((severity) => this.#bySeverity[severity].toReversed()).slice(0, MOST_NAMED);
  }
}

function worstFirst(one: AlertGroup, other: AlertGroup): number {
  return (
    rankOf(one.severity) - rankOf(other.severity) ||
    Number(isAttended(one)) - Number(isAttended(other)) ||
    other.latest - one.latest
  );
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Somebody is on it, or wants to hear nothing of it. */
function isAttended({ counts, silenced }: AlertGroup): boolean {
  return counts.open === 0 || silenced >= counts.open + counts.acknowledged;
}

function isWithin({ startsAt }: Alert, { since = 0, until = Infinity }: AlertFilter): boolean {
  return startsAt >= since && startsAt <= until;
}
