import * as limits from '../../src/sql/limits.ts';
import { markdownTable } from './markdown-table.ts';

const rows: readonly (readonly [what: string, bound: string])[] = [
  ['one evaluation', `${limits.LONGEST_EVALUATION / 1000} s, and what the step takes that it is at`],
  ['a statement', `${count(limits.LONGEST_STATEMENT)} characters`],
  ['parentheses, calls, lists and CASE inside each other', `${limits.DEEPEST_NESTING} levels`],
  ['arithmetic operators of a statement', count(limits.MOST_OPERATORS)],
  ['parts of a path', count(limits.LONGEST_PATH)],
  ['elements of a range `[1..n]`', count(limits.LONGEST_RANGE)],
  ['rows of a FOREACH', count(limits.MOST_ROWS)],
  ['a text that an evaluation makes', `${count(limits.LONGEST_TEXT)} characters`],
  [
    'a text with emoji or combining marks whose characters are counted',
    `${count(limits.LONGEST_CLUSTERED_TEXT)} characters`,
  ],
  ['digits of an integer', count(limits.MOST_DIGITS)],
  ['a jq program, whatever time its call asks for', `${limits.LONGEST_JQ} ms`],
  ['maps and lists inside each other, read from JSON or written to it', `${limits.DEEPEST_JSON} levels`],
  ['values of one JSON text that is written', count(limits.MOST_JSON_VALUES)],
  ['pairs of values that one comparison looks at', count(limits.MOST_COMPARED)],
  ['parts that `split()` and `tokens()` make', count(limits.MOST_PARTS)],
  ['what one call compresses, or unpacks', bytes(limits.LARGEST_COMPRESSED)],
  ['a value that `kv_store_put()` keeps', bytes(limits.LARGEST_KEPT)],
  ['what `kv_store_put()` keeps of all rules', memory(limits.SHARED_MEMORY)],
  ['what `proc_dict_put()` keeps of one connection', memory(limits.CONNECTION_MEMORY)],
];

/** What a statement, and one evaluation of it, may take. */
export function boundsTable(): string {
  return markdownTable(['what', 'at most'], rows);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function bytes(number: number): string {
  return number >= 1024 * 1024 ? `${number / 1024 / 1024} MiB` : `${number / 1024} KiB`;
}

function memory(bounds: { values: number; bytes: number }): string {
  return `${count(bounds.values)} values, ${bytes(bounds.bytes)}`;
}
