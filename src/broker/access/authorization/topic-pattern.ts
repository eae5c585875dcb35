import { isShared, isValidTopicFilter } from '../../../mqtt/topics.ts';
import { type Permission, type Subject, ZONE } from './access-request.ts';

/** The topics of a rule: a filter in which placeholders stand for facts of the client. */
export interface TopicPattern {
  /** As somebody wrote it, without `eq`. */
  readonly text: string;
  /** `eq`: the wildcards are only characters, so that `eq #` is about those who subscribe to exactly `#`. */
  readonly exact: boolean;
  /** Texts, and what stands between them. */
  readonly parts: readonly (string | Placeholder)[];
}

/** What `{deny, all}` is about: every topic, those that begin with `$` too, which `#` leaves out. */
export const EVERY_TOPIC: TopicPattern = { text: '#', exact: false, parts: [] };

type Placeholder = (subject: Subject) => string | undefined;

const PLACEHOLDERS: ReadonlyMap<string, Placeholder> = new Map<string, Placeholder>([
  ['clientid', ({ clientId }) => clientId],
  ['username', ({ username }) => username],
  ['peerhost', ({ peerHost }) => peerHost],
  ['cert_common_name', ({ certificate }) => certificate?.commonName],
  ['cert_subject', ({ certificate }) => certificate?.subject],
  ['zone', () => ZONE],
  ['listener', ({ listener }) => listener],
]);

const ATTRIBUTE = 'client_attrs.';
const EXACT = 'eq ';

/** Why a text is no pattern of topics. */
export class TopicPatternError extends Error {
  override readonly name = 'TopicPatternError';
}

/** @throws TopicPatternError */
export function compileTopic(written: string, exact = false): TopicPattern {
  if (!exact && written.startsWith(EXACT)) return compileTopic(written.slice(EXACT.length), true);
  const parts = partsOf(written);
  const example = parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
  if (isShared(example)) {
    throw new TopicPatternError(`${written}: rules are about the filter itself: leave $share/group/ out`);
  }
  if (!isValidTopicFilter(example)) {
    throw new TopicPatternError(
      `${JSON.stringify(written)} is not a topic filter: + stands alone on its level, # alone on the last one`,
    );
  }
  return { text: written, exact, parts };
}

function partsOf(written: string): (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let end = 0;
  for (const match of written.matchAll(/\$\{([^}]*)\}/g)) {
    if (match.index > end) parts.push(written.slice(end, match.index));
    end = match.index + match[0].length;
    parts.push(match[1] === '$' ? '$' : placeholder(match[1] ?? ''));
  }
  if (end < written.length || parts.length === 0) parts.push(written.slice(end));
  return parts;
}

function placeholder(name: string): Placeholder {
  const known = PLACEHOLDERS.get(name);
  if (known) return known;
  const attribute = name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : '';
  if (attribute === '') {
    const names = [...PLACEHOLDERS.keys(), `${ATTRIBUTE}name`].map((each) => `\${${each}}`);
    throw new TopicPatternError(`\${${name}} is not known: use one of ${names.join(', ')}`);
  }
  return ({ attributes }) => (Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined);
}

/** Whether it is about every topic that does not begin with `$`, whoever asks. */
export function coversEverything({ exact, text }: TopicPattern): boolean {
  return !exact && text === '#';
}

/**
 * Whether a rule with this pattern is about a topic name, or about a filter that somebody subscribes with. Only what
 * lies wholly within the pattern may be allowed by it: `a/#` is more than `a/+`. A ban is read more widely, as EMQX
 * reads both: `a/#` is banned by `a/+`.
 */
export function coversTopic(
  pattern: TopicPattern,
  subject: Subject,
  topic: string,
  permission: Permission,
): boolean {
  if (pattern === EVERY_TOPIC) return true;
  const filter = fillIn(pattern, subject);
  if (filter === undefined) return false;
  return pattern.exact ? filter === topic : isWithin(topic, filter, permission === 'deny');
}

/** Undefined when a value is missing, or would change the shape of the filter: CVE-2017-7650. */
function fillIn({ parts }: TopicPattern, subject: Subject): string | undefined {
  let filter = '';
  for (const part of parts) {
    if (typeof part === 'string') filter += part;
    else {
      const value = part(subject);
      if (value === undefined || value === '' || /[+#/]/.test(value)) return undefined;
      filter += value;
    }
  }
  return filter;
}

/** @param widely whether `#` of the topic counts as one level */
function isWithin(topic: string, filter: string, widely: boolean): boolean {
  if (filter === topic) return true;
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false; // [MQTT-4.7.2-1]
  for (let inTopic = 0, inFilter = 0; ; ) {
    const filterEnd = levelEnd(filter, inFilter);
    const wanted = filter.slice(inFilter, filterEnd);
    if (wanted === '#') return true;
    const topicEnd = levelEnd(topic, inTopic);
    const level = topic.slice(inTopic, topicEnd);
    if (wanted === '+' ? level === '#' && !widely : wanted !== level) return false;
    const topicEnds = topicEnd === topic.length;
    const filterEnds = filterEnd === filter.length;
    // 'a/#' is about 'a' too (§4.7.1.2).
    if (topicEnds) return filterEnds || filter.slice(filterEnd + 1) === '#';
    if (filterEnds) return false;
    inTopic = topicEnd + 1;
    inFilter = filterEnd + 1;
  }
}

function levelEnd(text: string, start: number): number {
  const slash = text.indexOf('/', start);
  return slash < 0 ? text.length : slash;
}
