import { z } from 'zod';
import { defineBotChannel } from '../bot-channel.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { judgePagerDuty } from './pagerduty-answer.ts';
import { type IncidentDetails, writeEvent } from './pagerduty-event.ts';

/** What an action for PagerDuty may say beyond what all channels are told. */
export interface PagerDutyMessage extends ChannelMessage {
  incident?: IncidentDetails | undefined;
}

const bot = z.strictObject({
  routing_key: z
    .string()
    .refine((key) => key.length === 32 || key.includes('${'), {
      error: 'an integration key has 32 characters: copy it from the service (Events API v2)',
    })
    .meta({ description: 'Integration key of a service, or of an orchestration: Events API v2.' }),
  url: channelUrlField('pagerduty', 'base').default('https://events.pagerduty.com/v2/enqueue').meta({
    description: 'For accounts in the EU: https://events.eu.pagerduty.com/v2/enqueue.',
  }),
});

/** PagerDuty's Events API v2. What was triggered stays open there until the same `dedup_key` is resolved. */
export const pagerduty = defineBotChannel<(typeof bot)['shape']>({
  type: 'pagerduty',
  bot,
  limits: { perMinute: 120, waits: [30_000] },
  // Inside JSON every text is harmless, and there is no markup.
  escape: (text) => text,
  staysOpen: true,
  tokenOf: ({ routing_key }) => routing_key,
  write(message: PagerDutyMessage, { routing_key, url }, { id }) {
    return { url, body: writeEvent(message, routing_key, id) };
  },
  judge: judgePagerDuty,
});
