import type { RowSource } from '../sql/door.ts';
import { asBridge, type FromTarget, namesSource, type TopicRules } from './event-topics.ts';
import type { RuleEvent } from './rule-event.ts';

/** Whether an entry of FROM names an event of this kind with these columns. */
export function hears(
  target: FromTarget,
  event: RuleEvent['name'],
  source: Pick<RowSource, 'column'>,
  topics: Pick<TopicRules, 'topicMatchesFilter'>,
): boolean {
  switch (target.kind) {
    case 'events':
      return target.events.some((name) => name === event);
    case 'sources': {
      const name = source.column('event');
      return (
        event === 'source.message' &&
        typeof name === 'string' &&
        namesSource(target.topic, asBridge(name).replace('$bridges/', ''), topics.topicMatchesFilter)
      );
    }
    case 'messages': {
      const topic = source.column('topic');
      return (
        event === 'message.publish' &&
        typeof topic === 'string' &&
        topics.topicMatchesFilter(topic, target.filter)
      );
    }
  }
}
