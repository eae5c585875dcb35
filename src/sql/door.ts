/**
 * The rule language: EMQX's SELECT and FOREACH over events, compiled to functions.
 *
 * @example
 * const statement = parseRule(`SELECT clientid FROM "$events/client/connected" WHERE username = 'u1'`);
 * const rule = compileRule(statement, { columns: () => ['clientid', 'username'], host });
 * const rows = rule.evaluate(source); // [] when the event does not match
 */
export type { Expression, FromEntry, OutputItem, Statement } from './ast.ts';
export { type CompiledRule, type CompileOptions, compileRule } from './compile-rule.ts';
export {
  type ExplainedElement,
  type ExplainedForeach,
  type ExplainedItem,
  explainRule,
  type RuleExplanation,
} from './explain/explain-rule.ts';
export type { Operand, Term, Verdict } from './explain/term.ts';
export type { FunctionEntry } from './functions/function-entry.ts';
export { functionGroups } from './functions/function-groups.ts';
export { functionTable } from './functions/function-table.ts';
export { unavailableFunctions } from './functions/schemas/unavailable-functions.ts';
export { type Parameter, parametersOf } from './functions/signature.ts';
export { decodePayload, fromJsonText, toJsonText } from './json.ts';
export { JsonDocument } from './json-document.ts';
export { RuleMemory } from './memory/rule-memory.ts';
export { parseRule } from './parser/statement-parser.ts';
export { printExpression, printLiteral } from './printer.ts';
export { visitAll } from './rewrite.ts';
export type { RowSource, SqlHost, SqlSchema, SqlSchemas } from './row-source.ts';
export { locate, type Span } from './source-location.ts';
export { printSqlError, SqlError, SqlRuntimeError, type SqlText, sayIn } from './sql-error.ts';
export { type SqlWarning, warn } from './sql-warning.ts';
export { toTemplateText } from './text.ts';
export { isFloat, isInteger, isList, isMap, isText, newMap, type Row, type Value } from './values.ts';
