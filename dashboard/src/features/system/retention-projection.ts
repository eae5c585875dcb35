import type { EffectiveSetting, System } from '../../../../src/api/contract.ts';

const DAY = 86_400_000;
/** Less than an hour of events says nothing about a day. */
const LEAST_SPAN = 3_600_000;

/** How the journal grows: bytes a day, and how long what it holds reaches back. */
export interface Growth {
  readonly perDay: number;
  readonly span: number;
}

/** Undefined while there is too little to tell. */
export function growthOf(system: System): Growth | undefined {
  const journal = system.stores.find(({ name }) => name === 'journal');
  if (!journal?.oldest) return undefined;
  const span = Date.parse(system.time) - Date.parse(journal.oldest);
  return span < LEAST_SPAN ? undefined : { perDay: journal.size / (span / DAY), span };
}

/** What is kept of so many days, and how many of them fit. */
export function projectionOf(
  { perDay }: Growth,
  days: number,
  maximum: number | null,
): { readonly size: number; readonly days: number } {
  const size = perDay * days;
  if (maximum === null || size <= maximum) return { size, days };
  return { size: maximum, days: maximum / perDay };
}

/** Of `7d`, `36h`; undefined for what is no time. */
export function daysOf(value: unknown): number | undefined {
  const parts = [...String(value).matchAll(/(\d+)(ms|d|h|m|s)/g)];
  if (parts.length === 0) return undefined;
  const sizes: Readonly<Record<string, number>> = { d: DAY, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (sizes[unit] ?? 0), 0) / DAY;
}

export const RETENTION_SETTINGS = [
  'journal.retention',
  'journal.max_size',
  'delivery.retention',
  'delivery.retention_count',
  'delivery.retention_size',
  'alerts.retention',
  'alerts.retention_count',
  'log.audit.retention',
  'log.audit.max_filter_size',
  'retainer.max_retained_bytes',
] as const;

export function settingOf(settings: readonly EffectiveSetting[], path: string): EffectiveSetting | undefined {
  return settings.find((setting) => setting.path === path);
}
