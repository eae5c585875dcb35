/**
 * The rule language: EMQX's SELECT and FOREACH over events, compiled to functions.
 *
 * @example
 * const statement = parseRule(`SELECT clientid FROM "$events/client/connected" WHERE username = 'u1'`);
 * const rule = compileRule(statement, { columns: () => ['clientid', 'username'], host });
 * const rows = rule.evaluate(source); // [] when the event does not match
 */
export type { Expression, FromEntry, Item, Statement } from './ast.ts';
export { type CompiledRule, type CompileOptions, compileRule } from './compile-rule.ts';
export type { FunctionEntry, FunctionExample, FunctionGroup } from './functions/function-entry.ts';
export { functionTable } from './functions/function-table.ts';
export { decodePayload, fromJsonText, toJsonText } from './json.ts';
export { parseRule } from './parser/statement-parser.ts';
export { printStatement } from './printer.ts';
export type { RowSource, SqlHost } from './row-source.ts';
export { type Location, locate, type Span } from './source-location.ts';
export { printSqlError, SqlError, SqlRuntimeError, type SqlText, sayIn } from './sql-error.ts';
export type { SqlWarning } from './sql-warning.ts';
export { toTemplateText } from './text.ts';
export {
  Float,
  isFloat,
  isInteger,
  isList,
  isMap,
  isText,
  type Row,
  type Value,
  type ValueMap,
} from './values.ts';
