import { z } from 'zod';
import { booleanField, integerField, PageQuery } from './values.ts';

const qos = z.literal([0, 1, 2]);
const bit = z.literal([0, 1]);

/** `nl`, `rap`, `rh` are No Local, Retain As Published and Retain Handling of MQTT 5 (§3.8.3.1). */
const SubscriptionShape = {
  clientid: z.string(),
  topic: z.string(),
  qos,
  nl: bit,
  rap: bit,
  rh: z.literal([0, 1, 2]),
  node: z.string().nullable(),
};

export const Subscription = z
  .object({ ...SubscriptionShape, durable: z.boolean() })
  .meta({ id: 'Subscription' });
export type Subscription = z.output<typeof Subscription>;

export const Subscribed = z.object(SubscriptionShape).meta({ id: 'Subscribed' });
export type Subscribed = z.output<typeof Subscribed>;

export const SubscribeBody = z
  .strictObject({
    topic: z.string().min(1),
    qos: qos.default(0),
    nl: bit.default(0),
    rap: bit.default(0),
    rh: z.literal([0, 1, 2]).default(0),
  })
  .meta({ id: 'Subscribe' });
export type SubscribeBody = z.output<typeof SubscribeBody>;

export const UnsubscribeBody = z.strictObject({ topic: z.string().min(1) }).meta({ id: 'Unsubscribe' });
export type UnsubscribeBody = z.output<typeof UnsubscribeBody>;

export const SubscribeBulkBody = z.array(SubscribeBody).max(1000);
export const UnsubscribeBulkBody = z.array(UnsubscribeBody).max(1000);

export const SubscriptionQuery = PageQuery.extend({
  node: z.string().optional(),
  clientid: z.string().optional(),
  qos: integerField(0, 2).optional(),
  topic: z
    .string()
    .optional()
    .meta({ description: 'The exact filter; without `$share/group/` of a shared one' }),
  match_topic: z.string().optional().meta({ description: 'A filter that covers the filters asked for' }),
  share_group: z.string().optional(),
  durable: booleanField.optional(),
});
export type SubscriptionQuery = z.output<typeof SubscriptionQuery>;

export const TopicQuery = PageQuery.extend({ topic: z.string().optional(), node: z.string().optional() });

export const TopicRow = z.object({ topic: z.string(), node: z.string() }).meta({ id: 'Topic' });
export type TopicRow = z.output<typeof TopicRow>;

export const TopicPath = z.object({ topic: z.string() });
