import type { StateTone } from '../../shared/ui/state-mark.tsx';
import type { Surroundings, SystemNow } from './system.ts';

/** What was looked at, and what to make of it. */
export type Check =
  | {
      readonly name: 'ports';
      readonly tone: StateTone;
      readonly open: number;
      readonly failed: readonly string[];
    }
  | { readonly name: 'disk'; readonly tone: StateTone; readonly free: number; readonly total: number }
  | { readonly name: 'clock'; readonly tone: StateTone; readonly difference: number }
  | {
      readonly name: 'certificates';
      readonly tone: StateTone;
      readonly first: { readonly name: string; readonly days: number } | undefined;
    }
  | {
      readonly name: 'outbound';
      readonly tone: StateTone;
      readonly reached: number;
      readonly failed: readonly string[];
    }
  | { readonly name: 'files'; readonly tone: StateTone; readonly open: number; readonly maximum: number }
  | { readonly name: 'loop'; readonly tone: StateTone; readonly delay: number };

const CLOCK_TOLERANCE = 30_000;
const CLOCK_WRONG = 600_000;

export function checksOf(system: SystemNow, { listeners, certificates, connectors }: Surroundings): Check[] {
  const failed = listeners.filter(({ enable, status }) => enable && status.running !== true);
  const enabled = connectors.filter(({ enable }) => enable !== false);
  const lost = enabled.filter(({ status }) => status === 'disconnected' || status === 'inconsistent');
  const [first] = certificates.toSorted((a, b) => a.days_left - b.days_left);
  const difference = Math.abs(system.clockDifference);
  const { open, maximum } = system.files;
  return [
    {
      name: 'ports',
      tone: failed.length > 0 ? 'bad' : 'good',
      open: listeners.filter(({ status }) => status.running === true).length,
      failed: failed.map(({ id }) => id),
    },
    ...(system.disk
      ? [
          {
            name: 'disk' as const,
            tone: toneOf(system.disk.free / Math.max(1, system.disk.total), 0.1, 0.03),
            ...system.disk,
          },
        ]
      : []),
    {
      name: 'clock',
      tone: difference > CLOCK_WRONG ? 'bad' : difference > CLOCK_TOLERANCE ? 'warning' : 'good',
      difference,
    },
    {
      name: 'certificates',
      tone: first ? toneOf(first.days_left, 30, 7) : 'off',
      first: first && { name: first.subject || first.listener, days: first.days_left },
    },
    {
      name: 'outbound',
      tone: enabled.length === 0 ? 'off' : lost.length > 0 ? 'bad' : 'good',
      reached: enabled.length - lost.length,
      failed: lost.map(({ name }) => name),
    },
    ...(open !== null && maximum !== null
      ? [{ name: 'files' as const, tone: toneOf(1 - open / maximum, 0.3, 0.1), open, maximum }]
      : []),
    {
      name: 'loop',
      tone: system.event_loop_delay > 500 ? 'bad' : system.event_loop_delay > 100 ? 'warning' : 'good',
      delay: system.event_loop_delay,
    },
  ];
}

function toneOf(left: number, low: number, veryLow: number): StateTone {
  return left < veryLow ? 'bad' : left < low ? 'warning' : 'good';
}
