import { z } from 'zod';
import { isShared, isValidTopicFilter } from '../../mqtt/topics.ts';
import { PLACEHOLDER } from './auto-filter.ts';

/** Subscriptions that every client gets. */
export const MOST_AUTO_SUBSCRIPTIONS = 20;

const bit = z.literal([0, 1]);

/** What every client is subscribed to when it connects, as EMQX writes it. */
export const autoSubscription = z
  .strictObject({
    topic: z
      .string()
      .min(1)
      .max(1024)
      .refine((text) => isValidTopicFilter(text.replace(PLACEHOLDER, 'x')), 'is not a topic filter')
      .meta({ description: 'A topic filter with `${clientid}`, `${username}`, `${host}`, `${port}`' }),
    qos: z.literal([0, 1, 2]).default(0),
    nl: bit.default(0).meta({ description: 'No Local' }),
    rap: bit.default(0).meta({ description: 'Retain As Published' }),
    rh: z.literal([0, 1, 2]).default(0).meta({ description: 'Retain Handling' }),
  })
  .refine(({ topic, nl }) => !(nl === 1 && isShared(topic)), 'nl cannot be 1 for a shared subscription') // [MQTT-3.8.3-4]
  .meta({ id: 'AutoSubscription' });
export type AutoSubscription = z.output<typeof autoSubscription>;
