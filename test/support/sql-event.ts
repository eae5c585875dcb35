import {
  type CompiledRule,
  type CompileOptions,
  compileRule,
  parseRule,
  type Row,
  type RowSource,
  RuleMemory,
  SqlError,
  type SqlHost,
  SqlRuntimeError,
  toJsonText,
  type Value,
} from '../../src/sql/door.ts';
import { exampleSchemas, schemasOf } from './sql-schemas.ts';

export const sqlHost: SqlHost = {
  now: () => 1_756_465_154_714, // 2025-08-29T10:59:14.714Z
  matchesTopic: (topic, filter) => filter === '#' || topic === filter,
  random: () => 0.5,
  environment: () => undefined,
  uuid: () => '3f0b5c1e-1d2a-4b6c-8d7e-9f0a1b2c3d4e',
  memory: new RuleMemory(),
  schemas: schemasOf(...exampleSchemas),
  jqTimeout: () => 10_000,
};

/** The message that expressions are tried on. */
export const exampleColumns: Readonly<Record<string, Value>> = {
  id: '00061F',
  clientid: 'c1',
  username: 'u1',
  topic: 't/a',
  qos: 1,
  peerhost: '10.0.0.9',
  flags: { retain: true, dup: false },
  payload: '{"x":7,"n":null,"b":true,"arr":[10,20,30],"o":{"k":"v"},"flat":{"a":1,"b":"two"}}',
};

export function eventOf(columns: Readonly<Record<string, Value>>): RowSource {
  const known = new Map(Object.entries(columns));
  return { column: (name) => known.get(name), columnNames: () => Object.keys(columns) };
}

export function ruleOf(sql: string, options: Partial<CompileOptions> = {}): CompiledRule {
  return compileRule(parseRule(sql), { host: sqlHost, ...options });
}

/** The rows as JSON, or `error: …` when the rule fails. */
export function runSql(sql: string, columns: Readonly<Record<string, Value>> = exampleColumns): string {
  return jsonOrError(() => ruleOf(sql).evaluate(eventOf(columns)));
}

/** The value of one expression as JSON, `undefined`, `refused: …` when it cannot be in a rule, or `error: …`. */
export function resultOf(
  expression: string,
  columns: Readonly<Record<string, Value>> = exampleColumns,
): string {
  return jsonOrError(() => {
    const rule = ruleOf(`SELECT ${expression} AS result FROM "t/#"`);
    return (rule.evaluate(eventOf(columns))[0] as Row).result;
  });
}

function jsonOrError(run: () => Value | Row[]): string {
  try {
    const value = run();
    return value === undefined ? 'undefined' : toJsonText(value);
  } catch (error) {
    if (error instanceof SqlError) return `refused: ${error.message}`;
    if (error instanceof SqlRuntimeError) return `error: ${error.message}`;
    throw error;
  }
}
