import { DEEPEST_JSON, LARGEST_KEPT } from '../limits.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { Float, newMap, type Value } from '../values.ts';

/** A value on its own, and the bytes that it takes, roughly. */
export interface KeptValue {
  readonly value: Value;
  readonly bytes: number;
}

/** What a list's or map's place for one value takes. */
const PLACE = 16;

/**
 * A copy that shares nothing with the event: a piece of a payload would keep the whole payload alive.
 * @throws SqlRuntimeError when it is too large or nested too deep
 */
export function keptValue(value: Value): KeptValue {
  const copier = new Copier();
  return { value: copier.copy(value, 0), bytes: copier.bytes };
}

class Copier {
  bytes = 0;

  copy(value: Value, depth: number): Value {
    this.#count(PLACE);
    if (typeof value === 'string') return this.#copyText(value);
    if (typeof value === 'bigint') this.#count(64);
    if (typeof value !== 'object' || value === null || value instanceof Float) return value;
    if (Buffer.isBuffer(value)) {
      this.#count(value.length);
      return Buffer.from(value);
    }
    if (depth >= DEEPEST_JSON) throw new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
    if (Array.isArray(value)) return value.map((item: Value) => this.copy(item, depth + 1));
    const map = newMap();
    for (const [key, item] of Object.entries(value)) map[this.#copyText(key)] = this.copy(item, depth + 1);
    return map;
  }

  #copyText(text: string): string {
    this.#count(2 * text.length);
    return Buffer.from(text, 'utf16le').toString('utf16le');
  }

  #count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > LARGEST_KEPT) throw new SqlRuntimeError({ code: 'tooLargeToKeep', limit: LARGEST_KEPT });
  }
}
