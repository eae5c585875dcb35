import { z } from 'zod';
import { pageLimit } from './values.ts';

/** Where to go on in a queue; `none` is its beginning, and that of an empty one. */
const Position = z.string();

const query = {
  payload: z.enum(['base64', 'plain', 'none']).default('base64').meta({ description: 'Default `base64`' }),
  max_payload_bytes: z
    .string()
    .regex(/^(?=[\d.]*[1-9])\d{1,16}(\.\d{1,16})?([kmgt]?b)?$/i)
    .default('1MB')
    .meta({
      description: 'Of all payloads of the answer together, at most 16MB; one message comes even if larger',
    }),
  limit: pageLimit,
};

export const QueuedMessagesQuery = z.object({
  ...query,
  position: Position.default('none').meta({ description: '`meta.position` of the answer before' }),
});
export type QueuedMessagesQuery = z.output<typeof QueuedMessagesQuery>;

const SessionMessageShape = {
  msgid: z.string().meta({ description: '32 hexadecimal digits' }),
  topic: z.string(),
  qos: z.literal([0, 1, 2]),
  publish_at: z.int().meta({ description: 'Unix milliseconds' }),
  from_clientid: z.string(),
  from_username: z.string().nullable(),
  payload: z.string().optional().meta({ description: 'Absent with `payload=none`' }),
  inserted_at: z.string().meta({ description: 'When it was published, made unique within the session' }),
};

export const InflightMessage = z.object(SessionMessageShape).meta({ id: 'InflightMessage' });
export type InflightMessage = z.output<typeof InflightMessage>;

export const QueuedMessage = z
  .object({ ...SessionMessageShape, mqueue_priority: z.union([z.int(), z.literal('infinity')]) })
  .meta({ id: 'QueuedMessage' });
export type QueuedMessage = z.output<typeof QueuedMessage>;

const Positions = z.object({
  start: Position.meta({ description: 'Of the first message of all' }),
  position: Position.meta({ description: 'Of the last message of this answer' }),
});

export const QueuedMessages = z.object({ data: z.array(QueuedMessage), meta: Positions });
export type QueuedMessages = z.output<typeof QueuedMessages>;

export const InflightMessages = z.object({ data: z.array(InflightMessage), meta: Positions });
export type InflightMessages = z.output<typeof InflightMessages>;
