import { isUtf8 } from 'node:buffer';
import { adopt, checkDepth, hasLossyNumber, isRefusal, parseExactly } from './json.ts';
import type { KeyPath } from './key-path.ts';
import { DEEPEST_JSON } from './limits.ts';
import { walkKeys } from './path-steps.ts';
import { SqlRuntimeError } from './sql-error.ts';
import type { Value } from './values.ts';

/** Texts that are shorter have no room for so many levels: each takes two brackets. */
const SHORTEST_DEEP_TEXT = DEEPEST_JSON * 2;

/**
 * The JSON of a payload, parsed once for all rules that look into it. Most of them want a text or a number at the end of
 * a path of keys: that is read from what JSON.parse gave, as it is. Only when somebody wants a map or a list, or the notation of
 * a number matters, is the whole made into values of the language, which costs as much as the parsing.
 */
export class JsonDocument {
  readonly #text: string;
  readonly #parsed: unknown;
  #value: Value;
  #isValue = false;
  /** Undefined until somebody has to know. */
  #isLossy: boolean | undefined;

  /** @throws SqlRuntimeError `decode_json_failed` when it is no JSON, or nested too deep */
  constructor(payload: string | Buffer) {
    if (typeof payload !== 'string' && !isUtf8(payload))
      throw new SqlRuntimeError({ code: 'payloadNotJson' });
    this.#text = payload.toString();
    try {
      this.#parsed = JSON.parse(this.#text);
      if (this.#text.length >= SHORTEST_DEEP_TEXT) checkDepth(this.#parsed);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** @throws SqlRuntimeError `decode_json_failed` when it holds a number that is too large */
  value(): Value {
    if (this.#isValue) return this.#value;
    try {
      this.#isLossy ??= hasLossyNumber(this.#text);
      this.#value = this.#isLossy ? parseExactly(this.#text) : adopt(this.#parsed);
    } catch (error) {
      throw refusalOf(error);
    }
    this.#isValue = true;
    return this.#value;
  }

  /** What a path of keys leads to. */
  at(path: KeyPath): Value {
    const found = this.#parsedAt(path);
    switch (typeof found) {
      case 'string':
      case 'boolean':
        return found;
      case 'number':
        if (Number.isFinite(found) && !Number.isInteger(found)) return found;
        this.#isLossy ??= hasLossyNumber(this.#text);
        if (!this.#isLossy) return found;
    }
    return walkKeys(this.value(), path.keys);
  }

  /**
   * The number at the end of a path, for those who do not mind how it is written (4 and 4.0 are one). Undefined when no
   * number that JSON.parse reads exactly is there: then `at` knows what is.
   */
  numberAt(path: KeyPath): number | undefined {
    const found = this.#parsedAt(path);
    return typeof found === 'number' && Math.abs(found) <= Number.MAX_SAFE_INTEGER ? found : undefined;
  }

  /** Of what JSON.parse gave; undefined when the way is not by keys of objects alone. */
  #parsedAt({ keys, isPlain }: KeyPath): unknown {
    if (!isPlain) return undefined;
    let reached = this.#parsed;
    for (let depth = 0; depth < keys.length; depth++) {
      if (typeof reached !== 'object' || reached === null || Array.isArray(reached)) return undefined;
      reached = (reached as Readonly<Record<string, unknown>>)[keys[depth] as string];
    }
    return reached;
  }
}

function refusalOf(error: unknown): unknown {
  return isRefusal(error) ? new SqlRuntimeError({ code: 'payloadNotJson' }) : error;
}
