import { LONGEST_PATH } from '../../limits.ts';
import { readKey, withKey } from '../../path-steps.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { stringOf } from '../../text.ts';
import type { Value } from '../../values.ts';

/** What a path with points leads to: `o.k`. JSON text on the way is looked into. @throws SqlRuntimeError */
export function readPath(value: Value, path: Value): Value {
  let reached = value;
  for (const key of keysOf(path)) reached = readKey(reached, key);
  return reached;
}

/** A copy with the item there; what is no map on the way becomes one. @throws SqlRuntimeError */
export function withPath(value: Value, path: Value, item: Value): Value {
  return written(value, keysOf(path), item);
}

function written(value: Value, [key, ...rest]: readonly string[], item: Value): Value {
  if (key === undefined) return item;
  return withKey(value, key, written(readKey(value, key), rest, item));
}

function keysOf(path: Value): string[] {
  const keys = stringOf(path).split('.', LONGEST_PATH + 1);
  if (keys.length > LONGEST_PATH) throw new SqlRuntimeError({ code: 'pathTooLong', limit: LONGEST_PATH });
  return keys;
}
