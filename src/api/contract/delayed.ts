import { z } from 'zod';
import { Timestamp } from './values.ts';

export const DelayedSettings = z
  .strictObject({
    enable: z.boolean().meta({ description: 'Whether a message to `$delayed/{seconds}/{topic}` waits' }),
    max_delayed_messages: z
      .int()
      .min(0)
      .max(10_000_000)
      .meta({ description: 'Messages that wait at a time; 0 for as many as 256 MB take' }),
  })
  .meta({ id: 'DelayedSettings' });
export type DelayedSettings = z.output<typeof DelayedSettings>;

/** What is left out stays as it is. */
export const DelayedChange = DelayedSettings.partial().meta({ id: 'DelayedChange' });

const DelayedShape = {
  msgid: z.string().meta({ description: '32 hexadecimal digits' }),
  node: z.string(),
  publish_at: Timestamp.meta({ description: 'When it was sent to be delayed' }),
  delayed_interval: z.int().meta({ description: 'Seconds' }),
  delayed_remaining: z.int().meta({ description: 'Seconds' }),
  expected_at: Timestamp.meta({ description: 'When its time comes' }),
  topic: z.string().meta({ description: 'Where it goes' }),
  qos: z.literal([0, 1, 2]),
  from_clientid: z.string(),
  from_username: z.string().nullable(),
};

export const DelayedMessage = z.object(DelayedShape).meta({ id: 'DelayedMessage' });
export type DelayedMessage = z.output<typeof DelayedMessage>;

export const DelayedWithPayload = z
  .object({
    ...DelayedShape,
    payload: z.string().optional().meta({ description: 'Base64; absent above 1 MiB' }),
  })
  .meta({ id: 'DelayedMessageWithPayload' });
export type DelayedWithPayload = z.output<typeof DelayedWithPayload>;

export const DelayedPath = z.object({ node: z.string(), msgid: z.string() });
export const DelayedTopicPath = z.object({ topic: z.string() });
