import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { durationField } from '../../lib/zod-fields.ts';
import { PAYLOAD_ENCODINGS, STOP_REASONS, TRACE_FORMATS, TRACE_TYPES } from '../../trace/door.ts';
import { integerField, momentInBody, Timestamp } from './values.ts';

/** Bytes of one answer with lines. */
const MOST_LOG_BYTES = 4 * 1024 * 1024;

const subject = {
  type: z.enum(TRACE_TYPES).meta({ description: 'What is watched' }),
  clientid: z.string().max(65_535).optional().meta({ description: 'For type clientid' }),
  topic: z
    .string()
    .max(65_535)
    .optional()
    .meta({ description: 'For type topic: a topic filter, wildcards included' }),
  ip_address: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'For type ip_address: one address, without a port' }),
};

export const TraceDraft = z
  .strictObject({
    name: z.string().max(256).optional().meta({
      description: 'A letter, then letters, digits, _ and -; one is made when none is given',
    }),
    ...subject,
    payload_encode: z
      .enum(PAYLOAD_ENCODINGS)
      .default('text')
      .meta({ description: 'How payloads are shown: as text, as hexadecimal digits, or not at all' }),
    formatter: z
      .enum(TRACE_FORMATS)
      .default('text')
      .meta({ description: 'What /log and /download give to who does not say' }),
    start_at: momentInBody.optional().meta({ description: 'Default now; 7 days ahead at most' }),
    end_at: momentInBody
      .optional()
      .meta({ description: '24 hours after the begin at most; default 10 minutes after it' }),
    for: durationField
      .refine((time) => (parseDuration(time) ?? 0) >= 1000, { error: 'must be 1s at least' })
      .optional()
      .meta({ description: 'Instead of `end_at`: how long, such as 15m' }),
  })
  .meta({ id: 'TraceDraft', examples: [{ type: 'clientid', clientid: 'dev-0421', for: '15m' }] });
export type TraceDraft = z.output<typeof TraceDraft>;
export type TraceDraftBody = z.input<typeof TraceDraft>;

export const Trace = z
  .object({
    name: z.string(),
    ...subject,
    status: z.enum(['waiting', 'running', 'stopped']),
    stop_reason: z.enum(STOP_REASONS).nullable().meta({
      description:
        'Of a stopped one: its time was over, somebody stopped it, it had 20 MB of lines, the server stopped, or the disk did not take it',
    }),
    payload_encode: z.enum(PAYLOAD_ENCODINGS),
    formatter: z.enum(TRACE_FORMATS),
    start_at: Timestamp,
    end_at: Timestamp.meta({ description: 'When it is to end, or has ended' }),
    log_size: z.record(z.string(), z.int()).meta({ description: 'Bytes, by node' }),
    lines: z.int(),
    skipped: z
      .int()
      .meta({ description: 'Lines that are not there, because there were more than 1000 in a second' }),
    created_by: z.string(),
  })
  .meta({ id: 'Trace', description: 'What one client, topic or address did, packet by packet' });
export type Trace = z.output<typeof Trace>;

export const TraceList = z.array(Trace);
export type TraceList = z.output<typeof TraceList>;

export const TracePath = z.object({ name: z.string() });

const format = z
  .enum(TRACE_FORMATS)
  .optional()
  .meta({ description: 'text or json, one JSON object per line; default: the formatter of the trace' });

export const TraceDownloadQuery = z.object({ format });

export const TraceLogQuery = z.object({
  bytes: integerField(0, MOST_LOG_BYTES).default(1000).meta({
    description: 'About as much of it, in whole lines: one at least; default 1000, at most 4194304',
  }),
  position: integerField(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .meta({ description: 'Where to go on: the position of the answer before; default 0' }),
  format,
});

export const TraceLog = z
  .object({
    items: z.string().meta({ description: 'Lines; empty when there are no more so far' }),
    meta: z.object({ bytes: z.int(), position: z.int().meta({ description: 'Where to go on' }) }),
  })
  .meta({ id: 'TraceLog' });
export type TraceLog = z.output<typeof TraceLog>;

export const TraceLogDetail = z
  .array(
    z.object({
      node: z.string(),
      size: z.int().meta({ description: 'Bytes' }),
      mtime: z.int().meta({ description: 'When it was last written to, Unix seconds' }),
    }),
  )
  .meta({ id: 'TraceLogDetail' });

export const TraceStreamQuery = z.object({
  position: integerField(0, Number.MAX_SAFE_INTEGER).default(0).meta({
    description: 'Where to begin; the id of each event says where to go on, as Last-Event-ID does',
  }),
});

/** One line of a trace. */
export const TraceLine = z
  .object({
    time: z.string().meta({ description: 'RFC 3339, in UTC' }),
    kind: z.enum(['received', 'sent', 'event']),
    type: z.string().meta({ description: 'PUBLISH; of events message.routed, client.disconnected …' }),
    clientid: z.string().optional(),
    username: z.string().optional(),
    peername: z.string().optional(),
    fields: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TraceLine' });
export type TraceLine = z.output<typeof TraceLine>;
