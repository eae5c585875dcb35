import { z } from 'zod';
import { propertyText, UINT32_MAX } from './publish.ts';
import { booleanField, momentInBody, nameInPath, PageQuery, Timestamp } from './values.ts';

const duration = z.union([z.string(), z.int().min(0)]).meta({ description: '`1h`, or milliseconds' });
const rate = z.string().meta({ description: '`1000/s`, or `infinity`' });

const RetainerShape = {
  enable: z.boolean(),
  msg_expiry_interval: duration.meta({
    description: 'When a message without an expiry of its own goes: `1h`, or milliseconds; `0s` for never',
  }),
  allow_never_expire: z.boolean().meta({ description: 'Whether a message may stay for ever' }),
  msg_clear_interval: duration.meta({ description: 'Kept, without effect: expired ones go every 10 s' }),
  max_payload_size: z.union([z.string(), z.int().min(0)]).meta({ description: '`1MB`, or bytes' }),
  stop_publish_clear_msg: z
    .boolean()
    .meta({ description: 'Whether an empty message, which removes the retained one, goes to nobody' }),
  delivery_rate: rate.meta({ description: 'Kept, without effect: they leave as fast as the receiver reads' }),
  max_publish_rate: rate.meta({
    description: 'What comes faster is delivered and not kept: `1000/s`, or `infinity`',
  }),
};

const BackendShape = {
  type: z.literal('built_in_database'),
  storage_type: z.enum(['ram', 'disc']).meta({ description: 'Kept, without effect: they are on disk' }),
  max_retained_messages: z
    .int()
    .min(0)
    .meta({ description: '0 for as many as `retainer.max_retained_bytes` takes' }),
  enable: z.boolean(),
};

export const RetainerSettings = z
  .object({ ...RetainerShape, backend: z.object(BackendShape) })
  .meta({ id: 'RetainerSettings' });
export type RetainerSettings = z.output<typeof RetainerSettings>;

/** What is left out stays as it is. */
export const RetainerBody = z
  .strictObject({ ...RetainerShape, backend: z.strictObject(BackendShape).partial() })
  .partial()
  .meta({ id: 'RetainerChange' });

export const RETAINED_SORTS = ['topic', 'from_clientid', 'qos', 'payload_size', 'publish_at'] as const;

const q = z.string().max(20_000).optional().meta({
  description:
    'Words, all of which have to fit: a part of the topic, a topic filter with `+` or `#`, `topic:`, `client:`, `user:`, `qos:`, `size>1kB`, `age>1h`. `-` turns a word round, commas separate values, quotes mean exactly this.',
});

export const RetainedQuery = PageQuery.extend({
  topic: z.string().optional().meta({ description: 'A topic filter' }),
  q,
  sort: z
    .string()
    .optional()
    .refine(
      (text) => text === undefined || (RETAINED_SORTS as readonly string[]).includes(text.replace(/^-/, '')),
      { error: `must be one of ${RETAINED_SORTS.join(', ')}, with - before it for descending` },
    ),
});

export type RetainedQuery = z.output<typeof RetainedQuery>;

const RetainedShape = {
  msgid: z.string().meta({ description: '32 hexadecimal digits' }),
  topic: z.string(),
  qos: z.literal([0, 1, 2]),
  publish_at: Timestamp,
  from_clientid: z.string(),
  from_username: z.string().nullable(),
  payload_size: z.int().meta({ description: 'Bytes' }),
};

export const Retained = z.object(RetainedShape).meta({ id: 'Retained' });
export type Retained = z.output<typeof Retained>;

export const RetainedProperties = z
  .strictObject({
    payload_format_indicator: z.literal([0, 1]).optional(),
    message_expiry_interval: z
      .int()
      .min(0)
      .max(UINT32_MAX)
      .optional()
      .meta({ description: 'Seconds from `publish_at`' }),
    response_topic: propertyText.optional(),
    correlation_data: z.base64().max(87_380).optional().meta({ description: 'Base64' }),
    content_type: propertyText.optional(),
    user_property_pairs: z.array(z.strictObject({ key: propertyText, value: propertyText })).optional(),
  })
  .meta({ id: 'RetainedProperties', description: 'Those of MQTT 5' });
export type RetainedProperties = z.output<typeof RetainedProperties>;

export const RetainedWithPayload = z
  .object({
    ...RetainedShape,
    payload: z.string().optional().meta({ description: 'Base64; absent above 1 MiB, unless `whole`' }),
    properties: RetainedProperties.optional(),
  })
  .meta({ id: 'RetainedWithPayload' });
export type RetainedWithPayload = z.output<typeof RetainedWithPayload>;

export const RetainedMessageQuery = z.object({
  whole: booleanField.default(false).meta({ description: 'With a payload above 1 MiB too' }),
});

export const RetainedBody = z
  .strictObject({
    payload: z.base64().min(1).meta({ description: 'Base64' }),
    qos: z.literal([0, 1, 2]).default(0),
    publish_at: momentInBody.optional().meta({ description: 'Default: now' }),
    from_clientid: z.string().max(65_535).optional(),
    from_username: z.string().max(65_535).nullish(),
    properties: RetainedProperties.optional(),
  })
  .meta({ id: 'RetainedBody' });
export type RetainedBody = z.output<typeof RetainedBody>;

export const RetainedPath = z.object({ topic: nameInPath });

export const RemoveRetainedBody = z
  .strictObject({
    q: q.meta({ description: 'As of the list; empty for all of them' }),
    topics: z.array(z.string()).min(1).max(10_000).optional(),
    dry_run: z.boolean().default(false).meta({ description: 'Only count them' }),
  })
  .refine(({ q, topics }) => (q === undefined) !== (topics === undefined), {
    error: 'give either q or topics',
  });

export const RemovedRetained = z
  .object({
    count: z.int().meta({ description: 'Messages that were removed, or would be' }),
    bytes: z.int().meta({ description: 'Of their payloads' }),
  })
  .meta({ id: 'RemovedRetained' });
export type RemovedRetained = z.output<typeof RemovedRetained>;
