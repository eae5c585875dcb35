import { isFloat, isInteger, isList, isMap, isText, newMap, type Value } from '../../sql/door.ts';
import { type Written, written } from './answer-text.ts';

/** Characters of one value, of which one text may take a quarter, and of all values of an explanation. */
const LONGEST_VALUE = 4000;
const LONGEST_ALTOGETHER = 2_000_000;
/** A key or an element counts as so many, besides its text. */
const COST_OF_PART = 8;

export type ValueType =
  | 'undefined'
  | 'null'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'text'
  | 'bytes'
  | 'list'
  | 'map';

export interface ShownValue {
  readonly type: ValueType;
  /** Left out when it is undefined. */
  readonly value?: Written | undefined;
  /** It is longer than what is shown. */
  readonly cut?: true | undefined;
}

/** Shows the values of one explanation, of which a payload may be a part many times over: what is large is cut. */
export class ValuesShown {
  #left = LONGEST_ALTOGETHER;

  show(value: Value, longest = LONGEST_VALUE): ShownValue {
    const type = typeOf(value);
    if (type === 'undefined') return { type };
    const shortener = new Shortener(Math.min(longest, this.#left));
    const shown = written(shortener.shorten(value));
    this.#left = Math.max(0, this.#left - shown.text.length);
    return { type, value: shown, cut: shortener.hasCut ? true : undefined };
  }
}

class Shortener {
  hasCut = false;
  #left: number;
  readonly #longestText: number;

  constructor(limit: number) {
    this.#left = limit;
    this.#longestText = limit / 4;
  }

  shorten(value: Value): Value {
    if (isText(value)) return this.#text(value);
    if (isList(value)) return this.#list(value);
    if (!isMap(value)) return value;
    const shown = newMap();
    for (const key of this.#fitting(Object.keys(value))) shown[this.#text(key)] = this.shorten(value[key]);
    return shown;
  }

  #list(list: readonly Value[]): Value[] {
    const shown: Value[] = [];
    for (const part of this.#fitting(list)) shown.push(this.shorten(part));
    return shown;
  }

  #text(text: string | Buffer): string {
    const room = Math.max(0, Math.min(this.#longestText, this.#left));
    this.#left -= Math.min(text.length, room);
    if (text.length <= room) return text.toString();
    this.hasCut = true;
    const start = typeof text === 'string' ? text.slice(0, room) : text.subarray(0, room).toString();
    return `${start.toWellFormed()}…`;
  }

  /** As many as there is room for; those that follow are not looked at. */
  *#fitting<Part>(parts: readonly Part[]): Generator<Part> {
    for (const part of parts) {
      if (this.#left <= 0) {
        this.hasCut = true;
        return;
      }
      this.#left -= COST_OF_PART;
      yield part;
    }
  }
}

function typeOf(value: Value): ValueType {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (isInteger(value)) return 'integer';
  if (isFloat(value)) return 'float';
  if (isText(value)) return typeof value === 'string' ? 'text' : 'bytes';
  return isList(value) ? 'list' : 'map';
}
