import type { Alert, AlertSourceId } from '../../alert.ts';
import type { AlertPolicy } from '../../alert-book.ts';
import type { PipelineSettings } from '../../pipeline-settings.ts';
import { isWithin, nextChange, type Schedule } from '../../silences/schedule.ts';

/** The monitor whose alerts say that alerts do not arrive; its key is the channel. */
export const ALERTING_FAILED: AlertSourceId = { kind: 'monitor', name: 'alerting_failed' };

export function isAboutChannel({ source }: Pick<Alert, 'source'>): boolean {
  return source.kind === 'monitor' && source.name === 'alerting_failed';
}

/** The channels that an alert names, as they are written; those of the settings when it names none at all. */
export function channelsNamed(
  { severity }: Pick<Alert, 'severity'>,
  { notify }: Pick<AlertPolicy, 'notify'>,
  settings: Pick<PipelineSettings, 'notify'>,
): readonly string[] {
  const namesNone = !notify || Object.values(notify).every((channels) => channels.length === 0);
  return namesNone ? settings.notify : notify[severity];
}

/** Hours that keep people from being told. */
export interface QuietTime {
  readonly from: number;
  readonly until: number;
}

const WEEK = 7 * 86_400_000;

/** @param severity the worst of what there is to say; undefined when people may be told */
export function quietTimeOf(
  severity: Alert['severity'],
  hours: Schedule | undefined,
  quietHours: Schedule | undefined,
  now: number,
): QuietTime | undefined {
  if (hours && !isWithin(hours, now)) return around(hours, now);
  if (quietHours && severity !== 'critical' && isWithin(quietHours, now)) return around(quietHours, now);
  return undefined;
}

function around(schedule: Schedule, now: number): QuietTime {
  const until = nextChange(schedule, now) ?? now + WEEK;
  let from = now - WEEK;
  for (let next = nextChange(schedule, from); next !== undefined && next <= now; ) {
    from = next;
    next = nextChange(schedule, from);
  }
  return { from, until };
}
