import { parseDuration } from '../../lib/duration.ts';
import type { Severity } from '../alert.ts';
import type { AlertPolicy } from '../alert-book.ts';
import type { AlertSettings } from '../alert-settings.ts';
import type { AlertNature } from '../raising.ts';

/** How a rule wants its alerts handled. */
export function rulePolicy(settings: AlertSettings, nature: AlertNature): AlertPolicy {
  const { flapping, group, repeat, tell_resolved: tellsEnd, notify, hours, escalate } = settings;
  const { isPresence, isCleared, quietAfter } = nature;
  return {
    grace: milliseconds(settings.for),
    isPresence,
    endsOnReturn: isPresence && isCleared && endsWithComing(settings.resolve_on),
    quietAfter,
    flapping:
      flapping === false ? undefined : { changes: flapping.changes, within: milliseconds(flapping.within) },
    fixedLabels: new Set(
      Object.entries(settings.labels).flatMap(([name, value]) => (value.includes('${') ? [] : [name])),
    ),
    group: { window: milliseconds(group.window), by: group.by },
    repeat: repeat === undefined ? undefined : milliseconds(repeat),
    endsUntold: tellsEnd === false,
    notify: notify && channelsOf(notify),
    hours,
    escalate: escalate && { after: milliseconds(escalate.after), notify: escalate.notify },
  };
}

/** `client.connected`, in whatever way it is written. */
function endsWithComing(resolveOn: AlertSettings['resolve_on']): boolean {
  if (resolveOn === undefined) return true;
  return typeof resolveOn === 'string' && /^(\$events\/)?client[./_]connected$/.test(resolveOn);
}

function channelsOf(notify: NonNullable<AlertSettings['notify']>): Record<Severity, readonly string[]> {
  return Array.isArray(notify) ? { critical: notify, warning: notify, info: notify } : notify;
}

function milliseconds(duration: string | number): number {
  return parseDuration(duration) ?? 0;
}
