import { z } from 'zod';
import { PageMeta, PageQuery, Timestamp } from './values.ts';

const q = z.string().max(20_000).default('').meta({
  description:
    'Words, all of which have to fit: a part of the topic, a topic filter with `+` or `#`, `topic:`, `is:subscribed`, `is:retained`, `is:published`, `rate>1`, `size>1kB`. `-` turns a word round, commas separate values, quotes mean exactly this.',
});

export const TopicLevelQuery = PageQuery.extend({
  q,
  below: z
    .string()
    .max(65_536)
    .refine((text) => text.endsWith('/'), 'must end with /, such as plant/line1/')
    .optional()
    .meta({
      description: 'The levels before them, with `/` behind each: `plant/line1/`. Without: the first',
    }),
});
export type TopicLevelQuery = z.output<typeof TopicLevelQuery>;

export const TopicActivityQuery = PageQuery.extend({
  q,
  sort: z
    .enum(['topic', '-rate'])
    .default('topic')
    .meta({ description: '-rate: those with the most messages first' }),
});
export type TopicActivityQuery = z.output<typeof TopicActivityQuery>;

export const LastPayload = z
  .object({
    at: Timestamp,
    payload: z.string().meta({ description: 'Base64 of its first 1,024 bytes' }),
    size: z.int().meta({ description: 'Bytes of the whole' }),
    qos: z.literal([0, 1, 2]),
    retain: z.boolean(),
  })
  .meta({
    id: 'LastPayload',
    description: 'Of a topic that gets many messages, one of each second is looked at',
  });
export type LastPayload = z.output<typeof LastPayload>;

const UseShape = {
  topic: z.string(),
  subscribed: z.boolean().meta({ description: 'Somebody has subscribed with exactly this' }),
  retained: z.boolean().meta({ description: 'It has a retained message' }),
  messages: z.int().meta({ description: 'Of exactly this topic, since `meta.since`' }),
  rate: z.number().meta({ description: 'Messages per second: of the last seconds, or since `meta.since`' }),
  last_at: Timestamp.optional().meta({ description: 'When the last of these messages came' }),
  last: LastPayload.optional(),
};

export const TopicUse = z.object(UseShape).meta({ id: 'TopicUse' });
export type TopicUse = z.output<typeof TopicUse>;

export const TopicLevelRow = z
  .object({
    ...UseShape,
    name: z.string().meta({ description: 'Of this level; empty for an empty level' }),
    rate: z.number().meta({ description: 'Messages per second, of this topic and of all below it' }),
    children: z.int().meta({ description: 'Levels directly below' }),
    topics: z.int().meta({ description: 'Topics here and below' }),
  })
  .meta({ id: 'TopicLevel' });
export type TopicLevelRow = z.output<typeof TopicLevelRow>;

export const TopicActivityMeta = PageMeta.extend({
  since: Timestamp.meta({ description: 'When counting began: with the first who asked' }),
  lasts: z.int().meta({ description: 'Milliseconds for which it goes on when nobody asks any more' }),
  missed: z.int().meta({ description: 'Messages on topics for which there was no room' }),
  left_out: z.int().meta({ description: 'Topics that are in no list, for there are too many levels' }),
}).meta({ id: 'TopicActivityMeta' });

export const TopicLevels = z.object({ data: z.array(TopicLevelRow), meta: TopicActivityMeta });
export type TopicLevels = z.output<typeof TopicLevels>;

export const TopicActivity = z.object({ data: z.array(TopicUse), meta: TopicActivityMeta });
export type TopicActivity = z.output<typeof TopicActivity>;
