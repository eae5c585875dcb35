import { z } from 'zod';
import { COUNTERS, GAUGES } from '../../figures/door.ts';
import { integerField } from './values.ts';

const MONTH = 30 * 86_400;

export const FigureHistoryQuery = z.object({
  latest: integerField(1, Number.MAX_SAFE_INTEGER)
    .optional()
    .meta({ description: 'Seconds back from now; everything that is kept (30 days) when absent' }),
  step: integerField(10, MONTH).optional().meta({
    description:
      'Seconds that each sample covers; as they are kept, without gaps, when absent, as EMQX answers',
  }),
});

/** Counters of EMQX for things that do not exist here. */
const NEVER = [
  'persisted',
  'validation_succeeded',
  'validation_failed',
  'transformation_succeeded',
  'transformation_failed',
] as const;

const zeros = Object.fromEntries(NEVER.map((name) => [name, 0])) as Record<(typeof NEVER)[number], 0>;
const integers = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Name, z.ZodInt>;

/** Members that every sample has and that are always zero. */
export const NEVER_SAMPLED = {
  ...zeros,
  subscriptions_durable: 0,
  disconnected_durable_sessions: 0,
} as const;

export const FigureSample = z
  .object({
    time_stamp: z.int().meta({ description: 'When it ends, Unix milliseconds' }),
    ...integers(GAUGES),
    subscriptions_durable: z.int(),
    disconnected_durable_sessions: z.int(),
    ...integers(COUNTERS),
    ...integers(NEVER),
    alerts_told: z.int().meta({ description: 'First words about something that a channel took' }),
    alert_latency_p95: z.int().optional().meta({
      description:
        'Milliseconds from the event, or the end of the grace period, until a channel took the first word of it: 95 % were not slower. Absent when there was none',
    }),
  })
  .meta({
    id: 'FigureSample',
    description: 'Gauges, the most within its time; and what was counted within it',
  });
export type FigureSample = z.output<typeof FigureSample>;

const RATES = [
  'received_msg',
  'sent_msg',
  'dropped_msg',
  'rules_matched',
  'actions_executed',
  'denied',
] as const;

const rates = Object.fromEntries([...RATES, ...NEVER].map((name) => [`${name}_rate`, z.int()])) as Record<
  `${(typeof RATES)[number] | (typeof NEVER)[number]}_rate`,
  z.ZodInt
>;

const nodeFigures = {
  ...integers(GAUGES),
  cluster_sessions: z.int(),
  shared_subscriptions: z.int(),
  retained_msg_count: z.int(),
  license_quota: z.int(),
  ...rates,
  alerts_told: z.int().meta({ description: 'Within the last hour' }),
  alert_latency_p95: z.int().optional().meta({
    description: 'Milliseconds, within the last hour; absent when nobody had to be told of anything',
  }),
};

export const PresentFiguresOfNode = z
  .object({ ...nodeFigures, node_uptime: z.int().meta({ description: 'Milliseconds' }) })
  .meta({ id: 'PresentFiguresOfNode' });
export type PresentFiguresOfNode = z.output<typeof PresentFiguresOfNode>;

export const PresentFigures = z
  .object({
    ...nodeFigures,
    subscriptions_durable: z.int(),
    disconnected_durable_sessions: z.int(),
  })
  .meta({ id: 'PresentFigures' });
export type PresentFigures = z.output<typeof PresentFigures>;
