import { z } from 'zod';
import type { Alert } from './alerts.ts';
import type { Delivery } from './deliveries.ts';
import type { RecordedEvent } from './events.ts';

/** What can be followed over `GET /live`, several at a time. */
export const LIVE_TOPICS = ['figures', 'alerts', 'events', 'deliveries', 'clients', 'objects'] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

const topicNames = new Set<string>(LIVE_TOPICS);

export const LiveQuery = z.object({
  topics: z
    .string()
    .refine((text) => text.split(',').every((name) => topicNames.has(name)), {
      error: `must name topics with commas between them: ${LIVE_TOPICS.join(',')}`,
    })
    .transform((text) => new Set(text.split(',') as LiveTopic[]))
    .meta({ description: `Some of ${LIVE_TOPICS.join(', ')}, with commas between them` }),
  language: z.enum(['en', 'zh']).optional().meta({ description: 'Of alerts; default by Accept-Language' }),
});

const rate = z.number().nullable();

/** Each second: what the head of every page and the overview show. Rates are per second, over the last ten. */
export const LiveFigures = z
  .object({
    at: z.int().meta({ description: 'Unix milliseconds' }),
    connections: z.int(),
    connections_max: z.int().meta({ description: 'The most since the start' }),
    sessions: z.int(),
    subscriptions: z.int(),
    received_per_second: rate.meta({
      description: 'Null, as the other rates, in the first second in which anybody looks',
    }),
    sent_per_second: rate,
    dropped_per_second: rate.meta({
      description: 'Messages that found no receiver, and those that one did not get',
    }),
    dropped_reason: z
      .string()
      .nullable()
      .meta({ description: 'The most frequent of the reasons, such as no_subscribers and queue_full' }),
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
    id: z.string().meta({ description: 'Empty where there is only one of the kind, or several changed' }),
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

/** The first message of each stream: who sends it. */
export const LiveServer = z
  .object({
    version: z.string().meta({ description: 'Of the program' }),
    dashboard: z.string().nullable().meta({ description: 'The build of the dashboard that it serves' }),
    at: z.int().meta({ description: 'Unix milliseconds' }),
  })
  .meta({ id: 'LiveServer' });
export type LiveServer = z.output<typeof LiveServer>;

/** So many messages of a topic were left out: they came faster than they are told, or than the reader takes them. */
export const LiveSkipped = z
  .object({
    topic: z.enum(LIVE_TOPICS),
    count: z.int().nullable().meta({ description: 'Null: nobody counted' }),
  })
  .meta({ id: 'LiveSkipped' });
export type LiveSkipped = z.output<typeof LiveSkipped>;

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
