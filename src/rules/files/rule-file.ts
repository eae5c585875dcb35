import { z } from 'zod';
import { suggest } from '../../lib/suggest.ts';
import { pointAt } from '../../lib/text-picture.ts';
import { membersAt } from '../../lib/zod-members.ts';
import { type Span, SqlError, sayIn } from '../../sql/door.ts';
import { draftReasonsZh } from '../../texts/rule-files.ts';
import { type RuleAlert, readRuleAlert } from '../alerting/rule-alert.ts';
import { lintAlert } from '../lint/alert-lint.ts';
import { lintOutputs } from '../lint/output-lint.ts';
import { furthest } from '../read-body.ts';
import type { RuleWarning } from '../rule.ts';
import { type CompilerSettings, compileStatement, type ReadyStatement } from '../rule-compiler.ts';
import { parseRuleDraft, type RuleDefinition, ruleDraft } from '../rule-draft.ts';
import { RuleError } from '../rule-error.ts';
import { type FileFinding, sayOfFile } from './file-problem.ts';
import { YamlFile } from './yaml-file.ts';

/** A file as it was read: its name in messages, and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** A rule of a file, and what lint says about it. */
export interface FileRule {
  readonly file: string;
  readonly id: string;
  readonly definition: RuleDefinition;
  readonly statement: ReadyStatement;
  readonly warnings: readonly FileFinding[];
  /** Says something about it at the place of its id. */
  refusal(say: FileFinding['say']): FileFinding;
}

const MEMBERS = ['id', 'name', 'sql', 'actions', 'enable', 'description', 'alert'] as const;

/**
 * Reads files of rules, in YAML: one with the members of `POST /rules`, or a list of them below `rules`. One with a problem
 * gives no rule.
 * @param files their names are what messages call them
 * @param others members of files in which other objects lie, beside rules or without them
 */
export function readRuleFiles(
  files: readonly TextFile[],
  settings: CompilerSettings,
  others: readonly string[] = [],
): { rules: readonly FileRule[]; problems: readonly FileFinding[] } {
  const rules = new Map<string, FileRule>();
  const problems: FileFinding[] = [];
  for (const { name, text } of files) {
    const yaml = new YamlFile(name, text);
    for (const rule of rulesIn(yaml, settings, others)) {
      const other = rules.get(rule.id);
      if (other)
        problems.push(
          rule.refusal((language) =>
            sayOfFile(language, { code: 'doubleId', id: other.id, other: other.file }),
          ),
        );
      else rules.set(rule.id, rule);
    }
    problems.push(...yaml.problems);
  }
  return { rules: [...rules.values()], problems };
}

/** The rules of a file; what is wrong with them is written down in it. */
export function rulesIn(yaml: YamlFile, settings: CompilerSettings, others: readonly string[]): FileRule[] {
  const members = yaml.problems.length > 0 ? undefined : yaml.entries(yaml.root);
  if (!members || !isOfObjects(members, others)) {
    const rule = readRuleFile(yaml, settings);
    return rule ? [rule] : [];
  }
  const list = members.get('rules');
  if (!list) return [];
  const items = yaml.items(list.value);
  if (!items) yaml.refuse(list.key, { code: 'notAList', member: 'rules' });
  return (items ?? []).flatMap((item) => {
    const part = yaml.within(item);
    const rule = readRuleFile(part, settings);
    yaml.problems.push(...part.problems);
    return rule ? [rule] : [];
  });
}

/** Whether a file is one of objects by their kinds, and not one rule. */
function isOfObjects(members: ReadonlyMap<string, unknown>, others: readonly string[]): boolean {
  if (members.has('id') || members.has('sql')) return false;
  return members.has('rules') || others.some((name) => members.has(name));
}

/** The rule of a file, or of a part of one; its problems are in the file then. */
function readRuleFile(yaml: YamlFile, settings: CompilerSettings): FileRule | undefined {
  if (yaml.problems.length > 0) return undefined;
  const members = yaml.members(yaml.root, MEMBERS, { code: 'notAMap', example: 'id: my_rule' });
  if (!members) return undefined;
  for (const [member, example] of [
    ['id', 'id: my_rule'],
    ['sql', 'sql: SELECT clientid FROM "$events/client/connected"'],
  ] as const) {
    if (members.has(member)) continue;
    yaml.refuse(yaml.spanOf(yaml.root), { code: 'missingMember', member, example });
    return undefined;
  }
  const draft = readDraft(yaml);
  const statement = draft && readStatement(yaml, yaml.nodeAt(['sql']), draft.definition.sql, settings);
  const id = draft?.id;
  if (!statement || id === undefined) return undefined;
  const alert = readAlert(yaml, id, draft.definition, statement, settings);
  if (yaml.problems.length > 0) return undefined;
  const { sql, actions } = draft.definition;
  const ofOutputs = [
    ...lintOutputs(actions, statement.rowNames, {}),
    ...(alert ? lintAlert(alert, statement, undefined) : []),
  ];
  const warnings = [
    ...statement.warnings.map((warning) => warningIn(yaml, ['sql'], sql, warning)),
    ...ofOutputs.map((warning) => outputWarning(yaml, warning)),
  ];
  const refusal: FileRule['refusal'] = (say) => yaml.finding(yaml.spanOf(yaml.nodeAt(['id'])), say);
  return { file: yaml.name, id, definition: draft.definition, statement, warnings, refusal };
}

/** The alert of the rule; a problem of it is written down at its place. */
function readAlert(
  yaml: YamlFile,
  id: string,
  definition: RuleDefinition,
  statement: ReadyStatement,
  settings: CompilerSettings,
): RuleAlert | undefined {
  const { alert, name, sql: ownSql } = definition;
  if (!alert) return undefined;
  try {
    return readRuleAlert(alert, { id, name, sql: ownSql }, statement, settings);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const { cause, details } = error;
    const node = yaml.nodeAt(placeOfAlert(yaml, details.at ?? 'alert'));
    const { resolve_on: resolveOn } = alert;
    const sql = typeof resolveOn === 'object' && 'sql' in resolveOn ? resolveOn.sql : undefined;
    if (cause instanceof SqlError && sql !== undefined) refuseSql(yaml, node, sql, cause);
    else {
      const { message } = error;
      yaml.problems.push(
        yaml.finding(yaml.spanOf(node), (language) =>
          language === 'zh' ? (details.message_zh ?? message) : message,
        ),
      );
    }
    return undefined;
  }
}

/** An alert may stand among the actions: `alert.title` is `actions.1.args.title` there. */
function placeOfAlert(yaml: YamlFile, at: string): (string | number)[] {
  const [first = '', ...path] = at.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  if (first !== 'alert' || yaml.has(['alert'])) return [first, ...path];
  const { actions } = yaml.toJs(yaml.root) as { actions?: { function?: unknown }[] };
  const index = actions?.findIndex((output) => output.function === 'alert') ?? -1;
  return index < 0 ? ['alert', ...path] : ['actions', index, 'args', ...path];
}

function readDraft(yaml: YamlFile): ReturnType<typeof parseRuleDraft> | undefined {
  const whole = Object.entries(yaml.toJs(yaml.root) as Record<string, unknown>);
  // The others are refused already, with what was probably meant.
  const body = Object.fromEntries(whole.filter(([member]) => MEMBERS.some((known) => known === member)));
  const parsed = ruleDraft.safeParse(body);
  if (parsed.success) return parseRuleDraft(body);
  const zh = ruleDraft.safeParse(body, { error: z.locales.zhCN().localeError });
  parsed.error.issues.forEach((issue, index) => {
    const found = furthest(issue) ?? issue;
    const { path, message } = found;
    if (found.code === 'unrecognized_keys' && refuseUnknown(yaml, path, found.keys)) return;
    const inZh = furthest(zh.error?.issues[index]);
    const reasons = {
      en: message,
      zh: draftReasonsZh.get(message) ?? inZh?.message ?? message,
    };
    const at = path.join('.');
    const finding = yaml.finding(yaml.spanOf(yaml.nodeAt(path)), (language) =>
      sayOfFile(language, { code: 'invalid', path: at, reason: reasons[language] }),
    );
    yaml.problems.push(finding);
  });
  return undefined;
}

/** What is not known there, with what was probably meant; false when it is not known what is. */
function refuseUnknown(yaml: YamlFile, path: readonly PropertyKey[], members: readonly string[]): boolean {
  const known = membersAt(ruleDraft, path);
  const entries = yaml.entries(yaml.nodeAt(path));
  if (known.length === 0 || !entries) return false;
  for (const member of members) {
    const place = entries.get(member)?.key ?? yaml.spanOf(yaml.nodeAt(path));
    yaml.refuse(place, { code: 'unknownMember', member, suggestion: suggest(member, known), known });
  }
  return true;
}

/** The statement of a part of the file; a problem of it is written down at its place. */
export function readStatement(
  yaml: YamlFile,
  node: ReturnType<YamlFile['nodeAt']>,
  sql: string,
  settings: CompilerSettings,
): ReadyStatement | undefined {
  try {
    return compileStatement(sql, settings);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const { cause } = error;
    if (!(cause instanceof SqlError)) throw error;
    refuseSql(yaml, node, sql, cause);
    return undefined;
  }
}

function refuseSql(
  yaml: YamlFile,
  node: ReturnType<YamlFile['nodeAt']>,
  sql: string,
  { text, suggestion, span }: SqlError,
): void {
  yaml.problems.push(
    placedIn(yaml, node, sql, span, (language) =>
      [text, ...(suggestion ? [suggestion] : [])]
        .map((part) => sayIn(language, part))
        .join(language === 'en' ? '; ' : '；'),
    ),
  );
}

/** Something about a stretch of SQL, told at its place in the file; the SQL itself is shown where that is not clear. */
function placedIn(
  yaml: YamlFile,
  node: ReturnType<YamlFile['nodeAt']>,
  sql: string,
  span: Span,
  say: FileFinding['say'],
): FileFinding {
  const place = yaml.spanWithin(node, span);
  const finding = yaml.finding(place, say);
  const whole = yaml.spanOf(node);
  if (place.start !== whole.start || place.end !== whole.end) return finding;
  const lineStart = sql.lastIndexOf('\n', span.start - 1) + 1;
  return { ...finding, picture: pointAt(sql, span, span.start - lineStart + 1) };
}

function outputWarning(yaml: YamlFile, warning: RuleWarning): FileFinding {
  const { at = '', message, message_zh, line } = warning;
  const path = placeOfAlert(yaml, at);
  const text = yaml.toJs(yaml.nodeAt(path));
  if (line !== undefined && typeof text === 'string') return warningIn(yaml, path, text, warning);
  return yaml.finding(yaml.spanOf(yaml.nodeAt(path)), (language) =>
    language === 'zh' ? (message_zh ?? message) : message,
  );
}

function warningIn(
  yaml: YamlFile,
  path: readonly PropertyKey[],
  sql: string,
  { line = 1, column = 1, message, message_zh }: RuleWarning,
): FileFinding {
  const start =
    sql
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1;
  return placedIn(yaml, yaml.nodeAt(path), sql, { start, end: start + 1 }, (language) =>
    language === 'zh' ? (message_zh ?? message) : message,
  );
}
