import { decodeInner } from '../../json.ts';
import { isFloat, isInteger, isList, isMap, isNumber, isText, type Value } from '../../values.ts';
import { unusable } from '../arguments.ts';
import { type FunctionEntry, type FunctionExample, pure, type Wording } from '../function-entry.ts';

function predicate(
  name: string,
  meaning: Wording,
  test: (value: Value) => boolean,
  examples: readonly FunctionExample[],
  types = 'any',
): FunctionEntry {
  return {
    name,
    group: 'predicates',
    forms: [`x: ${types}`],
    gives: 'boolean',
    meaning,
    examples,
    bind: pure(test),
  };
}

const isMissing = (value: Value) => value === undefined;
const isMissingOrNull = (value: Value) => value === undefined || value === null;

export const predicates: readonly FunctionEntry[] = [
  predicate(
    'is_null',
    { en: 'whether the value is missing; a JSON null is a value', zh: '值是否缺失；JSON 的 null 是值' },
    isMissing,
    [
      ['is_null(nosuch)', 'true'],
      ['is_null(payload.n)', 'false'],
    ],
  ),
  predicate(
    'is_not_null',
    { en: 'whether there is a value, which a JSON null is', zh: '是否有值，JSON 的 null 也算' },
    (value) => !isMissing(value),
    [
      ['is_not_null(payload.x)', 'true'],
      ['is_not_null(payload.nosuch)', 'false'],
    ],
  ),
  predicate(
    'is_null_var',
    { en: 'whether the value is missing or a JSON null', zh: '值是否缺失或为 JSON 的 null' },
    isMissingOrNull,
    [
      ['is_null_var(payload.n)', 'true'],
      ['is_null_var(nosuch)', 'true'],
      ["is_null_var('null')", 'false'],
    ],
  ),
  predicate(
    'is_not_null_var',
    { en: 'whether there is a value other than a JSON null', zh: '是否有 JSON null 以外的值' },
    (value) => !isMissingOrNull(value),
    [
      ['is_not_null_var(payload.n)', 'false'],
      ['is_not_null_var(0)', 'true'],
    ],
  ),
  predicate('is_str', { en: 'whether it is text', zh: '是否为文本' }, isText, [
    ["is_str('a')", 'true'],
    ['is_str(1)', 'false'],
  ]),
  predicate(
    'is_bool',
    { en: 'whether it is true or false', zh: '是否为 true 或 false' },
    (value) => typeof value === 'boolean',
    [
      ['is_bool(payload.b)', 'true'],
      ["is_bool('true')", 'false'],
    ],
  ),
  predicate(
    'is_int',
    { en: 'whether it is an integer; 4.0 is a float', zh: '是否为整数；4.0 是浮点数' },
    isInteger,
    [
      ['is_int(4)', 'true'],
      ['is_int(4.0)', 'false'],
    ],
  ),
  predicate('is_float', { en: 'whether it is a float', zh: '是否为浮点数' }, isFloat, [
    ['is_float(4.0)', 'true'],
    ['is_float(4)', 'false'],
  ]),
  predicate('is_num', { en: 'whether it is a number', zh: '是否为数字' }, isNumber, [
    ['is_num(4)', 'true'],
    ["is_num('4')", 'false'],
  ]),
  predicate('is_map', { en: 'whether it is a map', zh: '是否为映射' }, isMap, [
    ['is_map(payload.o)', 'true'],
    ['is_map(payload.arr)', 'false'],
  ]),
  predicate('is_array', { en: 'whether it is a list', zh: '是否为列表' }, isList, [
    ['is_array(payload.arr)', 'true'],
    ['is_array(payload.o)', 'false'],
  ]),
  predicate(
    'is_empty',
    {
      en: 'whether a text, a list, a map, or the map of a JSON text is empty',
      zh: '文本、列表、映射或 JSON 文本所表示的映射是否为空',
    },
    isEmpty,
    [
      ["is_empty('{}')", 'true'],
      ["is_empty('')", 'true'],
      ['is_empty([])', 'true'],
      ['is_empty(payload.o)', 'false'],
    ],
    'text | list | map',
  ),
];

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isText(value) && value.length === 0) return true;
  const map = isText(value) ? decodeInner(value) : value;
  if (isMap(map)) return Object.keys(map).length === 0;
  throw unusable('a list, a map or the JSON text of one', value);
}
