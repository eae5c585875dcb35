import { z } from 'zod';
import type { Alert } from './alerts.ts';
import type { Delivery } from './deliveries.ts';
import type { RecordedEvent } from './events.ts';

/** What can be followed over `GET /live`, several at a time. */
export const LIVE_TOPICS = ['figures', 'alerts', 'events', 'deliveries', 'clients', 'objects'] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** Each second: what the head of every page and the overview show. Rates are per second, over the last ten. */
export const LiveFigures = z
  .object({
    at: z.int().meta({ description: 'Unix milliseconds' }),
    connections: z.int(),
    connections_max: z.int().meta({ description: 'The most since the start' }),
    sessions: z.int(),
    subscriptions: z.int(),
    received_per_second: z.number(),
    sent_per_second: z.number(),
    dropped_per_second: z.number(),
    alerts_open: z.object({ critical: z.int(), warning: z.int(), info: z.int() }),
    alerts_acknowledged: z.int(),
    deliveries_waiting: z.int(),
  })
  .meta({ id: 'LiveFigures' });
export type LiveFigures = z.output<typeof LiveFigures>;

/** Something that is configured was made, changed or deleted, by whomever. */
export const LiveObject = z
  .object({
    kind: z.string().meta({ description: 'rule, connector, action, silence, user …' }),
    id: z.string(),
    what: z.enum(['created', 'updated', 'deleted']),
  })
  .meta({ id: 'LiveObject' });
export type LiveObject = z.output<typeof LiveObject>;

/** Which clients came and went within the last half second; no more than some hundred ids, else only how many. */
export const LiveClients = z
  .object({
    online: z.array(z.string()),
    offline: z.array(z.string()),
    count: z.int().meta({ description: 'All of them, also those whose ids are left out' }),
  })
  .meta({ id: 'LiveClients' });
export type LiveClients = z.output<typeof LiveClients>;

/** The data of a message of each topic. */
export interface LiveMessages {
  figures: LiveFigures;
  /** `news`: pending, opened, acknowledged, resolved … */
  alerts: { news: string; alert: Alert };
  events: RecordedEvent;
  deliveries: {
    news: string;
    delivery: Pick<Delivery, 'id' | 'connector' | 'action' | 'rule' | 'alert' | 'status' | 'title'>;
  };
  clients: LiveClients;
  objects: LiveObject;
}
