import type { Alert, Flapping, Resolution, Severity } from '../alert.ts';
import { SEVERITIES } from '../alert.ts';
import type { Actor, AlertPolicy, Condition } from '../alert-book.ts';

/** What happens to an alert. Times are Unix milliseconds. */
export type AlertInput =
  | { readonly kind: 'seen'; readonly condition: Condition }
  /** @property sequence of the coming that says so, if it is one */
  | { readonly kind: 'over'; readonly at: number; readonly sequence: number | undefined }
  /** Its grace period is over, and nothing speaks against it. */
  | { readonly kind: 'due'; readonly at: number }
  | { readonly kind: 'quiet'; readonly at: number }
  | { readonly kind: 'acknowledged'; readonly at: number; readonly by: Actor }
  | { readonly kind: 'ended'; readonly at: number; readonly by: Actor }
  | { readonly kind: 'removed'; readonly at: number }
  /** It came and went too often: from now on it is one alert. */
  | { readonly kind: 'unstable'; readonly at: number; readonly score: number; readonly isThere: boolean }
  /** It is unstable, and has neither come nor gone for long enough. */
  | { readonly kind: 'calm'; readonly at: number };

/** What becomes of it. `undefined` as the next alert: nothing is kept of it. */
export type AlertStep =
  | {
      readonly kind: 'pending' | 'opened' | 'repeated' | 'escalated' | 'acknowledged' | 'resolved';
      readonly alert: Alert;
    }
  | { readonly kind: 'unstable' | 'stable'; readonly alert: Alert }
  /** It is unstable, and went: nobody is told. */
  | { readonly kind: 'went'; readonly alert: Alert }
  /** It was over before it opened. */
  | { readonly kind: 'suppressed' | 'dropped'; readonly alert: Alert }
  /** It was over before it opened, and the condition is back: the grace period begins anew. */
  | { readonly kind: 'restarted'; readonly alert: Alert };

/** What an alert is born with beside its condition. */
export interface Birth {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly groupId: string;
  /** Short drops of this key before it. */
  readonly suppressed: number;
  /** Whether the client may be there after all: then it waits, also without a grace period. */
  readonly isDoubtful: boolean;
}

/** The condition is there for the first time. */
export function begin(condition: Condition, birth: Birth, policy: AlertPolicy): AlertStep {
  const { at, since = at, rows = 1, source, key, severity, title, labels, facts } = condition;
  const { grace = policy.grace } = condition;
  const isPending = grace > 0 || birth.isDoubtful;
  const alert: Alert = {
    id: birth.id,
    source,
    key,
    status: isPending ? 'pending' : 'open',
    severity,
    title,
    summary: condition.summary,
    description: condition.description,
    runbookUrl: condition.runbookUrl,
    labels,
    subject: condition.subject,
    facts,
    startsAt: since,
    raisedAt: birth.at,
    dueAt: isPending ? at + grace : undefined,
    openedAt: isPending ? undefined : at,
    lastAt: at,
    count: rows,
    suppressed: birth.suppressed,
    acknowledgement: undefined,
    resolution: undefined,
    flapping: undefined,
    groupId: birth.groupId,
  };
  return { kind: isPending ? 'pending' : 'opened', alert };
}

/** The life of an alert that is not resolved; undefined when nothing changes. */
export function live(alert: Alert, input: AlertInput, policy: AlertPolicy): AlertStep | undefined {
  switch (input.kind) {
    case 'seen':
      return seen(alert, input.condition, policy);
    case 'over':
      if (isOlder(input.sequence, alert.subject?.sequence)) return undefined;
      if (alert.flapping) return went(alert, alert.flapping, input.at);
      return alert.status === 'pending'
        ? { kind: 'suppressed', alert }
        : resolved(alert, { at: input.at, how: 'recovered' });
    case 'due':
      if (alert.status !== 'pending') return undefined;
      return {
        kind: 'opened',
        alert: {
          ...alert,
          status: alert.acknowledgement ? 'acknowledged' : 'open',
          dueAt: undefined,
          openedAt: input.at,
        },
      };
    case 'quiet':
      if (alert.flapping) return went(alert, alert.flapping, input.at);
      return alert.status === 'pending'
        ? { kind: 'suppressed', alert }
        : resolved(alert, { at: input.at, how: 'quiet' });
    case 'acknowledged':
      if (alert.acknowledgement) return undefined;
      return {
        kind: 'acknowledged',
        alert: {
          ...alert,
          // Who says "I know" of one whose grace period is not over knows it when it opens.
          status: alert.status === 'pending' ? 'pending' : 'acknowledged',
          acknowledgement: { at: input.at, by: input.by },
        },
      };
    case 'ended':
      return resolved(alert, { at: input.at, how: 'manual', by: input.by });
    case 'removed':
      return alert.status === 'pending'
        ? { kind: 'dropped', alert }
        : resolved(alert, { at: input.at, how: 'removed' });
    case 'unstable':
      return { kind: 'unstable', alert: unstable(alert, input) };
    case 'calm':
      return alert.flapping?.isThere === false
        ? resolved(alert, { at: input.at, how: 'recovered' })
        : { kind: 'stable', alert: { ...alert, flapping: undefined } };
  }
}

/** The same condition again: counted, and what is said of it is brought up to date. */
function seen(alert: Alert, condition: Condition, policy: AlertPolicy): AlertStep {
  const { at, since = at, rows = 1, severity } = condition;
  let next: Alert = {
    ...alert,
    severity,
    title: condition.title,
    summary: condition.summary,
    description: condition.description,
    runbookUrl: condition.runbookUrl,
    labels: condition.labels,
    subject: condition.subject,
    facts: condition.facts,
    lastAt: Math.max(alert.lastAt, at),
    count: alert.count + rows,
  };
  if (alert.flapping) next = { ...next, flapping: came(alert.flapping, alert, condition) };
  if (alert.status !== 'pending') {
    return { kind: isWorse(severity, alert.severity) ? 'escalated' : 'repeated', alert: next };
  }
  // A client that goes again must have come back between: it is away only from now on.
  if (policy.isPresence && isAnotherGoing(alert, condition)) {
    const { grace = policy.grace } = condition;
    return { kind: 'restarted', alert: { ...next, startsAt: since, dueAt: at + grace, count: rows } };
  }
  return { kind: 'pending', alert: next };
}

/** Whatever it was, it is open; how it was told to be over is taken back. */
function unstable(
  alert: Alert,
  { at, score, isThere }: { at: number; score: number; isThere: boolean },
): Alert {
  return {
    ...alert,
    status: alert.acknowledgement ? 'acknowledged' : 'open',
    dueAt: undefined,
    openedAt: alert.openedAt ?? at,
    resolution: undefined,
    flapping: { since: at, score, changedAt: at, isThere },
  };
}

function came(flapping: Flapping, alert: Alert, condition: Condition): Flapping {
  const isChange = !flapping.isThere || isAnotherGoing(alert, condition);
  return isChange ? { ...flapping, changedAt: condition.at, isThere: true } : flapping;
}

function went(alert: Alert, flapping: Flapping, at: number): AlertStep | undefined {
  if (!flapping.isThere) return undefined;
  return { kind: 'went', alert: { ...alert, flapping: { ...flapping, changedAt: at, isThere: false } } };
}

/** Of the same client: it must have come back between, which nobody told. */
function isAnotherGoing(alert: Alert, { subject }: Condition): boolean {
  return isOlder(alert.subject?.sequence, subject?.sequence);
}

function resolved(alert: Alert, resolution: Resolution): AlertStep {
  return {
    kind: 'resolved',
    alert: { ...alert, status: 'resolved', dueAt: undefined, resolution },
  };
}

function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}

/** Of what has no sequence nobody knows. */
function isOlder(sequence: number | undefined, than: number | undefined): boolean {
  return sequence !== undefined && than !== undefined && sequence < than;
}
