import { decodeInner } from '../json.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { isFloat, isInteger, isList, isMap, isNumber, isText, kindOf, type Value } from '../values.ts';
import { type FunctionEntry, type FunctionExample, pure } from './function-entry.ts';

function predicate(
  name: string,
  meaning: string,
  test: (value: Value) => boolean,
  examples: readonly FunctionExample[],
): FunctionEntry {
  return { name, group: 'predicates', forms: ['x'], meaning, examples, bind: pure(test) };
}

const isMissing = (value: Value) => value === undefined;
const isMissingOrNull = (value: Value) => value === undefined || value === null;

export const predicates: readonly FunctionEntry[] = [
  predicate('is_null', 'whether the value is missing; a JSON null is a value', isMissing, [
    ['is_null(nosuch)', 'true'],
    ['is_null(payload.n)', 'false'],
  ]),
  predicate('is_not_null', 'whether there is a value, which a JSON null is', (value) => !isMissing(value), [
    ['is_not_null(payload.x)', 'true'],
    ['is_not_null(payload.nosuch)', 'false'],
  ]),
  predicate('is_null_var', 'whether the value is missing or a JSON null', isMissingOrNull, [
    ['is_null_var(payload.n)', 'true'],
    ['is_null_var(nosuch)', 'true'],
    ["is_null_var('null')", 'false'],
  ]),
  predicate(
    'is_not_null_var',
    'whether there is a value other than a JSON null',
    (value) => !isMissingOrNull(value),
    [
      ['is_not_null_var(payload.n)', 'false'],
      ['is_not_null_var(0)', 'true'],
    ],
  ),
  predicate('is_str', 'whether it is text', isText, [
    ["is_str('a')", 'true'],
    ['is_str(1)', 'false'],
  ]),
  predicate('is_bool', 'whether it is true or false', (value) => typeof value === 'boolean', [
    ['is_bool(payload.b)', 'true'],
    ["is_bool('true')", 'false'],
  ]),
  predicate('is_int', 'whether it is an integer; 4.0 is a float', isInteger, [
    ['is_int(4)', 'true'],
    ['is_int(4.0)', 'false'],
  ]),
  predicate('is_float', 'whether it is a float', isFloat, [
    ['is_float(4.0)', 'true'],
    ['is_float(4)', 'false'],
  ]),
  predicate('is_num', 'whether it is a number', isNumber, [
    ['is_num(4)', 'true'],
    ["is_num('4')", 'false'],
  ]),
  predicate('is_map', 'whether it is a map', isMap, [
    ['is_map(payload.o)', 'true'],
    ['is_map(payload.arr)', 'false'],
  ]),
  predicate('is_array', 'whether it is a list', isList, [
    ['is_array(payload.arr)', 'true'],
    ['is_array(payload.o)', 'false'],
  ]),
  predicate('is_empty', 'whether a text, a list, a map, or the map of a JSON text is empty', isEmpty, [
    ["is_empty('{}')", 'true'],
    ["is_empty('')", 'true'],
    ['is_empty([])', 'true'],
    ['is_empty(payload.o)', 'false'],
  ]),
];

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isText(value) && value.length === 0) return true;
  const map = isText(value) ? decodeInner(value) : value;
  if (isMap(map)) return Object.keys(map).length === 0;
  throw new SqlRuntimeError(`expected a list, a map or the JSON text of one, got ${kindOf(value)}`);
}
