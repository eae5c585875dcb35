import { toJsonText } from '../../json.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { joinTexts, stringOf, toTemplateText, toText } from '../../text.ts';
import { isMap, isNumber, isText, kindOf, type Value } from '../../values.ts';
import { listOf } from '../arguments.ts';
import { type FunctionEntry, pure, rememberLast } from '../function-entry.ts';
import { compileFormat } from './sprintf.ts';

const group = 'strings';

/** Functions that make text in the form that some other program reads. */
export const stringForms: readonly FunctionEntry[] = [
  {
    name: 'sprintf',
    group,
    forms: ['format: text, …: any'],
    gives: 'text',
    meaning: {
      en: 'the format with its Erlang directives (~s ~p ~w ~b ~.2f ~4..0b ~n ~~) filled in',
      zh: '填好 Erlang 格式指令（~s ~p ~w ~b ~.2f ~4..0b ~n ~~）的文本',
    },
    examples: [
      ["sprintf('~s=~.1f', 't', 21.55)", '"t=21.6"'],
      ["sprintf('~4..0b', 42)", '"0042"'],
      ["sprintf('~p', 'x')", '"<<\\"x\\">>"'],
    ],
    constants: { 0: (format) => compileFormat(stringOf(format)) },
    bind: () => {
      const compiled = rememberLast(compileFormat);
      return (format, ...args) => compiled(stringOf(format))(args);
    },
  },
  {
    name: 'sprintf_s',
    group,
    forms: ['format: text, list: list'],
    gives: 'text',
    meaning: { en: 'as sprintf(), with what to fill in as a list', zh: '同 sprintf()，参数放在列表中' },
    examples: [["sprintf_s('~s/~b', ['a', 3])", '"a/3"']],
    constants: { 0: (format) => compileFormat(stringOf(format)) },
    bind: () => {
      const compiled = rememberLast(compileFormat);
      return (format, list) => compiled(stringOf(format))(listOf(list));
    },
  },
  {
    name: 'join_to_string',
    group,
    forms: ['list: list', 'separator: text, list: list'],
    gives: 'text',
    meaning: {
      en: "the texts of the elements with the separator, or ', ', between them",
      zh: "各元素的文本，以分隔符或 ', ' 相连",
    },
    examples: [
      ['join_to_string(payload.arr)', '"10, 20, 30"'],
      ["join_to_string('|', payload.arr)", '"10|20|30"'],
    ],
    bind: pure((...args) => {
      const separator = args.length === 1 ? ', ' : stringOf(args[0]);
      return joinTexts(listOf(args.at(-1)).map(toText), separator);
    }),
  },
  {
    name: 'join_to_sql_values_string',
    group,
    forms: ['list: list'],
    gives: 'text',
    meaning: {
      en: 'the elements as an SQL value list: text quoted and escaped with backslashes, undefined as NULL',
      zh: '各元素组成的 SQL 值列表：文本加引号并用反斜杠转义，undefined 写作 NULL',
    },
    examples: [
      ["join_to_sql_values_string(['a', 2, nosuch])", `"'a', 2, NULL"`],
      [`join_to_sql_values_string([unescape('it\\x27s')])`, `"'it\\\\'s'"`],
    ],
    bind: pure((list) => joinTexts(listOf(list).map(sqlValue), ', ')),
  },
  {
    name: 'map_to_redis_hset_args',
    group,
    forms: ['map: map'],
    gives: 'list',
    meaning: {
      en: 'the map as the arguments of a Redis HSET, keys descending, behind a marker that the Redis action knows',
      zh: '映射变为 Redis HSET 的参数，键按降序，前面是 Redis 动作认得的标记',
    },
    examples: [['map_to_redis_hset_args(payload.flat)', '["map_to_redis_hset_args","b","two","a","1"]']],
    bind: pure((map) => {
      if (!isMap(map))
        throw new SqlRuntimeError({ code: 'expectedValue', expected: 'a map', kind: kindOf(map) });
      const keys = Object.keys(map).sort().reverse();
      return ['map_to_redis_hset_args', ...keys.flatMap((key) => redisPair(key, map[key]))];
    }),
  },
  {
    name: 'unescape',
    group,
    forms: ['s: text'],
    gives: 'text',
    meaning: {
      en: 'the text with its escapes (\\n \\t \\r \\b \\f \\v \\\' \\" \\? \\a \\\\ and \\x with hexadecimal digits) read',
      zh: '读出转义（\\n \\t \\r \\b \\f \\v \\\' \\" \\? \\a \\\\ 以及 \\x 加十六进制数字）后的文本',
    },
    examples: [
      ["unescape('a\\tb')", '"a\\tb"'],
      ["unescape('\\x6e29\\x5EA6')", '"温度"'],
    ],
    bind: pure((s) => stringOf(s).replace(/\\(?:x([0-9a-fA-F]+)|(.|$))/gs, unescaped)),
  },
];

function sqlValue(value: Value): string {
  if (value === undefined || value === null) return 'NULL';
  if (typeof value === 'boolean' || isNumber(value)) return toTemplateText(value);
  const text = isText(value) ? stringOf(value) : toJsonText(value);
  return `'${text.replace(/[\p{Cc}'\\]/gu, (character) => sqlEscapes[character] ?? character)}'`;
}

/** MySQL's set. */
const sqlEscapes: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
};

function redisPair(key: string, value: Value): Value[] {
  const isScalar = isText(value) || isNumber(value) || typeof value === 'boolean';
  return isScalar ? [key, toText(value)] : [];
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  "'": "'",
  '"': '"',
  '?': '?',
  a: '\x07',
  '\\': '\\',
};

function unescaped(whole: string, hexadecimal: string | undefined, letter: string | undefined): string {
  if (hexadecimal !== undefined) {
    const code = Number.parseInt(hexadecimal, 16);
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (!isCharacter) throw new SqlRuntimeError({ code: 'noCharacter', sequence: whole.slice(0, 40) });
    return String.fromCodePoint(code);
  }
  const character = letter === undefined || !Object.hasOwn(escapes, letter) ? undefined : escapes[letter];
  if (character === undefined) throw new SqlRuntimeError({ code: 'unknownEscape', sequence: whole });
  return character;
}
