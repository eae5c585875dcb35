import type { EventPorts } from '../broker/door.ts';
import { suggest } from '../lib/suggest.ts';
import type { SqlText } from '../sql/door.ts';
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

interface TopicRefusal {
  readonly kind: 'refused';
  readonly reason: SqlText;
  readonly hint?: SqlText | undefined;
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
    return refused({ code: 'notTopicFilter', topic }, { code: 'wholeLevels' });
  }
  if (topic.startsWith('$share/') || topic.startsWith('$queue/')) {
    const filter = topic.replace(/^\$(?:share\/[^/]*|queue)\//, '');
    return refused({ code: 'sharedTopic', topic }, { code: 'writeInstead', text: `"${filter}"` });
  }
  if (topic.startsWith('$bridges/') || topic.startsWith('$sources/')) return notAvailable(topic);
  if (topic !== '$events' && !topic.startsWith('$events/')) return { kind: 'messages', filter: topic };
  if (messageTopics.includes(topic)) {
    return refused({ code: 'messageTopic', topic }, { code: 'filterOfMessages' });
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
  return refused({ code: 'unavailableTopic', topic });
}

function unknown(topic: string): TopicRefusal {
  const name = suggest(topic, eventTopics);
  const hint = name === undefined ? { code: 'listOfEvents' as const } : { code: 'didYouMean' as const, name };
  return refused({ code: 'unknownEvent', topic }, hint);
}

function refused(reason: SqlText, hint?: SqlText): TopicRefusal {
  return { kind: 'refused', reason, hint };
}
