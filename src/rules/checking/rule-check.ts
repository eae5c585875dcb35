import { z } from 'zod';
import { compileRule, locate, type Span, SqlError, type SqlText, sayIn } from '../../sql/door.ts';
import { ruleFixTexts } from '../../texts/rule-fixes.ts';
import { readRuleAlert } from '../alerting/rule-alert.ts';
import { eventCatalogue } from '../event-catalogue.ts';
import { type KnownChannels, lintAlert } from '../lint/alert-lint.ts';
import { lintOutputs } from '../lint/output-lint.ts';
import { readBody } from '../read-body.ts';
import type { RuleWarning } from '../rule.ts';
import { type CompilerSettings, compileStatement, resolveStatement } from '../rule-compiler.ts';
import { parseRuleDraft, ruleDraft } from '../rule-draft.ts';
import { RuleError } from '../rule-error.ts';
import { type ActionRunner, readOutputs } from '../rule-outputs.ts';
import { fixesFor, type SqlFix } from './sql-fixes.ts';

/** The body of `POST /rule_check`: a rule while it is being written. */
export const ruleCheck = z.strictObject({
  sql: ruleDraft.shape.sql,
  name: ruleDraft.shape.name,
  actions: z.array(z.unknown()).max(256).default([]),
  alert: z.unknown().optional(),
});
export type RuleCheckDraft = z.input<typeof ruleCheck>;

/** Offsets and line are left out for what is not about the rule's own SQL; `at` says what it is about then. */
export interface RuleProblem {
  readonly code: string;
  readonly message: string;
  readonly message_zh: string;
  readonly at?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly fixes: readonly SqlFix[];
}

export interface RuleCheck {
  /** They keep it from being stored. */
  readonly errors: readonly RuleProblem[];
  readonly warnings: readonly RuleProblem[];
  readonly from: readonly string[];
  /** What rows begin with; null when that depends on the event. */
  readonly row_names: readonly string[] | null;
}

export interface CheckParts {
  readonly compiler: CompilerSettings;
  readonly actions: Pick<ActionRunner, 'resolve' | 'templates'>;
  readonly channels: KnownChannels | undefined;
}

/** All that is wrong and doubtful about a rule that is not kept. @throws RuleError BAD_REQUEST for a body that is none */
export function checkRule(body: unknown, parts: CheckParts): RuleCheck {
  const { sql, name, actions, alert } = readBody(ruleCheck, body);
  const ofSql = checkSql(sql, parts.compiler);
  const others = checkOutputs({ sql, name, actions, alert }, ofSql.errors.length === 0, parts);
  return {
    ...ofSql,
    errors: [...ofSql.errors, ...others.errors],
    warnings: [...ofSql.warnings, ...others.warnings],
  };
}

function checkSql(sql: string, compiler: CompilerSettings): RuleCheck {
  try {
    const { statement, options } = resolveStatement(sql, compiler);
    const compiled = compileRule(statement, options);
    return {
      errors: [],
      warnings: [
        ...statement.from.flatMap((entry) => legacyName(sql, entry)),
        ...compiled.warnings.map(({ text, span }) => sqlProblem(sql, text, span)),
      ],
      from: statement.from.map(({ topic }) => topic),
      row_names: compiled.rowNames ? [...compiled.rowNames] : null,
    };
  } catch (error) {
    if (error instanceof RuleError) return { errors: [errorProblem(sql, error)], ...nothing };
    if (!(error instanceof SqlError)) throw error;
    const { text, span, suggestion } = error;
    return { errors: [sqlProblem(sql, text, span, suggestion)], ...nothing };
  }
}

const nothing = { warnings: [], from: [], row_names: null };

function errorProblem(sql: string, { message, details, cause, code }: RuleError): RuleProblem {
  if (cause instanceof SqlError && details.at === undefined)
    return sqlProblem(sql, cause.text, cause.span, cause.suggestion);
  const at = details.at ?? /^([a-z_][\w.]*): /.exec(message)?.[1];
  return { code, message, message_zh: details.message_zh ?? message, at, fixes: [] };
}

function sqlProblem(sql: string, text: SqlText, span: Span, suggestion?: SqlText | undefined): RuleProblem {
  const say = (language: 'en' | 'zh', separator: string): string =>
    [text, ...(suggestion ? [suggestion] : [])].map((part) => sayIn(language, part)).join(separator);
  return {
    code: text.code,
    message: say('en', '; '),
    message_zh: say('zh', '；'),
    ...span,
    ...locate(sql, span.start),
    fixes: fixesFor(sql, text, span, suggestion),
  };
}

/** Names of the time before EMQX 5.9 work, and are shown in the new spelling everywhere else. */
function legacyName(sql: string, { topic, span }: { topic: string; span: Span }): RuleProblem[] {
  const event = eventCatalogue.find(({ legacyTopic }) => legacyTopic === topic);
  if (!event) return [];
  const names = { topic: event.topic, legacy: topic };
  const fix = {
    message: ruleFixTexts.en.renewEvent(names),
    message_zh: ruleFixTexts.zh.renewEvent(names),
    ...span,
    insert: `"${event.topic}"`,
  };
  return [
    {
      code: 'legacyEvent',
      message: ruleFixTexts.en.legacyEvent(names),
      message_zh: ruleFixTexts.zh.legacyEvent(names),
      ...span,
      ...locate(sql, span.start),
      fixes: [fix],
    },
  ];
}

function checkOutputs(
  body: { sql: string; name: string; actions: unknown[]; alert?: unknown },
  isSqlRight: boolean,
  { compiler, actions, channels }: CheckParts,
): Pick<RuleCheck, 'errors' | 'warnings'> {
  try {
    const { definition } = parseRuleDraft(body);
    if (!isSqlRight) return { errors: [], warnings: [] };
    const statement = compileStatement(body.sql, compiler);
    const outputs = readOutputs(definition.actions, actions);
    const rule = { id: 'draft', name: body.name, sql: body.sql };
    const alert = definition.alert && readRuleAlert(definition.alert, rule, statement, compiler);
    const found = [
      ...lintOutputs(outputs, statement.rowNames, actions),
      ...(alert ? lintAlert(alert, statement, channels) : []),
    ];
    return { errors: [], warnings: found.map(outputProblem) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { errors: [errorProblem(body.sql, error)], warnings: [] };
  }
}

function outputProblem({ code, message, message_zh = message, at }: RuleWarning): RuleProblem {
  return { code, message, message_zh, at, fixes: [] };
}
