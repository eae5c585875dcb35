import { pointAt } from '../lib/text-picture.ts';
import {
  type CompiledRule,
  type CompileOptions,
  compileRule,
  type FromEntry,
  locate,
  parseRule,
  printSqlError,
  SqlError,
  type SqlHost,
  type SqlWarning,
  type Statement,
  sayIn,
} from '../sql/door.ts';
import { describedEvent } from './event-catalogue.ts';
import { type FromTarget, resolveTopic, type TopicRules } from './event-topics.ts';
import { lintComparisons } from './lint/event-lint.ts';
import { lintMissing } from './lint/missing-lint.ts';
import type { RuleWarning } from './rule.ts';
import { RuleError } from './rule-error.ts';
import type { RuleEvent } from './rule-event.ts';

/** A rule's SQL, ready to run: what it listens to and what it makes of it. */
export interface ReadyStatement {
  readonly from: readonly string[];
  /** One for each entry of FROM, in that order. */
  readonly targets: readonly FromTarget[];
  readonly evaluate: CompiledRule['evaluate'];
  /** Rows are no larger than their event. */
  readonly isSelection: boolean;
  /** The names that rows begin with; undefined when they are not known. */
  readonly rowNames: ReadonlySet<string> | undefined;
  /** Undefined of what no longer compiles. */
  readonly parsed: Statement | undefined;
  readonly warnings: readonly RuleWarning[];
}

/** What turns the text of a rule into its meaning. */
export interface CompilerSettings {
  readonly host: SqlHost;
  readonly mqtt: TopicRules;
  /** EMQX's meaning of `reason != "normal"`: a column called normal. */
  readonly strictQuotes?: boolean | undefined;
}

/** @throws RuleError BAD_REQUEST with the place in the text, when it can never become a rule */
export function compileStatement(sql: string, settings: CompilerSettings): ReadyStatement {
  return compileParsed(parse(sql), sql, settings);
}

/** @throws RuleError BAD_REQUEST */
export function compileParsed(parsed: Statement, sql: string, settings: CompilerSettings): ReadyStatement {
  const { statement, targets, options } = resolve(parsed, sql, settings);
  const compiled = explain(sql, '', () => compileRule(statement, options));
  return {
    from: statement.from.map((entry) => entry.topic),
    targets,
    evaluate: compiled.evaluate,
    isSelection: compiled.isSelection,
    rowNames: compiled.rowNames,
    parsed,
    get warnings() {
      return compiled.warnings.map((warning) => ruleWarning(warning, sql));
    },
  };
}

interface ResolvedStatement {
  readonly statement: Statement;
  readonly targets: FromTarget[];
  readonly options: CompileOptions;
}

/** @throws RuleError BAD_REQUEST */
export function resolveStatement(sql: string, settings: CompilerSettings): ResolvedStatement {
  return resolve(parse(sql), sql, settings);
}

function resolve(
  statement: Statement,
  sql: string,
  { host, mqtt, strictQuotes }: CompilerSettings,
): ResolvedStatement {
  const targets = statement.from.map((entry) => target(entry, sql, mqtt));
  const columns = columnsOf(targets, statement.from);
  const events = targets.flatMap(eventsOf).map(describedEvent);
  // Who writes a wildcard over events knows that not all of them have every column.
  const named = targets.map(eventsOf).filter(({ length }) => length === 1);
  const lint = (meaning: Statement) => [
    ...lintComparisons(meaning, events),
    ...lintMissing(meaning, named.flat().map(describedEvent)),
  ];
  return {
    statement,
    targets,
    options: { columns: (topic) => columns.get(topic), strictQuotes, lint, host },
  };
}

/** In place of a statement that is kept and no longer compiles: it hears nothing, and says why. */
export function brokenStatement({ message, details }: RuleError): ReadyStatement {
  const { line = 1, column = 1, message_zh } = details;
  return {
    from: [],
    targets: [],
    evaluate: () => [],
    isSelection: true,
    rowNames: undefined,
    parsed: undefined,
    warnings: [{ code: 'broken', message, message_zh, line, column }],
  };
}

function parse(sql: string): Statement {
  return explain(sql, 'syntax error: ', () => parseRule(sql));
}

function explain<Result>(sql: string, prefix: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const details = {
      message_zh: printSqlError(sql, error, 'zh'),
      suggestion: error.suggestion?.code === 'didYouMean' ? error.suggestion.name : undefined,
      ...locate(sql, error.span.start),
    };
    throw new RuleError('BAD_REQUEST', prefix + printSqlError(sql, error), details, error);
  }
}

function target(entry: FromEntry, sql: string, topics: TopicRules): FromTarget {
  return explain(sql, '', () => {
    const resolved = resolveTopic(entry.topic, topics);
    if (resolved.kind !== 'refused') return resolved;
    throw new SqlError(resolved.reason, entry.span, resolved.hint);
  });
}

/** The columns that each FROM entry may bring: of a wildcard over events, those of all of them. */
function columnsOf(
  targets: readonly FromTarget[],
  from: readonly FromEntry[],
): Map<string, readonly string[]> {
  return new Map(
    targets.map((target, index) => {
      const names = new Set(eventsOf(target).flatMap((event) => describedEvent(event).columnNames));
      return [from[index]?.topic ?? '', [...names]];
    }),
  );
}

/** The events that an entry of FROM hears. */
export function eventsOf(target: FromTarget): ReadonlyArray<RuleEvent['name']> {
  if (target.kind === 'events') return target.events;
  return [target.kind === 'messages' ? 'message.publish' : 'source.message'];
}

function ruleWarning({ code, message, text, span }: SqlWarning, sql: string): RuleWarning {
  const { line, column } = locate(sql, span.start);
  return { code, message, message_zh: sayIn('zh', text), line, column, excerpt: pointAt(sql, span, column) };
}
