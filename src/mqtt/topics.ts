import { isEncodable } from './utf8.ts';

const SLASH = 0x2f;
const PLUS = 0x2b;
const HASH = 0x23;
const DOLLAR = 0x24;

const SHARE = '$share/';
const QUEUE = '$queue/';

/** A subscription whose messages are divided among the clients of a group (§4.8.2). */
export interface SharedFilter {
  group: string;
  filter: string;
}

/** Whether one can publish to it (§4.7). */
export function isValidTopicName(text: string): boolean {
  if (text === '') return false; // [MQTT-4.7.3-1]
  if (text.includes('+') || text.includes('#')) return false; // [MQTT-4.7.0-1] [MQTT-3.3.2-2]
  return isEncodable(text); // [MQTT-4.7.3-2] [MQTT-4.7.3-3]
}

/** Whether one can subscribe with it (§4.7, §4.8.2), shared or not. */
export function isValidTopicFilter(text: string): boolean {
  if (!isEncodable(text)) return false; // [MQTT-4.7.3-2] [MQTT-4.7.3-3]
  if (!isShared(text)) return hasValidLevels(text);
  const filter = parseSharedFilter(text)?.filter;
  return filter !== undefined && !isShared(filter) && hasValidLevels(filter);
}

/** Whether a filter asks for a share, be it a valid one or not. */
export const isShared = (text: string): boolean => text.startsWith(SHARE) || text.startsWith(QUEUE);

/**
 * The group and the filter of `$share/group/filter`, or of `$queue/filter`, EMQX's name for the share of all
 * clients, whose group is `$queue`. Undefined for other filters and for those whose share name is not valid.
 */
export function parseSharedFilter(text: string): SharedFilter | undefined {
  if (text.startsWith(QUEUE)) return withFilter('$queue', text.slice(QUEUE.length));
  if (!text.startsWith(SHARE)) return undefined;
  const slash = text.indexOf('/', SHARE.length);
  if (slash < 0) return undefined; // [MQTT-4.8.2-2]
  const group = text.slice(SHARE.length, slash);
  if (group === '' || group.includes('+') || group.includes('#')) return undefined; // [MQTT-4.8.2-1] [MQTT-4.8.2-2]
  return withFilter(group, text.slice(slash + 1));
}

/**
 * Whether a message to `topic` belongs to a subscription with `filter`, which is not a shared one. Both are
 * valid; a # before the end, which rules may come with, matches nothing.
 */
export function topicMatchesFilter(topic: string, filter: string): boolean {
  const first = filter.charCodeAt(0);
  if (topic.charCodeAt(0) === DOLLAR && (first === PLUS || first === HASH)) return false; // [MQTT-4.7.2-1]
  let inTopic = 0;
  let inFilter = 0;
  for (;;) {
    if (filter.charCodeAt(inFilter) === HASH) return inFilter === filter.length - 1;
    const topicEnd = levelEnd(topic, inTopic);
    const filterEnd = levelEnd(filter, inFilter);
    if (
      filter.charCodeAt(inFilter) !== PLUS &&
      !sameLevel(topic, inTopic, topicEnd, filter, inFilter, filterEnd)
    )
      return false;
    if (topicEnd === topic.length) return filterEnd === filter.length || isParent(filter, filterEnd);
    if (filterEnd === filter.length) return false;
    inTopic = topicEnd + 1;
    inFilter = filterEnd + 1;
  }
}

/** How many levels a topic name or filter has. */
export function topicLevels(text: string): number {
  let levels = 1;
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) levels++;
  return levels;
}

const withFilter = (group: string, filter: string): SharedFilter | undefined =>
  filter === '' ? undefined : { group, filter }; // [MQTT-4.7.3-1]

function hasValidLevels(filter: string): boolean {
  if (filter === '') return false; // [MQTT-4.7.3-1]
  for (let at = 0; at < filter.length; at++) {
    const code = filter.charCodeAt(at);
    if (code !== PLUS && code !== HASH) continue;
    const startsLevel = at === 0 || filter.charCodeAt(at - 1) === SLASH;
    const isLast = at === filter.length - 1;
    if (code === HASH && !(startsLevel && isLast)) return false; // [MQTT-4.7.1-1]
    if (code === PLUS && !(startsLevel && (isLast || filter.charCodeAt(at + 1) === SLASH))) return false; // [MQTT-4.7.1-2]
  }
  return true;
}

function levelEnd(text: string, start: number): number {
  const slash = text.indexOf('/', start);
  return slash < 0 ? text.length : slash;
}

/** 'a/#' matches 'a' too (§4.7.1.2). */
const isParent = (filter: string, levelEnd: number): boolean => filter.charCodeAt(levelEnd + 1) === HASH;

function sameLevel(
  a: string,
  aStart: number,
  aEnd: number,
  b: string,
  bStart: number,
  bEnd: number,
): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let index = 0; index < aEnd - aStart; index++) {
    if (a.charCodeAt(aStart + index) !== b.charCodeAt(bStart + index)) return false;
  }
  return true;
}
