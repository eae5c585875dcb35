import type { Alert, AlertStatus, Severity } from '../alert.ts';

/** All of what is given must hold; of several values of one member any. */
export interface LiveAlertFilter {
  readonly status?: readonly AlertStatus[] | undefined;
  readonly severity?: readonly Severity[] | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly monitor?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
  readonly group?: readonly string[] | undefined;
}

/** Of what is kept. */
export interface AlertFilter extends LiveAlertFilter {
  /** Of `startsAt`: Unix milliseconds, both included. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Stands in the key, the rule, the monitor, a text, a label or a fact, in upper or lower case. */
  readonly text?: string | undefined;
}

/** The same in SQL stands in `alert-search.ts`. */
export function fits(alert: Alert, filter: LiveAlertFilter): boolean {
  const { source } = alert;
  return (
    isOneOf(alert.status, filter.status) &&
    isOneOf(alert.severity, filter.severity) &&
    isOneOf(source.kind === 'rule' ? source.id : undefined, filter.rule) &&
    isOneOf(source.kind === 'monitor' ? source.name : undefined, filter.monitor) &&
    isOneOf(alert.key, filter.key) &&
    isOneOf(alert.groupId, filter.group)
  );
}

function isOneOf(value: string | undefined, values: readonly string[] | undefined): boolean {
  return values === undefined || (value !== undefined && values.includes(value));
}

/** Whether a text stands in the key, the rule, the monitor, a text, a label or a fact, in upper or lower case. */
export function hasText(
  { key, source, title, summary, description, labels, facts }: Alert,
  text: string,
): boolean {
  const wanted = text.toLowerCase();
  const stands = (where: string): boolean => where.toLowerCase().includes(wanted);
  return (
    stands(key) ||
    stands(source.kind === 'rule' ? source.id : source.name) ||
    [title, summary, description].some((said) =>
      typeof said === 'string' ? stands(said) : said !== undefined && (stands(said.en) || stands(said.zh)),
    ) ||
    [labels, facts].some((record) =>
      Object.entries(record).some(([name, value]) => stands(name) || stands(value)),
    )
  );
}
