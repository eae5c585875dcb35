import { toJsonText } from '../json.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import type { Value } from '../values.ts';
import { type KeptValue, keptValue } from './kept-value.ts';

interface Bounds {
  readonly values: number;
  readonly bytes: number;
}

/** Values by their keys, which may be anything. A bound that is reached refuses new ones: nothing is forgotten silently. */
export class KeyValues {
  readonly #bounds: Bounds;
  readonly #values: Map<string, KeptValue>;
  #bytes = 0;

  constructor(bounds: Bounds, from?: KeyValues) {
    this.#bounds = bounds;
    this.#values = new Map(from ? from.#values : []);
    this.#bytes = from ? from.#bytes : 0;
  }

  get(key: Value): Value {
    return this.#values.get(nameOf(key))?.value;
  }

  /** Gives the former value. @throws SqlRuntimeError when there is no room */
  put(key: Value, value: Value): Value {
    const name = nameOf(key);
    const former = this.#values.get(name);
    const kept = keptValue(value);
    const bytes = this.#bytes + sizeOf(name, kept) - (former ? sizeOf(name, former) : 0);
    const isFull = (!former && this.#values.size >= this.#bounds.values) || bytes > this.#bounds.bytes;
    if (isFull) throw new SqlRuntimeError({ code: 'memoryFull', ...this.#bounds });
    this.#values.set(former ? name : (keptValue(name).value as string), kept);
    this.#bytes = bytes;
    return former?.value;
  }

  /** Gives the former value. */
  delete(key: Value): Value {
    const name = nameOf(key);
    const former = this.#values.get(name);
    if (!former) return undefined;
    this.#values.delete(name);
    this.#bytes -= sizeOf(name, former);
    return former.value;
  }
}

/** 1 and '1' are two keys, and so are bytes that no text has. */
function nameOf(key: Value): string {
  return Buffer.isBuffer(key) ? `\0${key.toString('latin1')}` : toJsonText(key);
}

function sizeOf(name: string, { bytes }: KeptValue): number {
  return 2 * name.length + bytes;
}
