import * as limits from '../../src/sql/limits.ts';
import type { Language } from './language.ts';
import { markdownTable } from './markdown-table.ts';

type Row = readonly [en: string, zh: string, bound: (words: Words) => string];

interface Words {
  readonly seconds: (count: number) => string;
  readonly characters: (count: number) => string;
  readonly levels: (count: number) => string;
  readonly memory: (bounds: { values: number; bytes: number }) => string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    seconds: (seconds) => `${seconds} s, and what the step takes that it is at`,
    characters: (characters) => `${count(characters)} characters`,
    levels: (levels) => `${levels} levels`,
    memory: (bounds) => `${count(bounds.values)} values, ${bytes(bounds.bytes)}`,
  },
  zh: {
    seconds: (seconds) => `${seconds} 秒，加上当时所处步骤的时间`,
    characters: (characters) => `${count(characters)} 个字符`,
    levels: (levels) => `${levels} 层`,
    memory: (bounds) => `${count(bounds.values)} 个值，${bytes(bounds.bytes)}`,
  },
};

const rows: readonly Row[] = [
  ['one evaluation', '一次求值', ({ seconds }) => seconds(limits.LONGEST_EVALUATION / 1000)],
  ['a statement', '一条语句', ({ characters }) => characters(limits.LONGEST_STATEMENT)],
  [
    'parentheses, calls, lists and CASE inside each other',
    '括号、函数调用、列表和 CASE 的嵌套',
    ({ levels }) => levels(limits.DEEPEST_NESTING),
  ],
  ['arithmetic operators of a statement', '一条语句的算术运算符', () => count(limits.MOST_OPERATORS)],
  ['parts of a path', '一条路径的段数', () => count(limits.LONGEST_PATH)],
  ['elements of a range `[1..n]`', '范围 `[1..n]` 的元素', () => count(limits.LONGEST_RANGE)],
  ['rows of a FOREACH', '一个 FOREACH 的结果行', () => count(limits.MOST_ROWS)],
  [
    'a text that an evaluation makes',
    '求值产生的一个文本',
    ({ characters }) => characters(limits.LONGEST_TEXT),
  ],
  [
    'a text with emoji or combining marks whose characters are counted',
    '含有 emoji 或组合字符、需要逐字计数的文本',
    ({ characters }) => characters(limits.LONGEST_CLUSTERED_TEXT),
  ],
  ['digits of an integer', '整数的位数', () => count(limits.MOST_DIGITS)],
  [
    'a jq program, whatever time its call asks for',
    '一个 jq 程序，无论调用时给出多长时间',
    () => `${limits.LONGEST_JQ} ms`,
  ],
  [
    'maps and lists inside each other, read from JSON or written to it',
    '读取或写成 JSON 的映射与列表的嵌套',
    ({ levels }) => levels(limits.DEEPEST_JSON),
  ],
  [
    'values of one JSON text that is written',
    '写成的一个 JSON 文本中的值',
    () => count(limits.MOST_JSON_VALUES),
  ],
  ['pairs of values that one comparison looks at', '一次比较所查看的值对', () => count(limits.MOST_COMPARED)],
  [
    'parts that `split()` and `tokens()` make',
    '`split()` 和 `tokens()` 产生的段数',
    () => count(limits.MOST_PARTS),
  ],
  [
    'what one call compresses, or unpacks',
    '一次调用压缩或解压的内容',
    () => bytes(limits.LARGEST_COMPRESSED),
  ],
  ['a value that `kv_store_put()` keeps', '`kv_store_put()` 保存的一个值', () => bytes(limits.LARGEST_KEPT)],
  [
    'what `kv_store_put()` keeps of all rules',
    '`kv_store_put()` 为所有规则保存的内容',
    ({ memory }) => memory(limits.SHARED_MEMORY),
  ],
  [
    'what `proc_dict_put()` keeps of one connection',
    '`proc_dict_put()` 为一个连接保存的内容',
    ({ memory }) => memory(limits.CONNECTION_MEMORY),
  ],
];

/** What a statement, and one evaluation of it, may take. */
export function boundsTable(language: Language): string {
  const head = { en: ['what', 'at most'], zh: ['内容', '上限'] }[language];
  return markdownTable(
    head,
    rows.map(([en, zh, bound]) => [{ en, zh }[language], bound(words[language])]),
  );
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function bytes(number: number): string {
  return number >= 1024 * 1024 ? `${number / 1024 / 1024} MiB` : `${number / 1024} KiB`;
}
