import { z } from 'zod';
import { suggest } from '../lib/suggest.ts';
import {
  fromJsonText,
  isMap,
  type Row,
  SqlError,
  SqlRuntimeError,
  type SqlText,
  sayIn,
  toJsonText,
  type Value,
} from '../sql/door.ts';
import { exampleAt } from './columns/column.ts';
import { type EventDescription, eventCatalogue } from './event-catalogue.ts';
import { ValuesSource } from './event-source.ts';
import { asBridge, type FromTarget, type TopicRules } from './event-topics.ts';
import { hears } from './from-match.ts';
import { type CompilerSettings, compileStatement, type ReadyStatement } from './rule-compiler.ts';
import { RuleError } from './rule-error.ts';

export const testContext = z.looseObject({ event_type: z.string() }).meta({
  description:
    'event_type (client_disconnected, message_publish …) and values for columns; examples fill the rest.',
});

/** The body of `POST /rule_test`. */
export const ruleTest = z.strictObject({ sql: z.string().max(65_536), context: testContext });

/** The body of `POST /rules/{id}/test`. */
export const storedRuleTest = z.strictObject({
  context: testContext,
  stop_action_after_template_rendering: z.boolean().default(true),
});

export type RuleTest = z.input<typeof ruleTest>;
export type StoredRuleTest = z.input<typeof storedRuleTest>;

/** What the SQL tester knows that an event would bring along. */
export interface TestSurroundings {
  readonly ruleId: string;
  readonly node: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly topics: TopicRules;
}

/** What is wrong with a FROM that names no event of this version. */
const silentFrom: ReadonlyArray<SqlText['code']> = ['unknownEvent', 'messageTopic', 'unavailableTopic'];

/**
 * A statement that is tried. One whose FROM names no event is no rule here, but its test does not match, as in EMQX; the
 * answer says where the mistake is all the same.
 * @throws RuleError NOT_MATCH, BAD_REQUEST
 */
export function compileForTest({ sql, context }: RuleTest, settings: CompilerSettings): ReadyStatement {
  testedEvent(context.event_type);
  try {
    return compileStatement(sql, settings);
  } catch (error) {
    const cause = error instanceof RuleError ? error.cause : undefined;
    if (cause instanceof SqlError && silentFrom.includes(cause.text.code))
      throw new RuleError('NOT_MATCH', NO_MATCH, (error as RuleError).details);
    throw error;
  }
}

const NO_MATCH = 'SQL Not Match';

/** A made-up event, and the rows that the statement makes of it: one at least. */
export interface TestResult {
  readonly source: ValuesSource;
  readonly rows: readonly Row[];
  /** JSON text of the row, or of the list of rows when there are several; floats and large integers stay what they are. */
  readonly answer: string;
}

/**
 * Runs a statement on a made-up event, by the same code that events take.
 * @throws RuleError NOT_MATCH when it makes no row, BAD_REQUEST when there is no such event or the SQL fails
 */
export function runTest(
  statement: ReadyStatement,
  context: RuleTest['context'],
  surroundings: TestSurroundings,
): TestResult {
  const { event_type: testType, ...given } = context;
  const { source, isHeard } = madeUpEvent(statement, testedEvent(testType), adopted(given), surroundings);
  if (!isHeard) throw noMatch();
  try {
    const rows = statement.evaluate(source);
    if (rows.length === 0) throw noMatch();
    return { source, rows, answer: toJsonText(rows.length === 1 ? rows[0] : rows) };
  } catch (error) {
    if (!(error instanceof SqlRuntimeError)) throw error;
    const { message, text } = error;
    throw new RuleError('BAD_REQUEST', JSON.stringify({ select_and_transform_error: message }), {
      message_zh: text && sayIn('zh', text),
    });
  }
}

/** An event with these columns and examples for the others, and whether FROM hears it. */
export function madeUpEvent(
  statement: Pick<ReadyStatement, 'targets'>,
  description: EventDescription,
  given: Readonly<Record<string, Value>>,
  surroundings: TestSurroundings,
): { source: ValuesSource; isHeard: boolean } {
  const { targets } = statement;
  const source = new ValuesSource(columnValues(description, given, surroundings, targets));
  const isHeard = targets.some((target) => hears(target, description.event, source, surroundings.topics));
  return { source, isHeard };
}

/** The event that the tester calls so. */
export function eventOfTestType(testType: string): EventDescription | undefined {
  return eventCatalogue.find(({ testTypes }) => testTypes.includes(testType));
}

export const testTypes: readonly string[] = eventCatalogue.flatMap(({ testTypes: names }) => names);

/** @throws RuleError BAD_REQUEST */
export function testedEvent(testType: string): EventDescription {
  const description = eventOfTestType(testType);
  if (description) return description;
  const meant = suggest(testType, testTypes);
  throw new RuleError(
    'BAD_REQUEST',
    `there is no event_type "${testType}" in this version${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    { suggestion: meant },
  );
}

function columnValues(
  description: EventDescription,
  given: Readonly<Record<string, Value>>,
  { ruleId, node, now }: TestSurroundings,
  from: readonly FromTarget[],
): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, column] of description.columns) values.set(name, exampleAt(column, now));
  values.set('event', description.event === 'source.message' ? sourceTopic(from) : description.event);
  values.set('timestamp', now);
  values.set('node', node);
  for (const [name, value] of Object.entries(given)) values.set(name, value);
  values.set('metadata', adopted({ rule_id: ruleId }));
  return values;
}

/** JSON of the API as a value of the language, by its own reader: the same shapes and the same limits. */
export function adopted(json: object): { [name: string]: Value } {
  try {
    const value = fromJsonText(JSON.stringify(json));
    return isMap(value) ? value : {};
  } catch (error) {
    if (!(error instanceof SqlRuntimeError)) throw error;
    throw new RuleError('BAD_REQUEST', `context: ${error.message}`);
  }
}

/** A source has no name of its own in a test: it is called as the statement calls it. */
function sourceTopic(from: readonly FromTarget[]): string {
  const named = from.find((target) => target.kind === 'sources' && !/[*+#]/.test(target.topic));
  return named?.kind === 'sources' ? asBridge(named.topic) : '$bridges/mqtt:example';
}

function noMatch(): RuleError {
  return new RuleError('NOT_MATCH', NO_MATCH);
}
