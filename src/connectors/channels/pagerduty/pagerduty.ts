import { z } from 'zod';
import { defineBotChannel } from '../bot-channel.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { judgePagerDuty } from './pagerduty-answer.ts';
import { writeEvent } from './pagerduty-event.ts';

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
  standsAlone: true,
  extras: {
    summary: { description: "PagerDuty's word for `title`." },
    source: { description: 'Where it is wrong; `node` of the row, else `clientid`, when absent.' },
    component: { description: '`clientid` of the row when absent.' },
    group: { description: 'A group of components, such as a plant.' },
    class: { description: 'What kind of event it is; `event` of the row when absent.' },
    custom_details: { description: 'JSON, or a text; the row when absent.', isBody: true },
    client: { description: 'The name under which `client_url` is shown.' },
    client_url: { description: 'Where to look for more.' },
  },
  tokenOf: ({ routing_key }) => routing_key,
  write(message, { routing_key, url }, { id }) {
    return { url, body: writeEvent(message, routing_key, id) };
  },
  judge: judgePagerDuty,
});
