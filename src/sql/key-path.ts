/** Paths that are remembered; statements that use more have some twice. */
const MOST_KNOWN = 10_000;

/** A path of keys into a payload, `a.b` of `payload.a.b`. Equal paths of all rules are one object. */
export interface KeyPath {
  readonly keys: readonly string[];
  /** No key of it is one that every object inherits, such as `constructor`. */
  readonly isPlain: boolean;
}

const known = new Map<string, KeyPath>();

export function keyPath(keys: readonly string[]): KeyPath {
  const id = JSON.stringify(keys);
  const same = known.get(id);
  if (same) return same;
  const path = { keys: [...keys], isPlain: keys.every((key) => !(key in Object.prototype)) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(id, path);
  return path;
}
