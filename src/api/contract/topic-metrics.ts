import { z } from 'zod';
import { TOPIC_COUNTERS, type TopicCounter } from '../../broker/door.ts';
import { nameInPath, Timestamp } from './values.ts';

export const TopicMetricsPath = z.object({ topic: nameInPath });

export const TopicMetricsDraft = z
  .strictObject({
    topic: z.string().meta({ description: 'A topic name, without wildcards' }),
  })
  .meta({ id: 'TopicMetricsDraft' });

export const TopicMetricsReset = z
  .strictObject({
    action: z.literal('reset'),
    topic: z.string().optional().meta({ description: 'Without it: all of them' }),
  })
  .meta({ id: 'TopicMetricsReset' });

/** `messages.in.count`, `messages.in.rate` and so on. */
type Figures = Record<`${TopicCounter}.count` | `${TopicCounter}.rate`, z.ZodNumber>;

export const TopicMetricsRow = z
  .object({
    topic: z.string(),
    create_time: Timestamp.meta({ description: 'Since when it is counted; after a restart, since that' }),
    reset_time: Timestamp.optional().meta({ description: 'When the figures were set back to 0' }),
    metrics: z
      .object(
        Object.fromEntries(
          TOPIC_COUNTERS.flatMap((name) => [
            [`${name}.count`, z.int()],
            [`${name}.rate`, z.number()],
          ]),
        ) as unknown as Figures,
      )
      .meta({
        description:
          'in: published to it; out: handed to its receivers; dropped: found no receiver, or was refused. Rates per second',
      }),
  })
  .meta({ id: 'TopicMetrics' });
export type TopicMetricsRow = z.output<typeof TopicMetricsRow>;
