import type { Native, Run } from '../interpreter.ts';
import { arrayOf, compare, equal, type JqValue } from '../jq-values.ts';
import { untracked } from '../scope.ts';
import { ofValues } from './native.ts';

type Keyed = readonly [key: JqValue[], value: JqValue];

/** The elements with what `by` makes of each, sorted by that. */
function sortedBy(run: Run, input: JqValue, by: (value: JqValue) => JqValue[], what: string): Keyed[] {
  const items = arrayOf(input, `cannot be ${what}, as it is not an array`);
  run.budget.makeArray(items.length);
  const keyed = items.map((item): Keyed => [by(item), item]);
  return keyed.sort(([a], [b]) => {
    run.budget.step();
    return compare(a, b);
  });
}

const itself = (value: JqValue): JqValue[] => [value];

function grouped(keyed: readonly Keyed[]): (readonly JqValue[])[] {
  const groups: JqValue[][] = [];
  let last: JqValue[] | undefined;
  for (const [key, value] of keyed) {
    if (last === undefined || !equal(last, key)) groups.push([]);
    groups.at(-1)?.push(value);
    last = key;
  }
  return groups;
}

/** Natives that sort: by the elements themselves, or by an argument. */
function sorting(make: (keyed: readonly Keyed[]) => JqValue, what: string): { plain: Native; by: Native } {
  return {
    plain: ofValues((run, input) => make(sortedBy(run, input, itself, what))),
    by: (run, [filter], input, path, out) =>
      out(
        make(sortedBy(run, input, (value) => (filter ? run.all(filter, value) : []), what)),
        untracked(path),
      ),
  };
}

const sort = sorting((keyed) => keyed.map(([, value]) => value), 'sorted');
const group = sorting(grouped, 'grouped');
const unique = sorting((keyed) => grouped(keyed).map(([first = null]) => first), 'grouped');
const minimum = sorting((keyed) => keyed[0]?.[1] ?? null, 'iterated over');
const maximum = sorting((keyed) => keyed.at(-1)?.[1] ?? null, 'iterated over');

export const sortingFunctions: Readonly<Record<string, Native>> = {
  'sort/0': sort.plain,
  'sort_by/1': sort.by,
  'group_by/1': group.by,
  'unique/0': unique.plain,
  'unique_by/1': unique.by,
  'min/0': minimum.plain,
  'min_by/1': minimum.by,
  'max/0': maximum.plain,
  'max_by/1': maximum.by,
};
