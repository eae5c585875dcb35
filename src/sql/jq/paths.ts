import { JqError } from './jq-error.ts';
import {
  compare,
  countCharacters,
  equal,
  isArray,
  isObject,
  type JqObject,
  type JqValue,
  newObject,
  shown,
  sliceCharacters,
  typeOf,
} from './jq-values.ts';

/** The largest place that setting an element may make an array reach. */
const LARGEST_INDEX = 1_000_000;

/** `.[key]`. @throws JqError */
export function valueAt(value: JqValue, key: JqValue): JqValue {
  if (typeof key === 'string') {
    if (isObject(value)) return Object.hasOwn(value, key) ? (value[key] as JqValue) : null;
    if (value === null) return null;
    throw new JqError(`Cannot index ${typeOf(value)} with string "${key}"`);
  }
  if (typeof key === 'number') {
    if (value === null) return null;
    if (isArray(value)) return Number.isInteger(key) ? (value[placeOf(value, key)] ?? null) : null;
    throw new JqError(`Cannot index ${typeOf(value)} with number`);
  }
  if (isObject(key) && isSlice(key)) return sliceOf(value, key.start ?? null, key.end ?? null);
  if (isArray(key) && isArray(value)) return indicesOf(value, key);
  if (value === null && key === null) return null;
  throw new JqError(`Cannot index ${typeOf(value)} with ${typeOf(key)}`);
}

function placeOf(array: readonly JqValue[], index: number): number {
  const place = Math.floor(index);
  return place < 0 ? array.length + place : place;
}

function isSlice(key: JqObject): boolean {
  return 'start' in key || 'end' in key;
}

/** Where a list stands in another. */
export function indicesOf(array: readonly JqValue[], part: readonly JqValue[]): JqValue {
  if (part.length === 0) return null;
  const found: number[] = [];
  for (let i = 0; i + part.length <= array.length; i++) {
    if (part.every((item, j) => equal(item, array[i + j] as JqValue))) found.push(i);
  }
  return found;
}

/** `.[from:to]`. @throws JqError */
export function sliceOf(value: JqValue, from: JqValue, to: JqValue): JqValue {
  if (value === null) return null;
  if (typeof value === 'string') {
    const [start, end] = boundsOf(countCharacters(value), from, to);
    return sliceCharacters(value, start, end);
  }
  if (!isArray(value)) throw new JqError(`Cannot index ${typeOf(value)} with object`);
  const [start, end] = boundsOf(value.length, from, to);
  return value.slice(start, end);
}

function boundsOf(length: number, from: JqValue, to: JqValue): [start: number, end: number] {
  const bound = (given: JqValue, otherwise: number, round: (n: number) => number): number => {
    if (given === null) return otherwise;
    if (typeof given !== 'number')
      throw new JqError('Start and end indices of an array slice must be numbers');
    const place = round(given);
    return Math.min(length, Math.max(0, place < 0 ? length + place : place));
  };
  const start = bound(from, 0, Math.floor);
  return [start, Math.max(start, bound(to, length, Math.ceil))];
}

/** @throws JqError */
export function getPath(value: JqValue, path: readonly JqValue[]): JqValue {
  let at = value;
  for (const key of path) {
    if (at === null) return null;
    at = valueAt(at, key);
  }
  return at;
}

/** A copy in which the path leads to what `change` makes of what is there. @throws JqError */
export function changePath(
  value: JqValue,
  path: readonly JqValue[],
  change: (former: JqValue) => JqValue,
  made: (length: number) => undefined,
  depth = 0,
): JqValue {
  const key = path[depth];
  if (depth === path.length || key === undefined) return change(value);
  const inner = changePath(value === null ? null : valueAt(value, key), path, change, made, depth + 1);
  return withValueAt(value, key, inner, made);
}

function withValueAt(
  value: JqValue,
  key: JqValue,
  inner: JqValue,
  made: (length: number) => undefined,
): JqValue {
  if (typeof key === 'string' && (value === null || isObject(value))) {
    const copy = value === null ? newObject() : newObject(value);
    made(Object.keys(copy).length + 1);
    copy[key] = inner;
    return copy;
  }
  if (typeof key === 'number' && (value === null || isArray(value))) {
    const copy = value === null ? [] : [...value];
    const place = placeOf(copy, key);
    if (place < 0) throw new JqError('Out of bounds negative array index');
    if (place > LARGEST_INDEX) throw new JqError(`Array index ${place} is too large`);
    made(Math.max(copy.length, place + 1));
    while (copy.length < place) copy.push(null);
    copy[place] = inner;
    return copy;
  }
  if (isObject(key) && isSlice(key) && (value === null || isArray(value))) {
    if (!isArray(inner)) throw new JqError('A slice of an array can only be assigned another array');
    const copy = value === null ? [] : [...value];
    const [start, end] = boundsOf(copy.length, key.start ?? null, key.end ?? null);
    made(copy.length + inner.length);
    return [...copy.slice(0, start), ...inner, ...copy.slice(end)];
  }
  throw new JqError(`Cannot update field at ${typeOf(key)} index of ${typeOf(value)}`);
}

/** Without what the paths lead to; the last ones first, so that none moves another. @throws JqError */
export function deletePaths(
  value: JqValue,
  paths: readonly JqValue[],
  made: (length: number) => undefined,
): JqValue {
  const sorted = [...paths].sort(compare).reverse();
  return sorted.reduce<JqValue>((rest, path) => {
    if (!isArray(path)) throw new JqError('Path must be specified as an array');
    return path.length === 0 ? null : deletePath(rest, path, made);
  }, value);
}

function deletePath(value: JqValue, path: readonly JqValue[], made: (length: number) => undefined): JqValue {
  const [key = null, ...rest] = path;
  if (value === null) return null;
  if (rest.length > 0) {
    const inner = valueAt(value, key);
    if (inner === null) return value;
    return withValueAt(value, key, deletePath(inner, rest, made), made);
  }
  if (typeof key === 'string' && isObject(value)) {
    if (!Object.hasOwn(value, key)) return value;
    const copy = newObject(value);
    made(Object.keys(copy).length);
    delete copy[key];
    return copy;
  }
  if (typeof key === 'number' && isArray(value)) {
    const place = placeOf(value, key);
    made(value.length);
    return place < 0 || place >= value.length ? value : [...value.slice(0, place), ...value.slice(place + 1)];
  }
  if (isObject(key) && isSlice(key) && isArray(value)) {
    const [start, end] = boundsOf(value.length, key.start ?? null, key.end ?? null);
    made(value.length);
    return [...value.slice(0, start), ...value.slice(end)];
  }
  throw new JqError(
    `Cannot delete field at ${typeof key === 'string' ? 'object' : 'array'} index of ${shown(value)}`,
  );
}
