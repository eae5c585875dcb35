import { parseDuration } from '../../lib/duration.ts';
import type { AlertPolicy } from '../alert-book.ts';
import type { MonitorSettings } from './monitor-settings.ts';

/** What is told together, in milliseconds: as with rules that say nothing of it. */
const GROUP_WINDOW = 30_000;

/** How alerts of a monitor are handled: hysteresis and windows are the monitor's own. */
export function policyOf({ notify, repeat }: Pick<MonitorSettings, 'notify' | 'repeat'>): AlertPolicy {
  return {
    grace: 0,
    isPresence: false,
    endsOnReturn: false,
    quietAfter: undefined,
    flapping: { changes: 6, within: 600_000 },
    group: { window: GROUP_WINDOW, by: [] },
    repeat: repeat === undefined ? undefined : parseDuration(repeat),
    notify: Array.isArray(notify) ? { critical: notify, warning: notify, info: notify } : notify,
    hours: undefined,
    escalate: undefined,
  };
}
