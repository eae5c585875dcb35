import { explainRule, type Row, type RowSource, SqlRuntimeError, toJsonText } from '../../sql/door.ts';
import { SqlPlaces } from '../explain/sql-places.ts';
import { Summary } from '../explain/summary.ts';
import type { CompilerSettings } from '../rule-compiler.ts';
import { compileStatement, resolveStatement } from '../rule-compiler.ts';
import { madeUpEvent } from '../rule-test.ts';
import { type FileText, type Language, sayOfFile } from './file-problem.ts';
import { rowDifferences } from './row-difference.ts';
import type { RuleCase } from './rule-test-file.ts';

/** The rule that a case is about. */
export interface TestedRule {
  /** `sql_tester` for SQL that is no rule. */
  readonly id: string;
  readonly sql: string;
}

/** What came of a case; the lines say why it failed, none when it passed. */
export interface CaseResult {
  readonly passed: boolean;
  say(language: Language): string[];
}

interface Surroundings {
  /** With a clock that stands at this time, Unix milliseconds. */
  readonly settings: (now: number) => CompilerSettings;
  readonly node: string;
}

/** What a rule made of an event. */
type Made =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'unheard' }
  | { readonly kind: 'failed'; readonly message: string };

/** Runs one case by the code that events take. The SQL is known to compile. */
export function runCase(rule: TestedRule, ruleCase: RuleCase, surroundings: Surroundings): CaseResult {
  const { event, columns, now, expected } = ruleCase;
  const settings = surroundings.settings(now);
  const statement = compileStatement(rule.sql, settings);
  const about = { ruleId: rule.id, node: surroundings.node, now, topics: settings.mqtt };
  const { source, isHeard } = madeUpEvent(statement, event, columns, about);
  const made = isHeard ? evaluate(() => statement.evaluate(source)) : ({ kind: 'unheard' } as const);
  const why = (): Line[] => {
    switch (made.kind) {
      case 'failed':
        return [courseOf(rule.sql, settings, source, 'failed')];
      case 'unheard':
        return [
          {
            code: 'notHeard',
            from: statement.from.map((topic) => `"${topic}"`).join(', '),
            about: aboutOf(),
          },
        ];
      case 'rows':
        return made.rows.length === 0
          ? [courseOf(rule.sql, settings, source, 'no_match')]
          : [{ code: 'gotRows', count: made.rows.length }, ...made.rows.slice(0, 3).map(wholeRow)];
    }
  };
  const aboutOf = (): string => {
    const topic = event.event === 'message.publish' ? source.column('topic') : undefined;
    return topic === undefined ? event.event : `${event.event} "${String(topic)}"`;
  };
  switch (expected.kind) {
    case 'noMatch':
      return made.kind === 'unheard' || (made.kind === 'rows' && made.rows.length === 0)
        ? passed
        : failed([{ code: 'expectedNoMatch' }, ...why()]);
    case 'error':
      return made.kind === 'failed' && made.message.includes(expected.text)
        ? passed
        : failed([{ code: 'expectedError', text: expected.text === '' ? '""' : expected.text }, ...why()]);
    case 'rows': {
      const { rows, others } = expected;
      if (made.kind !== 'rows' || made.rows.length !== rows.length) {
        return failed([{ code: 'expectedRows', count: rows.length }, ...why()]);
      }
      const lines = rows.flatMap((row, i) =>
        differencesOf(row, made.rows[i] ?? {}, others, rows.length > 1 ? i + 1 : undefined),
      );
      return lines.length === 0 ? passed : failed(lines);
    }
  }
}

/** A line of a text that is said elsewhere, or of this floor's own. */
type Line = FileText | ((language: Language) => string);

/** Why there was no row, in the words of `POST /rules/explain`. */
function courseOf(
  sql: string,
  settings: CompilerSettings,
  source: RowSource,
  outcome: 'failed' | 'no_match',
): Line {
  const { statement, options } = resolveStatement(sql, settings);
  const course = explainRule(statement, options, source);
  const isWhereFalse = course.where?.verdict === 'false';
  const explained = {
    outcome: outcome === 'failed' || isWhereFalse ? outcome : ('no_rows' as const),
    from: [],
    statement: course,
    outputs: [],
    isDisabled: false,
  };
  return (language) => new Summary(new SqlPlaces(sql), language).course(explained);
}

function evaluate(run: () => readonly Row[]): Made {
  try {
    return { kind: 'rows', rows: run() };
  } catch (error) {
    if (!(error instanceof SqlRuntimeError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function differencesOf(expected: Row, got: Row, others: boolean, n: number | undefined): FileText[] {
  const differences = rowDifferences(expected, got, others);
  if (differences.length === 0) return [];
  return [...(n === undefined ? [] : [{ code: 'row', n } as const]), ...differences, wholeRow(got)];
}

const LONGEST_ROW = 1000;

function wholeRow(row: Row): FileText {
  const text = toJsonText(row);
  return { code: 'wholeRow', row: text.length > LONGEST_ROW ? `${text.slice(0, LONGEST_ROW)}…` : text };
}

const passed: CaseResult = { passed: true, say: () => [] };

function failed(lines: readonly Line[]): CaseResult {
  return {
    passed: false,
    say: (language) =>
      lines.map((line) => (typeof line === 'function' ? line(language) : sayOfFile(language, line))),
  };
}
