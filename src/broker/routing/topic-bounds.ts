import { topicLevels } from '../../mqtt/topics.ts';

/** UTF-8 bytes that one character of a string can take. */
const BYTES_PER_UNIT = 3;

/** What of a topic name or filter is too much. */
export interface TopicBounds {
  readonly maximumTopicLevels: number;
  /** UTF-8 bytes. */
  readonly maximumTopicLength: number;
}

/**
 * Whether a topic name or filter is of a size that the broker accepts. The standard allows 65,535 bytes and as many
 * levels, and lets a server refuse what it does not want to keep for everybody who asks.
 */
export function isWithinBounds(topic: string, bounds: TopicBounds): boolean {
  const { maximumTopicLevels, maximumTopicLength } = bounds;
  if (topicLevels(topic) > maximumTopicLevels) return false;
  return (
    topic.length * BYTES_PER_UNIT <= maximumTopicLength || Buffer.byteLength(topic) <= maximumTopicLength
  );
}
