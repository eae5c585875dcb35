import type { TemplateRow } from '../delivery/door.ts';
import { fromJsonText, isMap, type Row, toJsonText, toTemplateText, type Value } from '../sql/door.ts';

/** A rule's row as the templates of actions read it. */
export class RowTemplate implements TemplateRow {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  text(path: readonly string[]): string {
    return toTemplateText(this.value(path));
  }

  json(path: readonly string[]): string {
    return toJsonText(this.value(path));
  }

  value(path: readonly string[]): Value {
    return valueAt(this.#row, path);
  }

  names(): string[] {
    return Object.keys(this.#row);
  }

  /** Of a placeholder that may well have no value, since there is something else for it then. */
  optional(path: readonly string[]): Value {
    return valueAt(this.#row, path);
  }
}

/** Notes which placeholders have no value. */
export class WatchedRow extends RowTemplate {
  readonly missing = new Set<string>();

  override value(path: readonly string[]): Value {
    const value = super.value(path);
    if (value === undefined) this.missing.add(path.join('.'));
    return value;
  }
}

/**
 * The value at a path of keys; `[]` is the row itself. A JSON text on the way is decoded, but not a text inside
 * of decoded text. Lists have no keys: they cannot be walked into.
 */
export function valueAt(row: Row, path: readonly string[]): Value {
  let value: Value = row;
  let decoded = false;
  for (const key of path) {
    if (typeof value === 'string' && !decoded) {
      value = decode(value);
      decoded = true;
    }
    if (!isMap(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function decode(text: string): Value {
  try {
    return fromJsonText(text);
  } catch {
    return undefined;
  }
}
