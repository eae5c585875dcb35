import { sameAs } from '../../compare.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import type { Value } from '../../values.ts';
import { countOf, listOf } from '../arguments.ts';
import { type FunctionEntry, pure } from '../function-entry.ts';

const group = 'lists';

/** @throws SqlRuntimeError outside the list */
function element(list: readonly Value[], n: number): Value {
  if (list.length === 0) throw new SqlRuntimeError({ code: 'emptyList' });
  if (n < 1 || n > list.length) throw new SqlRuntimeError({ code: 'noSuchElement', n, length: list.length });
  return list[n - 1];
}

/** Elements are counted from 1. */
export const lists: readonly FunctionEntry[] = [
  {
    name: 'nth',
    group,
    forms: ['n: integer, list: list'],
    gives: 'any',
    meaning: {
      en: 'the element n, counted from 1; an error outside the list',
      zh: '第 n 个元素（从 1 计数）；超出列表会报错',
    },
    examples: [['nth(2, payload.arr)', '20']],
    bind: pure((n, list) => element(listOf(list), countOf(n))),
  },
  {
    name: 'length',
    group,
    forms: ['list: list'],
    gives: 'integer',
    meaning: { en: 'how many elements the list has', zh: '列表的元素个数' },
    examples: [['length(payload.arr)', '3']],
    bind: pure((list) => listOf(list).length),
  },
  {
    name: 'sublist',
    group,
    forms: ['length: integer, list: list', 'start: integer, length: integer, list: list'],
    gives: 'list',
    meaning: {
      en: 'so many elements from the first, or from the start, on',
      zh: '从第一个或起始位置起的若干元素',
    },
    examples: [
      ['sublist(2, payload.arr)', '[10,20]'],
      ['sublist(2, 5, payload.arr)', '[20,30]'],
      ['sublist(9, 1, payload.arr)', '[]'],
    ],
    bind: pure((...args) => {
      const list = listOf(args.at(-1));
      const length = countOf(args.at(-2));
      const start = args.length === 3 ? countOf(args[0]) : 1;
      if (start === 0) throw new SqlRuntimeError({ code: 'countedFromOne' });
      return list.slice(start - 1, start - 1 + length);
    }),
  },
  {
    name: 'first',
    group,
    forms: ['list: list'],
    gives: 'any',
    meaning: { en: 'the first element; an error when there is none', zh: '第一个元素；列表为空会报错' },
    examples: [['first(payload.arr)', '10']],
    bind: pure((list) => element(listOf(list), 1)),
  },
  {
    name: 'last',
    group,
    forms: ['list: list'],
    gives: 'any',
    meaning: { en: 'the last element; an error when there is none', zh: '最后一个元素；列表为空会报错' },
    examples: [['last(payload.arr)', '30']],
    bind: pure((list) => element(listOf(list), Math.max(1, listOf(list).length))),
  },
  {
    name: 'contains',
    group,
    forms: ['x: any, list: list'],
    gives: 'boolean',
    meaning: {
      en: "whether x is in the list, strictly: 1 is neither 1.0 nor '1'",
      zh: "x 是否在列表中，严格比较：1 不同于 1.0 和 '1'",
    },
    examples: [
      ['contains(20, payload.arr)', 'true'],
      ["contains('20', payload.arr)", 'false'],
      ['contains(20.0, payload.arr)', 'false'],
    ],
    bind: pure((x, list) => listOf(list).some(sameAs(x))),
  },
];
