import type { Value } from '../values.ts';
import { listOf } from './arguments.ts';
import { type FunctionEntry, pure } from './function-entry.ts';

const group = 'conditional';

export const conditional: readonly FunctionEntry[] = [
  {
    name: 'null',
    group,
    forms: [''],
    meaning: 'the missing value, undefined; not a JSON null',
    examples: [['null()', 'undefined']],
    bind: pure(() => undefined),
  },
  {
    name: 'coalesce',
    group,
    forms: ['a, b', 'list'],
    meaning: 'the first value that is not missing; a JSON null is a value',
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
    forms: ['a, b', 'list'],
    meaning: 'the first value that is neither missing nor empty text',
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
