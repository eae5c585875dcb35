import { z } from 'zod';
import { Subscription } from './subscriptions.ts';
import { integerField } from './values.ts';

export const SUBSCRIPTION_SORTS = ['topic', 'clientid', 'qos'] as const;

const q = z.string().max(20_000).default('').meta({
  description:
    'Words, all of which have to fit: a part of the filter or of the client id, `topic:`, `group:`, `qos:`, `client:`, `sub:cmd/+/x`, and all words of `GET /client_search` about whoever has subscribed.',
});

export const SubscriptionSearchQuery = z.object({
  q,
  sort: z
    .string()
    .default('topic')
    .refine((text) => (SUBSCRIPTION_SORTS as readonly string[]).includes(text.replace(/^-/, '')), {
      error: `must be one of ${SUBSCRIPTION_SORTS.join(', ')}, with - before it for descending`,
    }),
  limit: integerField(1, 10_000).default(100),
  cursor: z.string().optional().meta({ description: '`meta.cursor` of the answer before' }),
});
export type SubscriptionSearchQuery = z.output<typeof SubscriptionSearchQuery>;

export const FoundSubscriptions = z
  .object({
    data: z.array(Subscription),
    meta: z.object({
      count: z.int().meta({ description: 'All that fit' }),
      clients: z.int().meta({ description: 'Clients that have one of them' }),
      cursor: z.string().optional().meta({ description: 'Where the list goes on; absent at its end' }),
    }),
  })
  .meta({ id: 'FoundSubscriptions' });
export type FoundSubscriptions = z.output<typeof FoundSubscriptions>;

export const UnsubscribeFoundBody = z.strictObject({
  q: q.meta({ description: 'As of `GET /subscription_search`' }),
  subscriptions: z
    .array(z.strictObject({ clientid: z.string(), topic: z.string() }))
    .max(10_000)
    .optional()
    .meta({ description: 'Only these; those that are not there are left out' }),
  dry_run: z.boolean().default(false).meta({ description: 'Only count them' }),
});

export const UnsubscribedFound = z
  .object({
    count: z.int().meta({ description: 'Subscriptions that were ended, or would be' }),
    clients: z.int().meta({ description: 'Clients that had them' }),
  })
  .meta({ id: 'UnsubscribedFound' });
export type UnsubscribedFound = z.output<typeof UnsubscribedFound>;
