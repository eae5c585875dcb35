import type { EventPorts } from '../broker/door.ts';
import { suggest } from '../lib/suggest.ts';
import { type EventDescription, eventCatalogue, unavailableTopics } from './event-catalogue.ts';

/** What MQTT says of topics; handed in, since rules stand above the broker and not above the codec. */
export interface TopicRules {
  topicMatchesFilter(topic: string, filter: string): boolean;
  isValidTopicFilter(filter: string): boolean;
  isValidTopicName(topic: string): boolean;
}

/** What one entry of FROM listens to. */
export type FromTarget =
  | { readonly kind: 'messages'; readonly filter: string }
  | { readonly kind: 'events'; readonly topic: string; readonly events: ReadonlyArray<keyof EventPorts> };

export interface TopicRefusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Events that are messages: their rules name the topic of the message. */
const messageTopics = ['$events/message_publish', '$events/message/publish'];

const events = eventCatalogue.flatMap((description) =>
  description.event === 'message.publish'
    ? []
    : [{ event: description.event, topics: topicsOf(description) }],
);
const eventTopics = events.flatMap(({ topics }) => topics);

export function resolveTopic(topic: string, rules: TopicRules): FromTarget | TopicRefusal {
  if (!rules.isValidTopicFilter(topic)) {
    return refused(
      `"${topic}" is not a topic filter: + and # stand for whole levels, # only for the last one`,
    );
  }
  if (topic.startsWith('$share/') || topic.startsWith('$queue/')) {
    return refused(`${topic} shares messages among subscribers, and a rule is none: write the filter alone`);
  }
  if (topic.startsWith('$bridges/') || topic.startsWith('$sources/')) return notAvailable(topic);
  if (topic !== '$events' && !topic.startsWith('$events/')) return { kind: 'messages', filter: topic };
  if (messageTopics.includes(topic)) {
    return refused(
      `${topic} cannot stand in FROM: write the topic filter of the messages, such as FROM "t/#"`,
    );
  }
  // Each event once, although a wildcard may match its topic and its legacy topic.
  const matching = events.filter(({ topics }) =>
    topics.some((name) => rules.topicMatchesFilter(name, topic)),
  );
  if (matching.length > 0) return { kind: 'events', topic, events: matching.map(({ event }) => event) };
  if (unavailableTopics.some((name) => rules.topicMatchesFilter(name, topic))) return notAvailable(topic);
  return unknown(topic);
}

function topicsOf({ topic, legacyTopic }: EventDescription): string[] {
  return legacyTopic === undefined ? [topic] : [topic, legacyTopic];
}

function notAvailable(topic: string): TopicRefusal {
  return refused(`${topic} is not available in this version: a rule on it would never fire`);
}

function unknown(topic: string): TopicRefusal {
  const suggestion = suggest(topic, eventTopics);
  const help = suggestion === undefined ? 'GET /rule_events lists the events' : `did you mean ${suggestion}?`;
  return { kind: 'refused', message: `there is no event ${topic}; ${help}`, suggestion };
}

function refused(message: string): TopicRefusal {
  return { kind: 'refused', message };
}
