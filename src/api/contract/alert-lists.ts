import { z } from 'zod';
import { SEVERITIES } from '../../alerts/door.ts';
import { Alert, AlertFilterShape, AlertRecordShape, ChannelsTold, notBeforeSince } from './alerts.ts';
import { PageQuery, pageOf, Timestamp } from './values.ts';

/** What is not resolved, by rule and monitor. */
export const AlertGroupQuery = PageQuery.extend({
  ...AlertRecordShape,
  status: AlertFilterShape.status.meta({
    description: 'pending, open or acknowledged, or several; open and acknowledged when absent',
  }),
}).refine(notBeforeSince.check, notBeforeSince.complaint);
export type AlertGroupQuery = z.output<typeof AlertGroupQuery>;

export const AlertGroup = z
  .object({
    id: z.string().meta({ description: '`rule:ID` or `monitor:NAME`' }),
    rule_id: z.string().nullable(),
    monitor: z.string().nullable(),
    name: z.string().meta({ description: 'Of the rule, or what the monitor watches' }),
    severity: z.enum(SEVERITIES).meta({ description: 'The worst of its alerts' }),
    count: z.int(),
    status: z.object({ pending: z.int(), open: z.int(), acknowledged: z.int() }),
    silenced: z.int().meta({ description: 'Of these, those of which people are not told now' }),
    silenced_until: Timestamp.nullable().meta({
      description: 'When the last of them is told again; null: nobody knows, or none is silenced',
    }),
    acknowledged_by: z.array(z.string()).meta({ description: 'The first three who did' }),
    since: Timestamp.meta({ description: 'When the first of them began' }),
    latest_at: Timestamp.meta({ description: 'When the last of them opened' }),
    deliveries: ChannelsTold.meta({ description: 'Of the first ten' }),
    first: z.array(Alert).meta({ description: 'The worst and newest ones, ten at most' }),
  })
  .meta({ id: 'AlertGroup', description: 'What is the matter by one rule or monitor' });
export type AlertGroup = z.output<typeof AlertGroup>;

export const AlertGroupPage = pageOf(AlertGroup);
export type AlertGroupPage = z.output<typeof AlertGroupPage>;

const recorded = z.object(AlertRecordShape).refine(notBeforeSince.check, notBeforeSince.complaint);

export const AlertCommonQuery = recorded;

export const AlertCommon = z
  .object({
    of: z.int().meta({ description: 'Alerts that were compared: all that match, the newest 20,000 at most' }),
    common: z
      .array(
        z.object({
          name: z.string().meta({ description: 'network/24, listener, attr.site, reason …' }),
          value: z.string(),
          count: z.int(),
        }),
      )
      .meta({ description: 'What at least 80 % of them share, the most telling first' }),
  })
  .meta({ id: 'AlertCommon', description: 'What alerts have in common' });
export type AlertCommon = z.output<typeof AlertCommon>;

export const AlertDaysQuery = z
  .object({
    ...AlertRecordShape,
    status: AlertFilterShape.status,
    time_zone: z
      .string()
      .max(64)
      .optional()
      .meta({ description: 'Whose days: an IANA name; that of the server when absent' }),
  })
  .refine(notBeforeSince.check, notBeforeSince.complaint);

export const AlertDays = z
  .object({
    time_zone: z.string(),
    data: z
      .array(
        z.object({
          day: z.string().meta({ description: '2026-08-20' }),
          began: z.int(),
          critical: z.int(),
          warning: z.int(),
          info: z.int(),
        }),
      )
      .meta({ description: 'Days on which an alert began, the first one first; others are left out' }),
  })
  .meta({ id: 'AlertDays', description: 'How many alerts began on each day' });
export type AlertDays = z.output<typeof AlertDays>;

export const AlertExportQuery = z
  .object({
    ...AlertRecordShape,
    format: z.enum(['ndjson', 'csv']).default('ndjson').meta({ description: 'ndjson, the default, or csv' }),
  })
  .refine(notBeforeSince.check, notBeforeSince.complaint);
