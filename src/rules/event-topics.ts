import { suggest } from '../lib/suggest.ts';
import type { SqlText } from '../sql/door.ts';
import {
  type EventDescription,
  eventCatalogue,
  hasPort,
  type PortEvent,
  sourceTypes,
  unavailableTopics,
} from './event-catalogue.ts';

/** What MQTT says of topics; handed in, since rules stand above the broker and not above the codec. */
export interface TopicRules {
  topicMatchesFilter(topic: string, filter: string): boolean;
  isValidTopicFilter(filter: string): boolean;
  isValidTopicName(topic: string): boolean;
}

/** What one entry of FROM listens to. */
export type FromTarget =
  | { readonly kind: 'messages'; readonly filter: string }
  | { readonly kind: 'events'; readonly topic: string; readonly events: readonly PortEvent[] }
  | { readonly kind: 'sources'; readonly topic: string };

interface TopicRefusal {
  readonly kind: 'refused';
  readonly reason: SqlText;
  readonly hint?: SqlText | undefined;
}

/** Events that are messages: their rules name the topic of the message. */
const messageTopics = ['publish', 'published'].flatMap((word) => [
  `$events/message_${word}`,
  `$events/message/${word}`,
]);

const events = eventCatalogue.flatMap((description) =>
  hasPort(description.event) ? [{ event: description.event, topics: topicsOf(description) }] : [],
);
const eventTopics = events.flatMap(({ topics }) => topics);

export function resolveTopic(topic: string, rules: TopicRules): FromTarget | TopicRefusal {
  if (!rules.isValidTopicFilter(topic)) {
    return refused({ code: 'notTopicFilter', topic: `"${topic}"` }, { code: 'wholeLevels' });
  }
  if (topic.startsWith('$share/') || topic.startsWith('$queue/')) {
    const filter = topic.replace(/^\$(?:share\/[^/]*|queue)\//, '');
    return refused({ code: 'sharedTopic', topic }, { code: 'writeInstead', text: `"${filter}"` });
  }
  if (isSourceTopic(topic)) return resolveSource(topic, rules);
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

/** Whether an entry of FROM names the source (`mqtt:name`); `*` and a wildcard name all of a type, or all. */
export function namesSource(
  topic: string,
  source: string,
  matches: TopicRules['topicMatchesFilter'],
): boolean {
  if (!isSourceTopic(topic)) return false;
  const filter = asBridge(topic);
  const own = `$bridges/${source}`;
  return filter.endsWith(':*') ? own.startsWith(filter.slice(0, -1)) : matches(own, filter);
}

/** `$sources/` is another name of `$bridges/`. */
export function asBridge(topic: string): string {
  return topic.replace(/^\$sources/, '$bridges');
}

function isSourceTopic(topic: string): boolean {
  return /^\$(?:bridges|sources)(?:\/|$)/.test(topic);
}

const sourceName = /^(?:\*|[0-9A-Za-z][-0-9A-Za-z_]*)$/;

function resolveSource(topic: string, rules: TopicRules): FromTarget | TopicRefusal {
  const filter = asBridge(topic);
  if (sourceTypes.some((type) => rules.topicMatchesFilter(`$bridges/${type}:*`, filter)))
    return { kind: 'sources', topic };
  const [, type = '', name] = /^\$bridges\/([^:/]*)(?::([^/]*))?$/.exec(filter) ?? [];
  if (sourceTypes.includes(type)) {
    if (name !== undefined && sourceName.test(name)) return { kind: 'sources', topic };
    return refused(
      { code: 'notSourceTopic', topic },
      { code: 'writeInstead', text: `"$bridges/${type}:name"` },
    );
  }
  const meant = suggest(type, sourceTypes);
  if (meant === undefined)
    return refused({ code: 'unavailableSource', topic, types: sourceTypes.join(', ') });
  return refused(
    { code: 'notSourceTopic', topic },
    { code: 'didYouMean', name: `$bridges/${meant}:${name ?? 'name'}` },
  );
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
