import type { Value } from '../../values.ts';
import { listOf } from '../arguments.ts';
import { type FunctionEntry, pure } from '../function-entry.ts';

const group = 'conditional';

export const conditional: readonly FunctionEntry[] = [
  {
    name: 'null',
    group,
    forms: [''],
    gives: 'any',
    meaning: {
      en: 'the missing value, undefined; not a JSON null',
      zh: '缺失值 undefined；不是 JSON 的 null',
    },
    examples: [['null()', 'undefined']],
    bind: pure(() => undefined),
  },
  {
    name: 'coalesce',
    group,
    forms: ['a: any, b: any', 'list: list'],
    gives: 'any',
    meaning: {
      en: 'the first value that is not missing; a JSON null is a value',
      zh: '第一个不缺失的值；JSON 的 null 也算值',
    },
    examples: [
      ["coalesce(payload.nosuch, 'd')", '"d"'],
      ["coalesce(payload.n, 'd')", 'null'],
      ['coalesce([nosuch, 5, 6])', '5'],
      ['coalesce([nosuch])', 'undefined'],
    ],
    bind: pure((...args) => candidates(args).find((value) => value !== undefined)),
  },
  {
    name: 'coalesce_ne',
    group,
    forms: ['a: any, b: any', 'list: list'],
    gives: 'any',
    meaning: {
      en: 'the first value that is neither missing nor empty text',
      zh: '第一个既不缺失也不是空文本的值',
    },
    examples: [
      ["coalesce_ne('', 'd')", '"d"'],
      ["coalesce_ne(['', nosuch, 'z'])", '"z"'],
    ],
    bind: pure((...args) => candidates(args).find((value) => value !== undefined && value !== '')),
  },
];

/** The two arguments, or the elements of the only one. */
function candidates(args: readonly Value[]): readonly Value[] {
  return args.length === 1 ? listOf(args[0]) : args;
}
