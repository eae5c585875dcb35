import type { Alert } from '../alert.ts';
import type { AlertPolicy } from '../alert-book.ts';
import type { FlapScore } from '../conditions/flapping.ts';
import { type AlertStep, live } from './alert-life.ts';

/**
 * What comes and goes too often becomes one alert: the step that was decided, or the one that makes it unstable.
 *
 * @param before as the alert was; the same as the step's when it begins
 * @param count counts changes of its key
 */
export function steadied(
  before: Alert,
  step: AlertStep,
  at: number,
  policy: AlertPolicy,
  count: (changes: number) => FlapScore | undefined,
): AlertStep {
  const changes = policy.flapping ? changesIn(before, step, policy) : 0;
  const found = changes > 0 ? count(changes) : undefined;
  if (!found) return step;
  const { alert, kind } = step;
  const { score } = found;
  if (alert.flapping) return { kind, alert: { ...alert, flapping: { ...alert.flapping, score } } };
  if (!found.isOver) return step;
  const isThere = kind === 'opened' || kind === 'restarted';
  return live(alert, { kind: 'unstable', at, score, isThere }, policy) ?? step;
}

/**
 * How many changes a step is: an opening is one, an end is one, and a short drop that nobody was told of is one. While an
 * alert is unstable it counts what it would have been.
 */
function changesIn(before: Alert, { kind, alert }: AlertStep, { grace }: AlertPolicy): number {
  switch (kind) {
    case 'opened':
    case 'suppressed':
    case 'restarted':
      return 1;
    case 'resolved':
      return before.flapping === undefined && isByItself(alert) ? 1 : 0;
    case 'went':
      return grace > 0 && lasted(before, alert) >= grace ? 2 : 1;
    case 'repeated':
    case 'escalated':
      return hasCome(before, alert) ? cameAs(before, grace) : 0;
    default:
      return 0;
  }
}

/** Nobody ended it, and its rule is still there. */
function isByItself({ resolution }: Alert): boolean {
  return resolution?.how === 'recovered' || resolution?.how === 'quiet';
}

function hasCome({ flapping: before }: Alert, { flapping: now }: Alert): boolean {
  return before !== undefined && now !== undefined && before.changedAt !== now.changedAt;
}

/** With a grace period it is known only when it goes what it was; one that was there already has gone between. */
function cameAs({ flapping }: Alert, grace: number): number {
  return (grace > 0 ? 0 : 1) + (flapping?.isThere ? 1 : 0);
}

function lasted({ flapping: before }: Alert, { flapping: now }: Alert): number {
  return (now?.changedAt ?? 0) - (before?.changedAt ?? 0);
}
