import { z } from 'zod';
import { RECORDED_NAMES } from '../../journal/door.ts';
import { suggest } from '../../lib/suggest.ts';
import { booleanField, integerField, momentField, PageQuery, repeatableField, Timestamp } from './values.ts';

const MOST_NAMES = 100;
const MOST_ROWS = 1000;

const EVENT_ID = /^\d{1,15}-\d{1,7}$/;

const names = repeatableField.refine((list) => list.length <= MOST_NAMES, {
  error: `may be given ${MOST_NAMES} times at most`,
});

/** A name that no event has would find nothing, which looks as if nothing had happened. */
const eventNames = names.superRefine((list, context) => {
  const unknown = list.find((name) => !RECORDED_NAMES.has(name));
  if (unknown === undefined) return;
  const meant = suggest(unknown.replace(/^\$events\//, '').replaceAll('/', '.'), RECORDED_NAMES);
  const hint = meant === undefined ? `there are ${[...RECORDED_NAMES].join(', ')}` : `did you mean ${meant}?`;
  context.addIssue({ code: 'custom', message: `no event is called ${unknown}: ${hint}` });
});

const columnFilter = repeatableField
  .refine((list) => list.length <= 20 && list.every((text) => text.indexOf(':') > 0), {
    error: 'must be name:value, such as reason:kicked or client_attrs.site:x, at most 20 times',
  })
  .transform((list) =>
    list.map((text) => {
      const colon = text.indexOf(':');
      return { path: text.slice(0, colon), value: text.slice(colon + 1) };
    }),
  );

const EventFilterShape = {
  event: eventNames.optional().meta({ description: 'Names such as client.disconnected; one of them' }),
  clientid: names.optional().meta({ description: 'One of them' }),
  username: z.string().optional(),
  text: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'Stands in the value of some column, in upper or lower case' }),
  column: columnFilter.optional().meta({ description: 'name:value; a path goes into maps. All of them' }),
};

/** Of events that happen from now on. */
export const EventStreamQuery = z.object(EventFilterShape);
export type EventStreamQuery = z.output<typeof EventStreamQuery>;

const eventId = z.string().regex(EVENT_ID, 'must be the id of an event, such as 1795822438123-0');

export const EventQuery = z
  .object({
    ...EventFilterShape,
    from: momentField('milliseconds').optional(),
    to: momentField('milliseconds').optional(),
    order: z
      .enum(['asc', 'desc'])
      .default('desc')
      .meta({ description: 'desc, the newest first, is the default' }),
    limit: integerField(1, MOST_ROWS)
      .default(100)
      .meta({ description: `1 to ${MOST_ROWS}; default 100` }),
    cursor: eventId.optional().meta({ description: '`meta.cursor` of the answer before' }),
    rule_hits: booleanField.default(false).meta({
      description: 'true: with `rules`, those that match it as they are now',
    }),
  })
  .refine(({ from = 0, to = Number.POSITIVE_INFINITY }) => from <= to, {
    path: ['to'],
    error: 'must not be before from',
  });
export type EventQuery = z.output<typeof EventQuery>;

export const EventExportQuery = z.object({
  ...EventFilterShape,
  from: momentField('milliseconds').optional(),
  to: momentField('milliseconds').optional(),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
});
export type EventExportQuery = z.output<typeof EventExportQuery>;

/** Bars that a page can show. */
const MOST_BUCKETS = 240;

export const EventHistogramQuery = z
  .object({
    ...EventFilterShape,
    from: momentField('milliseconds').optional(),
    to: momentField('milliseconds').optional(),
    buckets: integerField(1, MOST_BUCKETS)
      .default(60)
      .meta({ description: `1 to ${MOST_BUCKETS}; default 60, and so many at most` }),
  })
  .refine(({ from = 0, to = Number.POSITIVE_INFINITY }) => from <= to, {
    path: ['to'],
    error: 'must not be before from',
  });
export type EventHistogramQuery = z.output<typeof EventHistogramQuery>;

export const EventHistogram = z
  .object({
    data: z.array(
      z.object({
        at: Timestamp.meta({ description: 'When it begins, a multiple of `step`' }),
        count: z.int(),
        counts: z.record(z.string(), z.int()).meta({ description: 'By the name of the event' }),
      }),
    ),
    meta: z.object({
      from: Timestamp.meta({ description: 'The oldest event, when what was asked for is older' }),
      to: Timestamp,
      step: z.int().meta({ description: 'Milliseconds of each' }),
      count: z.int(),
      counted_from: Timestamp.optional().meta({
        description: 'What is older was not counted, for it would take too long; absent when all was',
      }),
    }),
  })
  .meta({ id: 'EventHistogram', description: 'Those without events are left out' });
export type EventHistogram = z.output<typeof EventHistogram>;

export const EventPath = z.object({ id: eventId });

export const RecordedEvent = z
  .object({
    id: z.string(),
    at: Timestamp.meta({ description: 'When it was recorded' }),
    event: z
      .string()
      .meta({ description: 'client.disconnected; journal.gap where events were not recorded' }),
    clientid: z.string().nullable(),
    username: z.string().nullable(),
    columns: z.record(z.string(), z.unknown()).meta({
      description: 'As a rule sees them; bytes that are not UTF-8 as {"$bytes": base64}',
    }),
    rules: z
      .array(z.string())
      .optional()
      .meta({ description: 'Ids of the rules that are on and match it as they are now; with `rule_hits`' }),
  })
  .meta({ id: 'RecordedEvent' });
export type RecordedEvent = z.output<typeof RecordedEvent>;

export const FoundEvents = z.object({
  data: z.array(RecordedEvent),
  meta: z.object({
    limit: z.int(),
    hasnext: z.boolean().meta({ description: 'Whether there may be more; the rows may be few even so' }),
    cursor: z.string().optional().meta({ description: 'Where the search goes on; absent at its end' }),
  }),
});

export const JournalStatus = z
  .object({
    enable: z.boolean(),
    retention: z.int().meta({ description: 'Milliseconds' }),
    max_size: z.int().meta({ description: 'Bytes' }),
    size: z.int().meta({ description: 'Bytes in use' }),
    events: z.array(z.string()),
    messages: z.array(z.string()),
    rule_messages: z.int(),
    count: z.int(),
    counts: z.record(z.string(), z.int()).meta({ description: 'By the name of the event' }),
    oldest: Timestamp.optional(),
    newest: Timestamp.optional(),
    waiting: z.int().meta({ description: 'Events that wait to be stored' }),
    lost: z
      .object({ overload: z.int(), rate: z.int(), storage: z.int() })
      .meta({ description: 'Events that were not recorded since the start' }),
    clients: z.int(),
    clients_online: z.int(),
    streams: z.int(),
  })
  .meta({ id: 'JournalStatus' });
export type JournalStatus = z.output<typeof JournalStatus>;

const moment = momentField('milliseconds').optional();

export const ClientRegistryQuery = PageQuery.extend({
  clientid: names.optional(),
  like_clientid: z.string().optional(),
  username: z.string().optional(),
  like_username: z.string().optional(),
  connected: booleanField.optional(),
  reason: z.string().optional().meta({ description: 'Of the last disconnect' }),
  gte_last_seen_at: moment,
  lte_last_seen_at: moment,
});
export type ClientRegistryQuery = z.output<typeof ClientRegistryQuery>;

export const RegisteredClient = z
  .object({
    clientid: z.string(),
    username: z.string().nullable(),
    ip_address: z.string().nullable(),
    connected: z.boolean(),
    first_seen_at: Timestamp,
    last_seen_at: Timestamp.meta({ description: 'The present while it is connected' }),
    connected_at: Timestamp.optional().meta({ description: 'Of its present connection, or of the last one' }),
    disconnected_at: Timestamp.optional().meta({ description: 'When a connection of it ended last' }),
    reason: z.string().optional().meta({ description: 'Why that was' }),
    connects: z.int(),
    disconnects: z.int(),
  })
  .meta({ id: 'RegisteredClient' });
export type RegisteredClient = z.output<typeof RegisteredClient>;

export const ClientHistoryQuery = z.object({
  limit: integerField(1, MOST_ROWS)
    .default(100)
    .meta({ description: `1 to ${MOST_ROWS}; default 100` }),
});

export const ClientSpan = z
  .object({
    state: z.enum(['online', 'offline']),
    from: Timestamp,
    to: Timestamp.optional().meta({ description: 'Absent while it lasts' }),
    duration: z.int().meta({ description: 'Milliseconds; until now while it lasts' }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'Why it went offline: at the end of being online, and while it is offline' }),
  })
  .meta({ id: 'ClientSpan' });
export type ClientSpan = z.output<typeof ClientSpan>;

export const ClientHistory = z.object({
  data: z.array(ClientSpan).meta({ description: 'The last one first' }),
  meta: z.object({ limit: z.int(), hasnext: z.boolean() }),
});
