import { type CountedTopic, TOPIC_COUNTERS, type TopicCounter } from '../../broker/door.ts';
import type { Family } from './exposition.ts';

const FAMILIES: readonly (readonly [counter: TopicCounter, name: string, help: string])[] = [
  ['messages.in', 'emqx_topic_metric_messages_in_count', 'Messages to a topic'],
  ['messages.out', 'emqx_topic_metric_messages_out_count', 'Messages of a topic, handed to receivers'],
  [
    'messages.dropped',
    'emqx_topic_metric_messages_dropped_count',
    'Messages to a topic that found no receiver, or were refused',
  ],
];

/** By the names and labels of EMQX 6, which counts by filters that have names; here both are the topic. */
export function topicFamilies(topics: readonly CountedTopic[]): Family[] {
  return FAMILIES.map(([counter, name, help]) => {
    const index = TOPIC_COUNTERS.indexOf(counter);
    return {
      name,
      type: 'counter',
      help,
      samples: topics.map(({ topic, counts }) => ({
        labels: { name: topic, topic_filter: topic, namespace: '$global' },
        value: counts[index] ?? 0,
      })),
    };
  });
}
