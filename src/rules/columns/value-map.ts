import { newMap, type Value, type ValueMap } from '../../sql/values.ts';

/** A map for rules: a later entry replaces an earlier one of its name, and no name (`__proto__`) is special. */
export function valueMap(entries: Iterable<readonly [key: string, value: Value]>): ValueMap {
  const map = newMap();
  for (const [key, value] of entries) map[key] = value;
  return map;
}
