import { isUtf8 } from 'node:buffer';
import { DEEPEST_JSON, LONGEST_TEXT, MOST_DIGITS, MOST_JSON_VALUES } from './limits.ts';
import { SqlRuntimeError } from './sql-error.ts';
import { Float, toFloat, toInteger, type Value, type ValueMap } from './values.ts';

/** What JSON.parse loses: `4.0`, `1e3`, and integers beyond 2^53. Text within strings may match too, and `4.05`, at no harm. */
const LOSSY_NUMBER = /\d(?:\.0|[eE]|\d{15})/;

/**
 * A JSON text as a value: `4.0` stays a float, integers stay exact.
 * @throws SyntaxError when it is not JSON
 * @throws SqlRuntimeError when it is nested deeper than 64 levels, or a number is too large
 */
export function fromJsonText(text: string): Value {
  const parsed = adopt(JSON.parse(text));
  return hasLossyNumber(text) ? parseExactly(text) : parsed;
}

/** Whether JSON.parse may lose something of the text's numbers. */
export function hasLossyNumber(text: string): boolean {
  return LOSSY_NUMBER.test(text);
}

/** @throws SqlRuntimeError when a number is too large; the depth must be known to be harmless, since reviving is recursive */
export function parseExactly(text: string): Value {
  return adopt(JSON.parse(text, reviveNumber));
}

/**
 * The JSON of a payload, read strictly. A payload that is no text (a rule's test may give a map) is its own value.
 * @throws SqlRuntimeError `decode_json_failed`
 */
export function decodePayload(payload: Value): Value {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  if (typeof payload === 'string' || isUtf8(payload)) {
    try {
      return fromJsonText(payload.toString());
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  throw new SqlRuntimeError({ code: 'payloadNotJson' });
}

/** Text met on the way into a value: its JSON, or undefined when it is none. */
export function decodeInner(text: string | Buffer): Value {
  if (typeof text !== 'string' && !isUtf8(text)) return undefined;
  try {
    return fromJsonText(text.toString());
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/** What a text that cannot be read as a value makes its readers throw. */
export function isRefusal(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof SqlRuntimeError;
}

/** @throws SqlRuntimeError when what JSON.parse gave is nested deeper than 64 levels */
export function checkDepth(parsed: unknown, depth = 0): void {
  if (typeof parsed !== 'object' || parsed === null) return;
  if (depth >= DEEPEST_JSON) throw tooDeep();
  if (Array.isArray(parsed)) {
    for (let i = 0; i < parsed.length; i++)
      if (typeof parsed[i] === 'object') checkDepth(parsed[i], depth + 1);
    return;
  }
  const map = parsed as Readonly<Record<string, unknown>>;
  for (const key in map) if (typeof map[key] === 'object') checkDepth(map[key], depth + 1);
}

function tooDeep(): SqlRuntimeError {
  return new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
}

/** Takes the prototypes off in place, so that no key of a payload reaches one, and measures the depth. */
export function adopt(parsed: unknown, depth = 0): Value {
  if (typeof parsed !== 'object' || parsed === null || parsed instanceof Float) return parsed as Value;
  if (depth >= DEEPEST_JSON) throw tooDeep();
  if (Array.isArray(parsed)) {
    for (let i = 0; i < parsed.length; i++) {
      const item: unknown = parsed[i];
      if (typeof item === 'object') adopt(item, depth + 1);
    }
    return parsed;
  }
  const map = Object.setPrototypeOf(parsed, null) as ValueMap;
  for (const key in map) {
    const item = map[key];
    if (typeof item === 'object') adopt(item, depth + 1);
  }
  return map;
}

function reviveNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined ? readNumber(source) : value;
}

/**
 * The number of JSON's or SQL's notation: with a point or an exponent it is a float.
 * @throws SqlRuntimeError when it has no finite value, or more digits than are kept
 */
export function readNumber(source: string): number | bigint | Float {
  if (source.length > MOST_DIGITS) throw new SqlRuntimeError({ code: 'integerTooLong', limit: MOST_DIGITS });
  const number = Number(source);
  if (!/[.eE]/.test(source)) return Number.isSafeInteger(number) ? number + 0 : toInteger(BigInt(source));
  if (!Number.isFinite(number))
    throw new SqlRuntimeError({ code: 'numberWithoutFloat', number: source.slice(0, 40) });
  return toFloat(number);
}

/**
 * Compact JSON. Floats keep their point (`3.0`), integers all their digits, and undefined is the text `"undefined"`.
 * @throws SqlRuntimeError when the value is nested too deep or its text too long
 */
export function toJsonText(value: Value): string {
  return new JsonWriter().write(value, 0);
}

class JsonWriter {
  #length = 0;
  #values = 0;

  write(value: Value, depth: number): string {
    switch (typeof value) {
      case 'string':
        return this.#count(JSON.stringify(value));
      case 'number':
        return this.#count(Number.isFinite(value) ? String(value) : 'null');
      case 'undefined':
        return this.#count('"undefined"');
      case 'object':
        return this.#writeObject(value, depth);
      default:
        return this.#count(String(value));
    }
  }

  #writeObject(value: object | null, depth: number): string {
    if (value === null) return this.#count('null');
    if (value instanceof Float) return this.#count(jsonFloat(value.value));
    if (Buffer.isBuffer(value)) return this.#count(JSON.stringify(value.toString('utf8')));
    if (depth >= DEEPEST_JSON) throw new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
    if (Array.isArray(value)) {
      return `[${value.map((item: Value) => this.write(item, depth + 1)).join(',')}]`;
    }
    const entries = Object.entries(value as ValueMap).map(
      ([key, item]) => `${this.#count(JSON.stringify(key))}:${this.write(item, depth + 1)}`,
    );
    return `{${entries.join(',')}}`;
  }

  /** Counts before the parts are joined: a list that holds one list many times is small in memory, not in text. */
  #count(part: string): string {
    this.#values += 1;
    if (this.#values > MOST_JSON_VALUES) {
      throw new SqlRuntimeError({ code: 'tooManyValues', limit: MOST_JSON_VALUES });
    }
    this.#length += part.length + 1;
    if (this.#length > LONGEST_TEXT) {
      throw new SqlRuntimeError({ code: 'textTooLong', limit: LONGEST_TEXT });
    }
    return part;
  }
}

function jsonFloat(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
