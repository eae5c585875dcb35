import type { Node } from 'yaml';
import { fromJsonText, isList, isMap, type Row, type Span, type Value } from '../../sql/door.ts';
import type { EventDescription } from '../event-catalogue.ts';
import { readEvent } from './event-file.ts';
import type { FileFinding } from './file-problem.ts';
import type { TextFile } from './rule-file.ts';
import { type RuleStory, readStory, STORY_MEMBERS } from './story-file.ts';
import { YamlFile } from './yaml-file.ts';

/** What a case expects of its event. */
export type Expectation =
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly others: boolean }
  | { readonly kind: 'noMatch' }
  /** The error says this somewhere. */
  | { readonly kind: 'error'; readonly text: string };

/** An event, and what the rule shall make of it. */
export interface RuleCase {
  readonly name: string;
  /** Of the case in its file. */
  readonly line: number;
  readonly event: EventDescription;
  /** Those that are given; examples fill the rest. */
  readonly columns: Readonly<Record<string, Value>>;
  /** Unix milliseconds. */
  readonly now: number;
  readonly expected: Expectation;
}

/** A file of cases about one rule. */
export interface RuleTestFile {
  readonly file: string;
  readonly yaml: YamlFile;
  /** The SQL itself, or the file of the rule as it is written; undefined for the file beside it. */
  readonly rule: { readonly sql: string } | { readonly file: string; readonly span: Span } | undefined;
  readonly cases: readonly (RuleCase | RuleStory)[];
  readonly problems: readonly FileFinding[];
}

const MEMBERS = ['rule', 'sql', 'tests'];
const CASE_MEMBERS = ['name', 'event', 'now', 'row', 'rows', 'contains', 'expect', 'error', ...STORY_MEMBERS];
const EXPECTATIONS = ['row', 'rows', 'contains', 'expect', 'error'] as const;

/** When nothing else is said, so that a test gives the same every day: 2026-01-01T00:00:00Z. */
const NOW = Date.UTC(2026, 0, 1);

/** Reads a file of cases. What is wrong with it is in `problems`; cases that are wrong are left out. */
export function readRuleTestFile({ name, text }: TextFile): RuleTestFile {
  const yaml = new YamlFile(name, text);
  const { problems } = yaml;
  const nothing = { file: name, yaml, rule: undefined, cases: [], problems };
  if (problems.length > 0) return nothing;
  const members = yaml.members(yaml.root, MEMBERS, { code: 'notAMap', example: 'tests: …' });
  if (!members) return nothing;
  const rule = ruleOf(yaml, members.get('rule')?.value, members.get('sql')?.value);
  const items = yaml.items(members.get('tests')?.value);
  if (!members.has('tests') || items?.length === 0) {
    yaml.refuse(yaml.spanOf(yaml.root), { code: 'noTests' });
  } else if (!items) {
    yaml.refuse(yaml.spanOf(members.get('tests')?.value), { code: 'notAList', member: 'tests' });
  }
  const cases = (items ?? []).flatMap((item, index) => readCase(yaml, item, index + 1) ?? []);
  return { file: name, yaml, rule, cases, problems };
}

function ruleOf(
  yaml: YamlFile,
  file: Node | null | undefined,
  sql: Node | null | undefined,
): RuleTestFile['rule'] {
  if (file && sql) {
    yaml.refuse(yaml.spanOf(file), { code: 'ruleAndSql' });
    return undefined;
  }
  if (sql) return { sql: String(yaml.toJs(sql)) };
  return file ? { file: String(yaml.toJs(file)), span: yaml.spanOf(file) } : undefined;
}

function readCase(yaml: YamlFile, node: Node | null, n: number): RuleCase | RuleStory | undefined {
  const before = yaml.problems.length;
  const members = yaml.members(node, CASE_MEMBERS, { code: 'notOneOfMap', member: `tests.${n}` });
  if (!members) return undefined;
  const nameNode = members.get('name')?.value;
  const name = nameNode ? String(yaml.toJs(nameNode)) : `${n}`;
  const { line } = yaml.finding(yaml.spanOf(node), () => '');
  if (['events', 'alerts', 'messages'].some((member) => members.has(member))) {
    refuseBoth(yaml, members);
    const story = readStory(yaml, node, members);
    const begins = readMoment(yaml, members.get('now')?.value);
    if (!story || begins === undefined || yaml.problems.length > before) return undefined;
    return { name, line, now: begins, ...story };
  }
  const event = readEvent(yaml, node, members.get('event')?.value);
  const expected = readExpectation(yaml, node, members);
  const now = readMoment(yaml, members.get('now')?.value);
  if (!event || !expected || now === undefined || yaml.problems.length > before) return undefined;
  return { name, line, ...event, expected, now };
}

/** A story says nothing of rows. */
function refuseBoth(yaml: YamlFile, members: Members): void {
  for (const member of EXPECTATIONS) {
    const key = members.get(member)?.key;
    if (key) yaml.refuse(key, { code: 'rowsInStory', member });
  }
}

type Members = NonNullable<ReturnType<YamlFile['members']>>;

function readExpectation(yaml: YamlFile, around: Node | null, members: Members): Expectation | undefined {
  const named = EXPECTATIONS.filter((member) => members.has(member));
  const [kind] = named;
  if (kind === undefined || named.length > 1) {
    const second = named[1] === undefined ? undefined : members.get(named[1])?.key;
    const known = 'row, rows, contains, expect: no match, error';
    yaml.refuse(second ?? yaml.spanOf(around), { code: 'oneExpectation', known });
    return undefined;
  }
  const node = members.get(kind)?.value ?? null;
  const refuse = (text: Parameters<YamlFile['refuse']>[1]): undefined => {
    yaml.refuse(node ? yaml.spanOf(node) : (members.get(kind)?.key ?? yaml.spanOf(around)), text);
    return undefined;
  };
  if (kind === 'expect') {
    return yaml.toJs(node) === 'no match' ? { kind: 'noMatch' } : refuse({ code: 'badExpectation' });
  }
  if (kind === 'error') return { kind: 'error', text: String(yaml.toJs(node) ?? '') };
  const value = fromJsonText(yaml.toJson(node));
  const others = kind === 'contains';
  if (kind !== 'rows' && isMap(value)) return { kind: 'rows', rows: [value], others };
  if (kind === 'row') return refuse({ code: 'notOneOfMap', member: kind });
  if (isList(value) && value.every((row) => isMap(row))) {
    return value.length === 0 ? { kind: 'noMatch' } : { kind: 'rows', rows: value, others };
  }
  return refuse(kind === 'rows' ? { code: 'notRows' } : { code: 'notOneOfMap', member: kind });
}

function readMoment(yaml: YamlFile, node: Node | null | undefined): number | undefined {
  if (!node) return NOW;
  const value = yaml.toJs(node);
  const now = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isSafeInteger(now)) return now;
  yaml.refuse(yaml.spanOf(node), { code: 'badMoment' });
  return undefined;
}
