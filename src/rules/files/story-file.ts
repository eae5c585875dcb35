import type { Node } from 'yaml';
import { parseDuration } from '../../lib/duration.ts';
import { fromJsonText, isList, isMap, type Row, type Value } from '../../sql/door.ts';
import type { EventDescription } from '../event-catalogue.ts';
import { readEvent } from './event-file.ts';
import type { YamlFile } from './yaml-file.ts';

/** Something that happens in a story. */
export interface StoryEvent {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly event: EventDescription;
  readonly columns: Readonly<Record<string, Value>>;
}

/** How many there shall be, or what they shall have, one after the other. */
export type ExpectedList = number | readonly Row[];

/** Events in their time, and which alerts and messages shall come of them. */
export interface RuleStory {
  readonly name: string;
  /** Of the case in its file. */
  readonly line: number;
  /** When it begins: Unix milliseconds. */
  readonly now: number;
  readonly language: 'en' | 'zh';
  /** In the order of their times. */
  readonly events: readonly StoryEvent[];
  /** Milliseconds after the beginning; undefined: when all that was to be seen is over. */
  readonly until: number | undefined;
  readonly alerts: ExpectedList | undefined;
  readonly messages: ExpectedList | undefined;
}

type Members = NonNullable<ReturnType<YamlFile['members']>>;

/** What makes a case a story. */
export const STORY_MEMBERS = ['events', 'alerts', 'messages', 'until', 'language'] as const;

const ALERT_MEMBERS = [
  'at',
  'key',
  'title',
  'severity',
  'status',
  'resolved_at',
  'count',
  'clientid',
  'summary',
];
const MESSAGE_MEMBERS = ['at', 'channel', 'title', 'text', 'severity', 'event'];

/** One event may stand for so many. */
const MOST_TIMES = 100_000;

/** Reads what is a story's own; undefined when there is something wrong with it. */
export function readStory(
  yaml: YamlFile,
  around: Node | null,
  members: Members,
): Omit<RuleStory, 'name' | 'line' | 'now'> | undefined {
  const before = yaml.problems.length;
  const listed = members.get('events');
  const items = listed ? yaml.items(listed.value) : [members.get('event')?.value ?? null];
  if (!items) {
    yaml.refuse(listed?.key ?? yaml.spanOf(around), { code: 'notAList', member: 'events' });
    return undefined;
  }
  const events = items
    .flatMap((item) => readEvents(yaml, around, item))
    .sort((one, other) => one.at - other.at);
  const alerts = readExpected(yaml, members, 'alerts', ALERT_MEMBERS);
  const messages = readExpected(yaml, members, 'messages', MESSAGE_MEMBERS);
  if (alerts === undefined && messages === undefined && yaml.problems.length === before) {
    yaml.refuse(yaml.spanOf(around), { code: 'oneExpectation', known: 'alerts, messages' });
  }
  const until = readMoment(yaml, members.get('until')?.value);
  const language = readLanguage(yaml, members);
  if (yaml.problems.length > before) return undefined;
  return { language, events, until, alerts, messages };
}

function readLanguage(yaml: YamlFile, members: Members): 'en' | 'zh' {
  const node = members.get('language')?.value;
  const language = node ? yaml.toJs(node) : 'en';
  if (language === 'en' || language === 'zh') return language;
  yaml.refuse(yaml.spanOf(node), { code: 'badLanguage' });
  return 'en';
}

/** An event, or as many as `times` says, with ${n} in the place of their number. */
function readEvents(yaml: YamlFile, around: Node | null, node: Node | null): StoryEvent[] {
  const read = readEvent(yaml, around, node, ['at', 'times']);
  if (!read) return [];
  const entries = yaml.entries(node);
  const at = readMoment(yaml, entries?.get('at')?.value) ?? 0;
  const timesNode = entries?.get('times')?.value;
  const times = timesNode ? yaml.toJs(timesNode) : undefined;
  if (times === undefined) return [{ at, ...read }];
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > MOST_TIMES) {
    yaml.refuse(yaml.spanOf(timesNode), { code: 'badTimes', most: MOST_TIMES });
    return [];
  }
  return Array.from({ length: times }, (_, index) => {
    const columns = Object.entries(read.columns).map(([name, value]) => {
      return [name, typeof value === 'string' ? value.replaceAll(`\${n}`, `${index + 1}`) : value] as const;
    });
    return { at, event: read.event, columns: Object.fromEntries(columns) };
  });
}

function readExpected(
  yaml: YamlFile,
  members: Members,
  member: 'alerts' | 'messages',
  known: readonly string[],
): ExpectedList | undefined {
  const found = members.get(member);
  if (!found) return undefined;
  const value = found.value ? fromJsonText(yaml.toJson(found.value)) : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const items = yaml.items(found.value);
  if (!items || !isList(value) || !value.every((row) => isMap(row))) {
    yaml.refuse(found.value ? yaml.spanOf(found.value) : found.key, { code: 'notExpectedList', member });
    return undefined;
  }
  return items.map((item, index) => {
    yaml.members(item, known, { code: 'notOneOfMap', member });
    const row = value[index] as Row;
    const times = ['at', 'resolved_at'].flatMap((name) => {
      const node = yaml.entries(item)?.get(name)?.value;
      if (!node || row[name] === null) return [];
      return [[name, relativeTime(readMoment(yaml, node) ?? 0)] as const];
    });
    return { ...row, ...Object.fromEntries(times) };
  });
}

/** `+59s`; a number is milliseconds. */
function readMoment(yaml: YamlFile, node: Node | null | undefined): number | undefined {
  if (!node) return undefined;
  const value = yaml.toJs(node);
  const text = typeof value === 'string' ? value.trim().replace(/^\+/, '') : value;
  const at = typeof text === 'string' || typeof text === 'number' ? parseDuration(text) : undefined;
  if (at !== undefined && Number.isSafeInteger(at)) return at;
  yaml.refuse(yaml.spanOf(node), { code: 'badOffset' });
  return undefined;
}

/** `+60s`, `+1500ms` */
export function relativeTime(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `+${milliseconds / 1000}s` : `+${milliseconds}ms`;
}
