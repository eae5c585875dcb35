import type { RecordedEvent } from '../../../../src/api/contract.ts';
import { eventTitles } from '../../../../src/texts/event-words.ts';
import { splitWords } from '../../shared/search/search-words.ts';

/** What the words of a search ask for, as `GET /events` takes it. */
export interface EventWishes {
  readonly event: readonly string[];
  readonly clientid: readonly string[];
  readonly username: string | undefined;
  /** `reason:kicked` */
  readonly column: readonly string[];
  readonly text: string | undefined;
  /** Ids of rules: their events are looked for. */
  readonly rules: readonly string[];
}

const NAMES = Object.keys(eventTitles.en);

/** Words that mean a column of another name. */
const COLUMNS: Readonly<Record<string, string>> = { ip: 'peerhost', proto: 'proto_ver' };

/** Reads `event:client.disconnected reason:kicked user:ann free words`. */
export function readSearch(search: string): EventWishes {
  const event = new Set<string>();
  const clientid: string[] = [];
  const column: string[] = [];
  const rules: string[] = [];
  const words: string[] = [];
  let username: string | undefined;
  for (const { text } of splitWords(search)) {
    const colon = text.startsWith('"') ? -1 : text.indexOf(':');
    const key = text.slice(0, Math.max(0, colon));
    const value = unquoted(text.slice(colon + 1));
    if (colon < 1 || value === '' || !/^[a-z_][\w.]*$/i.test(key)) {
      if (colon < 1) words.push(value);
    } else if (key === 'event') for (const name of namesOf(value)) event.add(name);
    else if (key === 'client' || key === 'clientid') clientid.push(value);
    else if (key === 'user' || key === 'username') username = value;
    else if (key === 'rule') rules.push(value);
    else column.push(`${COLUMNS[key] ?? key}:${value}`);
  }
  return {
    event: [...event],
    clientid,
    username,
    column,
    text: words.length > 0 ? words.join(' ') : undefined,
    rules,
  };
}

/** `disconnected` is meant where `client.disconnected` is; what is no event goes to the server, which says so. */
function namesOf(value: string): readonly string[] {
  if (NAMES.includes(value)) return [value];
  const ending = NAMES.filter((name) => name.endsWith(`.${value}`));
  return ending.length > 0 ? ending : [value];
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined).replaceAll(/\\(.)/g, '$1');
}

/** Whether an event that has just happened is one of those that are looked for. */
export function isWished(event: RecordedEvent, wishes: Omit<EventWishes, 'rules'>): boolean {
  const { event: names, clientid, username, column, text } = wishes;
  if (names.length > 0 && !names.includes(event.event)) return false;
  if (clientid.length > 0 && !clientid.includes(event.clientid ?? '')) return false;
  if (username !== undefined && event.username !== username) return false;
  const isThere = column.every((filter) => {
    const colon = filter.indexOf(':');
    const value = valueAt(event.columns, filter.slice(0, colon));
    return String(value ?? 'null') === filter.slice(colon + 1);
  });
  return isThere && (text === undefined || holds(event.columns, text.toLowerCase()));
}

function valueAt(columns: unknown, path: string): unknown {
  if (typeof columns !== 'object' || columns === null) return undefined;
  if (Object.hasOwn(columns, path)) return (columns as Record<string, unknown>)[path];
  const dot = path.indexOf('.');
  return dot < 0
    ? undefined
    : valueAt((columns as Record<string, unknown>)[path.slice(0, dot)], path.slice(dot + 1));
}

function holds(value: unknown, text: string): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((inner) => holds(inner, text));
  return value !== null && value !== undefined && String(value).toLowerCase().includes(text);
}

/** The event that a topic of FROM stands for; a topic of messages stands for those. */
export function eventsOfTopic(topic: string): readonly string[] {
  if (!topic.startsWith('$events/')) return topic.startsWith('$bridges/') ? [] : ['message.publish'];
  const path = topic.slice('$events/'.length);
  if (/[+#]/.test(path)) {
    const pattern = new RegExp(
      `^${path.replaceAll('.', '\\.').replaceAll('+', '[^/]+').replace('#', '.*')}$`,
    );
    return NAMES.filter((name) => pattern.test(topicPathOf(name)));
  }
  return NAMES.filter((name) => topicPathOf(name) === path || name.replace('.', '_') === path);
}

function topicPathOf(name: string): string {
  const path = name.replace('.', '/');
  return path
    .replace(/^client\/check_/, 'auth/check_')
    .replace(/^delivery\/dropped$/, 'message/delivery_dropped')
    .replace(/^alarm\//, 'sys/alarm_');
}
