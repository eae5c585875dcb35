import { add, splitText } from '../arithmetic.ts';
import type { Native, Run } from '../interpreter.ts';
import { JqError } from '../jq-error.ts';
import {
  arrayOf,
  countCharacters,
  equal,
  isArray,
  isObject,
  isTrue,
  type JqValue,
  newObject,
  numberOf,
  shown,
  sortedKeys,
  toJson,
  toText,
  typeOf,
} from '../jq-values.ts';
import { changePath, deletePaths, getPath } from '../paths.ts';
import { pathOrError, untracked } from '../scope.ts';
import { ofValues } from './native.ts';

function lengthOf(value: JqValue): JqValue {
  if (value === null) return 0;
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return countCharacters(value);
  if (isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new JqError(`${shown(value)} has no length`);
}

function keysOf(value: JqValue): JqValue[] {
  if (isArray(value)) return value.map((_, i) => i);
  if (isObject(value)) return sortedKeys(value);
  throw new JqError(`${shown(value)} has no keys`);
}

function has(value: JqValue, key: JqValue): boolean {
  if (isObject(value) && typeof key === 'string') return Object.hasOwn(value, key);
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(
    `Cannot check whether ${typeOf(value)} has a ${typeof key === 'string' ? 'string' : typeOf(key)} key`,
  );
}

function contains(run: Run, a: JqValue, b: JqValue): boolean {
  run.budget.step();
  if (isObject(a) && isObject(b)) {
    return Object.entries(b).every(
      ([key, value]) => Object.hasOwn(a, key) && contains(run, a[key] as JqValue, value),
    );
  }
  if (isArray(a) && isArray(b)) return b.every((item) => a.some((other) => contains(run, other, item)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (typeOf(a) === typeOf(b)) return equal(a, b);
  throw new JqError(`${shown(a)} and ${shown(b)} cannot have their containment checked`);
}

function flattened(run: Run, list: readonly JqValue[], depth: number): JqValue[] {
  const flat: JqValue[] = [];
  for (const item of list) {
    run.budget.step();
    if (isArray(item) && depth > 0) for (const inner of flattened(run, item, depth - 1)) flat.push(inner);
    else flat.push(item);
  }
  run.budget.makeArray(flat.length);
  return flat;
}

function fromEntries(run: Run, input: JqValue): JqValue {
  const object = newObject();
  run.each(input, undefined, (entry) => {
    const pick = (...names: readonly string[]): JqValue | undefined => {
      if (!isObject(entry)) throw new JqError(`Cannot index ${typeOf(entry)} with "key"`);
      return names
        .map((name) => entry[name])
        .find((value) => value !== undefined && (value === false || isTrue(value)));
    };
    const key = pick('key', 'k', 'name', 'Name', 'K', 'Key') ?? null;
    const value = pick('value', 'v', 'Value', 'V') ?? null;
    if (typeof key === 'object' && key !== null) throw new JqError(`Cannot use ${shown(key)} as object key`);
    object[toText(key)] = value;
  });
  return object;
}

/** Numbers from one to another, in steps. */
function range(
  run: Run,
  from: JqValue,
  to: JqValue,
  by: JqValue,
  out: (value: JqValue) => undefined,
): undefined {
  const start = numberOf(from, 'range bounds must be numeric');
  const end = numberOf(to, 'range bounds must be numeric');
  const step = numberOf(by, 'range bounds must be numeric');
  for (let at = start; step > 0 ? at < end : step < 0 ? at > end : start < end; at += step) {
    run.budget.step();
    out(at);
  }
}

export const coreFunctions: Readonly<Record<string, Native>> = {
  'empty/0': () => undefined,
  'not/0': ofValues((_run, input) => !isTrue(input)),
  'error/0': (_run, _args, input) => {
    throw new JqError(input);
  },
  'error/1': (_run, [message], input) =>
    message?.(input, undefined, (value) => {
      throw new JqError(value);
    }),
  'length/0': ofValues((_run, input) => lengthOf(input)),
  'utf8bytelength/0': ofValues((_run, input) => {
    if (typeof input === 'string') return Buffer.byteLength(input);
    throw new JqError(`${shown(input)} only strings have UTF-8 byte length`);
  }),
  'keys/0': ofValues((_run, input) => keysOf(input)),
  'keys_unsorted/0': ofValues((_run, input) => (isObject(input) ? Object.keys(input) : keysOf(input))),
  'has/1': ofValues((_run, input, key) => has(input, key as JqValue)),
  'contains/1': ofValues((run, input, other) => contains(run, input, other as JqValue)),
  'add/0': (run, _args, input, path, out) => {
    if (isArray(input) && input.every((item) => typeof item === 'string')) {
      run.budget.makeText(input.reduce((sum, item) => sum + item.length, 0));
      return out(input.length === 0 ? null : input.join(''), untracked(path));
    }
    if (isArray(input) && input.length > 0 && input.every(isArray)) {
      return out(flattened(run, input, 1), untracked(path));
    }
    let sum: JqValue = null;
    run.each(input, undefined, (item) => {
      sum = add(sum, item, run.budget);
    });
    out(sum, untracked(path));
  },
  'range/1': (run, [to], input, path, out) =>
    to?.(input, undefined, (end) => range(run, 0, end, 1, (value) => out(value, untracked(path)))),
  'range/2': (run, [from, to], input, path, out) =>
    from?.(input, undefined, (start) =>
      to?.(input, undefined, (end) => range(run, start, end, 1, (value) => out(value, untracked(path)))),
    ),
  'range/3': (run, [from, to, by], input, path, out) =>
    from?.(input, undefined, (start) =>
      to?.(input, undefined, (end) =>
        by?.(input, undefined, (step) =>
          range(run, start, end, step, (value) => out(value, untracked(path))),
        ),
      ),
    ),
  'type/0': ofValues((_run, input) => typeOf(input)),
  'map/1': (run, [filter], input, path, out) => {
    const mapped: JqValue[] = [];
    run.each(input, undefined, (item) =>
      filter?.(item, undefined, (value) => {
        run.budget.makeArray(1);
        mapped.push(value);
      }),
    );
    out(mapped, untracked(path));
  },
  'map_values/1': (run, [filter], input, path, out) => {
    const first = (value: JqValue): JqValue | undefined => {
      let found: JqValue | undefined;
      run.early((leave) =>
        filter?.(value, undefined, (result) => {
          found = result;
          leave();
        }),
      );
      return found;
    };
    if (isArray(input))
      return out(
        input.flatMap((item) => first(item) ?? []),
        untracked(path),
      );
    const object = newObject();
    run.each(input, undefined, () => undefined);
    for (const [key, value] of Object.entries(input as Record<string, JqValue>)) {
      const found = first(value);
      if (found !== undefined) object[key] = found;
    }
    out(object, untracked(path));
  },
  'select/1': (_run, [test], input, path, out) =>
    test?.(input, undefined, (verdict) => {
      if (isTrue(verdict)) out(input, path);
    }),
  'recurse/0': (run, _args, input, path, out) => run.recurse(input, path, out),
  'path/1': (_run, [filter], input, path, out) =>
    filter?.(input, [], (value, way) => out(pathOrError(way, value) as JqValue, untracked(path))),
  'getpath/1': (_run, [filter], input, path, out) =>
    filter?.(input, undefined, (value) => {
      const way = arrayOf(value, 'Path must be specified as an array');
      out(getPath(input, way), path === undefined ? undefined : [...pathOrError(path, input), ...way]);
    }),
  'setpath/2': ofValues((run, input, path, value) =>
    changePath(
      input,
      arrayOf(path as JqValue, 'Path must be specified as an array'),
      () => value as JqValue,
      (length) => run.budget.makeArray(length),
    ),
  ),
  'delpaths/1': ofValues((run, input, paths) =>
    deletePaths(input, arrayOf(paths as JqValue, 'Paths must be specified as an array'), (length) =>
      run.budget.makeArray(length),
    ),
  ),
  'del/1': (run, [filter], input, path, out) =>
    out(
      deletePaths(input, filter ? run.pathsOf(filter, input) : [], (length) => run.budget.makeArray(length)),
      untracked(path),
    ),
  'to_entries/0': ofValues((run, input) => {
    const entries: JqValue[] = [];
    for (const key of isObject(input) ? Object.keys(input) : keysOf(input)) {
      run.budget.makeArray(1);
      entries.push(Object.assign(newObject(), { key, value: getPath(input, [key]) }));
    }
    return entries;
  }),
  'from_entries/0': ofValues((run, input) => fromEntries(run, input)),
  'limit/2': (run, [count, filter], input, path, out) =>
    count?.(input, undefined, (most) => {
      let left = numberOf(most, 'is no count');
      if (left < 0) return filter?.(input, path, out);
      if (left === 0) return;
      run.early((leave) =>
        filter?.(input, path, (value, way) => {
          left -= 1;
          out(value, way);
          if (left <= 0) leave();
        }),
      );
    }),
  'first/1': (run, [filter], input, path, out) =>
    run.early((leave) =>
      filter?.(input, path, (value, way) => {
        out(value, way);
        leave();
      }),
    ),
  'last/1': (_run, [filter], input, path, out) => {
    let last: { readonly value: JqValue; readonly way: typeof path } | undefined;
    filter?.(input, path, (value, way) => {
      last = { value, way };
    });
    const found = last;
    if (found) out(found.value, found.way);
  },
  'isempty/1': (run, [filter], input, path, out) => {
    let empty = true;
    run.early((leave) =>
      filter?.(input, undefined, () => {
        empty = false;
        leave();
      }),
    );
    out(empty, untracked(path));
  },
  'any/2': (run, [source, test], input, path, out) =>
    out(some(run, source, test, input, true), untracked(path)),
  'all/2': (run, [source, test], input, path, out) =>
    out(!some(run, source, test, input, false), untracked(path)),
  'until/2': (run, [test, update], input, path, out) => {
    const next = (value: JqValue): undefined =>
      loop(run, value, (at, again) =>
        test?.(at, undefined, (done) => {
          if (isTrue(done)) out(at, untracked(path));
          else update?.(at, undefined, again);
        }),
      );
    next(input);
  },
  'while/2': (run, [test, update], input, path, out) =>
    loop(run, input, (at, again) =>
      test?.(at, undefined, (go) => {
        if (!isTrue(go)) return;
        out(at, untracked(path));
        update?.(at, undefined, again);
      }),
    ),
  'repeat/1': (run, [update], input, path, out) =>
    loop(run, input, (at, again) => {
      out(at, untracked(path));
      update?.(at, undefined, again);
    }),
  'reverse/0': ofValues((_run, input) => {
    if (input === null) return [];
    if (typeof input === 'string') return Array.from(input).reverse().join('');
    return [...arrayOf(input, 'cannot be reversed, as it is not an array')].reverse();
  }),
  'flatten/0': ofValues((run, input) => flattened(run, valuesOf(input), 1000)),
  'flatten/1': ofValues((run, input, depth) => {
    const most = numberOf(depth as JqValue, 'is no depth');
    if (most < 0) throw new JqError('flatten depth must not be negative');
    return flattened(run, valuesOf(input), Math.min(most, 1000));
  }),
  'tojson/0': ofValues((run, input) => {
    const text = toJson(input);
    run.budget.makeText(text.length);
    return text;
  }),
  'tostring/0': ofValues((_run, input) => toText(input)),
  'transpose/0': ofValues((run, input) => {
    const rows = arrayOf(input, 'cannot be transposed').map((row) => arrayOf(row, 'cannot be transposed'));
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    run.budget.makeArray(width * rows.length);
    return Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));
  }),
  'split/1': ofValues((run, input, separator) => {
    if (typeof input === 'string' && typeof separator === 'string')
      return splitText(input, separator, run.budget);
    throw new JqError('split input and separator must be strings');
  }),
};

function valuesOf(input: JqValue): readonly JqValue[] {
  if (isObject(input)) return Object.values(input);
  return arrayOf(input, 'cannot be flattened');
}

function some(
  run: Run,
  source: Parameters<Native>[1][number] | undefined,
  test: Parameters<Native>[1][number] | undefined,
  input: JqValue,
  wanted: boolean,
): boolean {
  let found = false;
  run.early((leave) =>
    source?.(input, undefined, (item) =>
      test?.(item, undefined, (verdict) => {
        if (isTrue(verdict) !== wanted) return;
        found = true;
        leave();
      }),
    ),
  );
  return found;
}

/** A filter that calls itself on each of its outputs, without a call for each; what branches is worked on depth first. */
function loop(
  run: Run,
  input: JqValue,
  step: (at: JqValue, again: (next: JqValue) => undefined) => undefined,
): undefined {
  const waiting: JqValue[] = [input];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    run.budget.step();
    const next: JqValue[] = [];
    step(at, (value) => {
      run.budget.makeArray(1);
      next.push(value);
    });
    for (let i = next.length - 1; i >= 0; i--) waiting.push(next[i] as JqValue);
  }
}
