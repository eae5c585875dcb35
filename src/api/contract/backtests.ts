import { z } from 'zod';
import { ALERT_STATUSES, SEVERITIES } from '../../alerts/door.ts';
import { RuleWarning } from './rules.ts';
import { Timestamp } from './values.ts';

const LONGEST_WAIT = 30;

export const BacktestPath = z.object({ id: z.string() });

export const BacktestQuery = z.object({
  wait: z
    .string()
    .regex(/^\d{1,2}s?$/, 'is a number of seconds, such as 10')
    .transform((text) => Number.parseInt(text, 10))
    .refine((wait) => wait <= LONGEST_WAIT, { error: `is ${LONGEST_WAIT} seconds at most` })
    .optional()
    .meta({ description: 'Seconds that the answer waits for the end; a quick one is waited for anyhow' }),
});

const summary = {
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  reason: z.string().optional().meta({ description: 'Why it failed' }),
  rule_id: z.string().optional(),
  sql: z.string(),
  from: Timestamp,
  to: Timestamp,
  clientid: z.string().optional(),
  created_at: Timestamp,
  finished_at: Timestamp.optional(),
  progress: z.object({
    read: z.int().meta({ description: 'Recorded events that were read' }),
    total: z.int().optional().meta({ description: 'About how many there are, where it is known' }),
    percent: z.int(),
    at: Timestamp.meta({ description: 'Until which moment of the past it has come' }),
  }),
  events_read: z.int(),
  matched: z.int().meta({ description: 'Events that the rule would have heard' }),
  passed: z.int().meta({ description: 'Events of which it would have made rows' }),
  failed: z.object({
    no_result: z.int().meta({ description: 'WHERE was not true' }),
    exception: z.int().meta({ description: 'The SQL failed' }),
  }),
  row_count: z.int(),
};

/** A backtest without what it found. */
export const BacktestSummary = z.object(summary).meta({ id: 'BacktestSummary' });
export type BacktestSummary = z.output<typeof BacktestSummary>;

export const Backtest = z
  .object({
    ...summary,
    actions: z
      .array(z.object({ action: z.unknown(), runs: z.int() }))
      .meta({ description: 'How often each action would have run; nothing is sent' }),
    alert: z.unknown().optional().meta({ description: 'The alert that was tried, as it is written' }),
    alert_count: z.int().meta({ description: 'Alerts that would have opened' }),
    suppressed: z
      .int()
      .meta({ description: 'Short drops: conditions that were over within the grace period' }),
    flapping: z.int().meta({ description: 'Alerts that came and went too often' }),
    pending: z.int().meta({ description: 'Within their grace period at the end of the time' }),
    open: z.int().meta({ description: 'Not resolved at the end of the time' }),
    alerts: z
      .array(
        z.object({
          key: z.string(),
          title: z.string(),
          severity: z.enum(SEVERITIES),
          status: z.enum(ALERT_STATUSES),
          starts_at: Timestamp,
          opened_at: Timestamp.nullable(),
          resolved_at: Timestamp.nullable(),
          resolved_how: z.string().nullable(),
          duration_ms: z.int().nullable().meta({ description: 'null while it is not resolved' }),
          count: z.int(),
          suppressed: z.int(),
          flapping: z.boolean(),
          group_id: z.string(),
        }),
      )
      .meta({ description: 'The first 500 of them' }),
    alerts_omitted: z.int(),
    channels: z
      .array(
        z.object({
          channel: z.string(),
          messages: z.int(),
          digests: z.int().meta({ description: 'Of these, those that told together what had to wait' }),
          limit: z.int().nullable().meta({ description: 'Messages a minute that it takes; null: no limit' }),
          peak: z.int().meta({ description: 'Messages in the busiest sixty seconds' }),
          peak_at: Timestamp.nullable(),
          throttled_minutes: z.int().meta({ description: 'Minutes in which the limit made messages wait' }),
          minutes: z
            .array(z.object({ from: Timestamp, messages: z.int() }))
            .meta({ description: 'The minutes with messages, 1440 of them at most' }),
        }),
      )
      .meta({ description: 'What each channel would have been told; nothing is sent' }),
    errors: z.array(
      z.object({
        reason: z.string(),
        reason_zh: z.string().optional(),
        count: z.int(),
        at: Timestamp.meta({ description: 'Of the first event that failed so' }),
        event_id: z.string(),
        clientid: z.string().nullable(),
      }),
    ),
    bucket_size: z.int().meta({ description: 'Milliseconds' }),
    buckets: z
      .array(z.object({ from: Timestamp, matched: z.int(), passed: z.int() }))
      .meta({ description: 'The whole time, in equal parts' }),
    busiest_minute: z
      .object({ from: Timestamp, rows: z.int() })
      .optional()
      .meta({ description: 'The minute with the most rows' }),
    clients: z.int().meta({ description: 'Clients of which there were rows' }),
    by_client: z
      .array(z.object({ clientid: z.string(), passed: z.int() }))
      .meta({ description: 'The ten with the most' }),
    gaps: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          message_zh: z.string(),
          from: Timestamp.optional(),
          to: Timestamp.optional(),
          count: z.int().optional(),
        }),
      )
      .meta({ description: 'What was not recorded or not looked at: the counts may be too small' }),
    warnings: z.array(RuleWarning).meta({ description: 'About the SQL' }),
    rows_omitted: z.int().meta({ description: 'Rows between the first and the last that are kept' }),
    rows: z
      .array(
        z.object({
          at: Timestamp,
          event_id: z.string(),
          clientid: z.string().nullable(),
          row: z
            .unknown()
            .meta({ description: 'What the rule made of the event; null when there was no room for it' }),
        }),
      )
      .meta({ description: 'The first ones and the last ones' }),
  })
  .meta({ id: 'Backtest' });
export type Backtest = z.output<typeof Backtest>;

export const BacktestList = z.object({ data: z.array(BacktestSummary) });
export type BacktestList = z.output<typeof BacktestList>;
