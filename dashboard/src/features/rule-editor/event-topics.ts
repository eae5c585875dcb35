import type { RuleEvent } from '../../../../src/api/contract.ts';

/** `client.disconnected`, as the journal and events themselves call it. */
export function eventName({ test_type }: RuleEvent): string {
  return test_type.replace('_', '.');
}

/** The events that a FROM hears; one that is no event is a topic filter of messages. */
export function eventsOfTopics(topics: readonly string[], events: readonly RuleEvent[]): RuleEvent[] {
  const found = new Set<RuleEvent>();
  for (const topic of topics) {
    const isEvent = topic.startsWith('$events/');
    const isSource = /^\$(?:bridges|sources)\//.test(topic);
    for (const event of events) {
      const names = [event.event, ...(event.legacy_event === undefined ? [] : [event.legacy_event])];
      if (isEvent ? names.some((name) => topicMatches(name, topic)) : isMessages(event, isSource))
        found.add(event);
    }
  }
  return [...found];
}

function isMessages({ event, test_type }: RuleEvent, isSource: boolean): boolean {
  return isSource ? event.startsWith('$bridges/') : test_type === 'message_publish';
}

/** Whether a topic name fits a topic filter. */
export function topicMatches(name: string, filter: string): boolean {
  const names = name.split('/');
  const filters = filter.split('/');
  for (const [index, level] of filters.entries()) {
    if (level === '#') return true;
    if (index >= names.length || (level !== '+' && level !== names[index])) return false;
  }
  return names.length === filters.length;
}
