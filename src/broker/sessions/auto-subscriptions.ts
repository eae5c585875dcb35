import { z } from 'zod';
import { isShared, isValidTopicFilter } from '../../mqtt/topics.ts';
import type { ClientInfo } from '../events.ts';

/** Subscriptions that every client gets. */
export const MOST_AUTO_SUBSCRIPTIONS = 20;

const PLACEHOLDER = /\$\{(clientid|username|host|port)\}/g;

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

/**
 * The filter for this client; undefined when it has no such filter: it has no user name, or a value would bring a wildcard
 * along, so that a client could choose what it is subscribed to.
 */
export function autoFilterFor(topic: string, info: ClientInfo): string | undefined {
  const values: Readonly<Record<string, string | undefined>> = {
    clientid: info.clientId,
    username: info.username,
    host: info.peerHost,
    port: String(info.peerPort),
  };
  const names = [...topic.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const isRefused = names.some((name) => /[+#]|^$/.test(values[name] ?? ''));
  return isRefused ? undefined : topic.replace(PLACEHOLDER, (_, name: string) => values[name] ?? '');
}
