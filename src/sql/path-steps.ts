import { decodeInner } from './json.ts';
import { SqlRuntimeError } from './sql-error.ts';
import { isInteger, isList, isMap, isText, kindOf, newMap, type Value } from './values.ts';

/** Text on the way into a value is looked into as JSON. */
function opened(value: Value): Value {
  return isText(value) ? decodeInner(value) : value;
}

export function readKey(value: Value, key: string): Value {
  const map = opened(value);
  return isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** What a path of keys leads to. */
export function walkKeys(value: Value, keys: readonly string[]): Value {
  let reached = value;
  for (const key of keys) {
    reached = readKey(reached, key);
    if (reached === undefined) return undefined;
  }
  return reached;
}

/** Counted from 1, from the end when negative; undefined outside the list. */
export function readIndex(value: Value, index: Value): Value {
  const list = opened(value);
  if (!isList(list) || !isInteger(index)) return undefined;
  const at = Number(index);
  return at > 0 ? list[at - 1] : list[list.length + at];
}

/** Both ends included, clipped to the list; empty when it runs backwards. @throws SqlRuntimeError for no list */
export function readSlice(value: Value, from: number, to: number): Value {
  if (value === undefined) return undefined;
  const list = opened(value);
  if (!isList(list))
    throw new SqlRuntimeError({ code: 'needsList', range: `${from}..${to}`, kind: kindOf(value) });
  const first = from > 0 ? from - 1 : Math.max(0, list.length + from);
  const end = to > 0 ? to : list.length + to + 1;
  return list.slice(first, Math.max(first, end));
}

/** A copy of the value with the key set; what is no map becomes one. */
export function withKey(value: Value, key: string, item: Value) {
  const map = opened(value);
  const copy = newMap(isMap(map) ? map : undefined);
  copy[key] = item;
  return copy;
}

/** A copy of the list with the element set: 0 prepends, -0 appends, outside it stays as it is; no list becomes one. */
export function withIndex(value: Value, at: number, item: Value): Value {
  const list = opened(value);
  if (!isList(list)) return [item];
  if (Object.is(at, -0)) return [...list, item];
  if (at === 0) return [item, ...list];
  const position = at > 0 ? at - 1 : list.length + at;
  return position in list ? list.with(position, item) : list;
}
