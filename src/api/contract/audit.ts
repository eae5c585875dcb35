import { z } from 'zod';
import { integerField, momentField, PageQuery, Timestamp } from './values.ts';

const AuditFrom = z.enum(['dashboard', 'rest_api', 'cli']);

export const AuditChange = z
  .object({
    path: z.string().meta({ description: 'Such as `alert.for`; empty for the object as a whole' }),
    before: z.unknown().optional().meta({ description: 'Left out when it was not there' }),
    after: z.unknown().optional().meta({ description: 'Left out when it is there no more' }),
  })
  .meta({ id: 'AuditChange' });
export type AuditChange = z.output<typeof AuditChange>;

export const AuditEntry = z
  .object({
    id: z.int().meta({ description: 'Grows with time' }),
    created_at: Timestamp.meta({ description: 'RFC 3339 with microseconds' }),
    node: z.string(),
    from: AuditFrom.meta({
      description: 'Where the call came from; programs say themselves that they are the command line',
    }),
    source: z.string().meta({ description: 'The user or the API key' }),
    source_ip: z.string(),
    operation_id: z.string().meta({ description: 'The route, such as `/rules/:id`' }),
    operation_type: z.string().meta({ description: 'Its first part, such as `rules`' }),
    operation_result: z.enum(['success', 'failure']),
    http_status_code: z.int(),
    http_method: z.enum(['get', 'post', 'put', 'delete']),
    duration_ms: z.int(),
    args: z.null(),
    failure: z.string().meta({ description: 'Why it was refused; empty when it was not' }),
    http_request: z.object({
      method: z.enum(['get', 'post', 'put', 'delete']),
      bindings: z.record(z.string(), z.string()).meta({ description: 'Of the route: `{"id": "offline"}`' }),
      body: z.unknown().meta({ description: 'With secrets as `******`' }),
      headers: z.record(z.string(), z.string()),
    }),
    changes: z
      .array(AuditChange)
      .meta({ description: 'What differs between the object before and after, with secrets as `******`' }),
    more_changes: z.int().meta({ description: 'Changes beyond the 100 that are listed' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.output<typeof AuditEntry>;

/** Unix microseconds, as EMQX counts here, or RFC 3339; read as milliseconds. */
const moment = z
  .union([
    z
      .string()
      .regex(/^\d{1,17}$/)
      .transform((digits) => Math.floor(Number(digits) / 1000)),
    momentField('milliseconds'),
  ])
  .optional()
  .meta({ description: 'RFC 3339, or Unix microseconds' });

const milliseconds = integerField(0, 1_000_000_000).optional();

export const AuditQuery = PageQuery.extend({
  node: z.string().optional(),
  from: z.string().optional(),
  source: z.string().optional(),
  source_ip: z.string().optional(),
  operation_id: z.string().optional(),
  operation_type: z.string().optional(),
  operation_result: z.enum(['success', 'failure']).optional(),
  http_status_code: integerField(100, 599).optional(),
  http_method: z.enum(['get', 'post', 'put', 'delete']).optional(),
  gte_duration_ms: milliseconds,
  lte_duration_ms: milliseconds,
  gte_created_at: moment,
  lte_created_at: moment,
  text: z.string().max(200).optional().meta({ description: 'Stands anywhere in an entry' }),
});
export type AuditQuery = z.output<typeof AuditQuery>;
