import { topicLevels } from '../../mqtt/topics.ts';

/** UTF-8 bytes. */
const LONGEST_TOPIC = 1024;

/** UTF-8 bytes that one character of a string can take. */
const BYTES_PER_UNIT = 3;

/**
 * Whether a topic name or filter is of a size that the broker accepts. The standard allows 65,535 bytes and as many
 * levels, and lets a server refuse what it does not want to keep for everybody who asks.
 */
export function isWithinBounds(topic: string, maximumLevels: number): boolean {
  if (topicLevels(topic) > maximumLevels) return false;
  return topic.length * BYTES_PER_UNIT <= LONGEST_TOPIC || Buffer.byteLength(topic) <= LONGEST_TOPIC;
}
