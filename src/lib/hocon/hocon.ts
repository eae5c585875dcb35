import { HoconText } from './hocon-text.ts';

export { HoconError } from './hocon-error.ts';

export type HoconValue = string | number | boolean | null | readonly HoconValue[] | HoconObject;
export interface HoconObject {
  readonly [name: string]: HoconValue;
}

type Growing = { [name: string]: HoconValue };

const DEEPEST = 64;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * Reads HOCON as EMQX writes it: objects with or without braces, dotted and repeated keys, lists, `+=`, comments, texts with one or three quotes.
 * Durations and sizes (`15s`, `1MB`) stay texts. Substitutions and includes are refused: what they mean is not in the text.
 * @throws HoconError and nothing else
 */
export function parseHocon(text: string): HoconObject {
  return new HoconReader(text).root();
}

class HoconReader {
  readonly #text: HoconText;
  #depth = 0;

  constructor(text: string) {
    this.#text = new HoconText(text);
  }

  root(): HoconObject {
    const text = this.#text;
    text.skipSpace();
    const hasBraces = text.take('{');
    const value: Growing = {};
    this.#members(value, hasBraces ? '}' : '');
    text.skipSpace();
    if (text.next !== '') throw text.fail(`${JSON.stringify(text.next)} is left over here`);
    return value;
  }

  /** @param end the brace that ends them, or nothing at the end of the text */
  #members(into: Growing, end: '}' | ''): void {
    const text = this.#text;
    const start = text.offset;
    for (;;) {
      text.skipSpace();
      if (text.next === '' && end !== '') throw text.fail('the brace that begins here has no end', start - 1);
      if (text.next === end) {
        text.offset += end.length;
        return;
      }
      if (text.take(',')) continue;
      this.#member(into);
      const sawLine = text.skipSpace();
      if (!sawLine && text.next !== ',' && text.next !== end && text.next !== '') {
        throw text.fail(`a comma or the end of the line is missing before ${JSON.stringify(text.next)}`);
      }
    }
  }

  #member(into: Growing): void {
    const text = this.#text;
    const start = text.offset;
    const path = this.#path();
    if (text.next === '"') {
      const isInclude = /^include\b/.test(path[0] ?? '');
      throw text.fail(
        isInclude
          ? 'include is not read: put what it names into this text'
          : 'a key has = or : or { behind it',
        start,
      );
    }
    text.skipSpace();
    const isMore = text.take('+=');
    const isObject = !isMore && text.next === '{';
    if (!isMore && !isObject && !text.take('=') && !text.take(':'))
      throw text.fail(`the key ${JSON.stringify(path.join('.'))} has no value: write = and a value`, start);
    text.skipSpace();
    const value = this.#value();
    this.#put(into, path, value, isMore, start);
  }

  #path(): string[] {
    const text = this.#text;
    const start = text.offset;
    const path: string[] = [];
    do {
      text.skipBlanks();
      const name = text.next === '"' ? text.quoted() : text.bare(true).trim();
      if (name === '' && text.text[text.offset - 1] !== '"')
        throw text.fail(
          text.next === '' ? 'a key is missing' : `a key cannot begin with ${JSON.stringify(text.next)}`,
        );
      if (name === '__proto__') throw text.fail('this key is not taken', start);
      path.push(name);
      text.skipBlanks();
    } while (text.take('.'));
    if (path.length > DEEPEST) throw text.fail(`the key has more than ${DEEPEST} parts`, start);
    return path;
  }

  #put(into: Growing, path: readonly string[], value: HoconValue, isMore: boolean, start: number): void {
    let place = into;
    for (const name of path.slice(0, -1)) {
      const known = ownOf(place, name);
      const inner: Growing = isObject(known) ? known : {};
      place[name] = inner;
      place = inner;
    }
    const name = path.at(-1) ?? '';
    const known = ownOf(place, name);
    if (isMore && known !== undefined && !Array.isArray(known))
      throw this.#text.fail('+= adds to a list, and this is none', start);
    if (isMore && Array.isArray(known)) (known as HoconValue[]).push(value);
    else if (isMore) place[name] = [value];
    else place[name] = isObject(known) && isObject(value) ? merged(known, value) : value;
  }

  /** One or more pieces in a line: texts are put together, objects merged, lists joined. */
  #value(): HoconValue {
    const text = this.#text;
    const start = text.offset;
    let value: HoconValue | undefined;
    let blanks = '';
    /** Text without quotes, of which alone a number can be made. */
    let isBare = false;
    for (;;) {
      const piece = this.#piece();
      if (piece === undefined) break;
      if (value === undefined) {
        value = piece.value;
        isBare = piece.isBare;
      } else {
        value = this.#joined(value, blanks, piece.value, start);
        isBare &&= piece.isBare;
      }
      blanks = text.skipBlanks();
    }
    if (value === undefined)
      throw text.fail(
        text.next === '' ? 'a value is missing' : `a value cannot begin with ${JSON.stringify(text.next)}`,
      );
    return isBare && typeof value === 'string' ? meaningOf(value.trimEnd()) : value;
  }

  #piece(): { readonly value: HoconValue; readonly isBare: boolean } | undefined {
    const text = this.#text;
    if (text.startsWith('${') || text.startsWith('$'))
      throw text.fail('substitutions are not read: write the value, or put it in quotes if it is a template');
    if (text.next === '"') return { value: text.quoted(), isBare: false };
    if (text.next === '{' || text.next === '[') {
      if (++this.#depth > DEEPEST) throw text.fail(`nested more than ${DEEPEST} levels deep`);
      const value = text.next === '{' ? this.#object() : this.#list();
      this.#depth--;
      return { value, isBare: false };
    }
    const bare = text.bare(false);
    // Blanks before what follows are told by who puts the pieces together.
    text.offset -= bare.length - bare.trimEnd().length;
    return bare.trimEnd() === '' ? undefined : { value: bare.trimEnd(), isBare: true };
  }

  #joined(value: HoconValue, blanks: string, more: HoconValue, start: number): HoconValue {
    if (isObject(value) && isObject(more)) return merged(value, more);
    if (Array.isArray(value) && Array.isArray(more)) return [...(value as HoconValue[]), ...more];
    if (typeof value === 'string' && typeof more === 'string') return value + blanks + more;
    throw this.#text.fail('what stands side by side here does not go together: a comma is missing', start);
  }

  #object(): HoconObject {
    this.#text.offset++;
    const value: Growing = {};
    this.#members(value, '}');
    return value;
  }

  #list(): HoconValue[] {
    const text = this.#text;
    const start = text.offset++;
    const values: HoconValue[] = [];
    for (;;) {
      text.skipSpace();
      if (text.next === '') throw text.fail('the bracket that begins here has no end', start);
      if (text.take(']')) return values;
      values.push(this.#value());
      const sawLine = text.skipSpace();
      if (!text.take(',') && !sawLine && text.next !== ']' && text.next !== '')
        throw text.fail(`a comma is missing before ${JSON.stringify(text.next)}`);
    }
  }
}

function meaningOf(text: string): HoconValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : text;
}

/** Into the first: each is the value of one place only. */
function merged(value: Growing, other: HoconObject): HoconObject {
  for (const [name, more] of Object.entries(other)) {
    const known = ownOf(value, name);
    value[name] = isObject(known) && isObject(more) ? merged(known, more) : more;
  }
  return value;
}

function ownOf(object: Growing, name: string): HoconValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is Growing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
