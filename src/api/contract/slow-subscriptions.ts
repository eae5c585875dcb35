import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { durationField } from '../../lib/zod-fields.ts';

const positive = (most: string) =>
  durationField
    .refine(
      (text) => {
        const time = parseDuration(text) ?? 0;
        return time >= 1 && time <= (parseDuration(most) ?? 0);
      },
      { error: `must be 1ms to ${most}` },
    )
    .transform((value) => (typeof value === 'number' ? `${value}ms` : value));

export const SlowSubscriptionSettings = z
  .object({
    enable: z.boolean(),
    threshold: z.string().meta({ description: 'From how long on a message is slow' }),
    expire_interval: z.string().meta({ description: 'How long an entry stands after its last slow message' }),
    top_k_num: z.int().meta({ description: 'Entries at most' }),
    stats_type: z.enum(['whole', 'internal', 'response']),
  })
  .meta({ id: 'SlowSubscriptionSettings' });
export type SlowSubscriptionSettings = z.output<typeof SlowSubscriptionSettings>;

/** What is left out stays as it is. */
export const SlowSubscriptionChange = z
  .strictObject({
    enable: z.boolean().optional(),
    threshold: positive('1h').optional(),
    expire_interval: positive('7d').optional(),
    top_k_num: z.int().min(1).max(1000).optional(),
    stats_type: z.enum(['whole', 'internal', 'response']).optional(),
  })
  .meta({ id: 'SlowSubscriptionChange' });

export const SlowSubscriptionRow = z
  .object({
    clientid: z.string(),
    node: z.string(),
    topic: z.string(),
    timespan: z.int().meta({ description: 'Milliseconds' }),
    last_update_time: z.int().meta({ description: 'Unix milliseconds' }),
  })
  .meta({ id: 'SlowSubscription' });
export type SlowSubscriptionRow = z.output<typeof SlowSubscriptionRow>;
