import {
  DOLLAR,
  type Placeholder,
  placeholderAt,
  solePlaceholder,
  TemplateError,
} from '../../lib/placeholder.ts';
import { compileFilter, filteredOf, filteredText } from './filters.ts';

/** The row that a template is filled with. */
export interface TemplateRow {
  /** As `str()` shows it; the word `undefined` when it is missing. `[]` is the whole row. */
  text(path: readonly string[]): string;
  /** Compact JSON; a missing value is the JSON string `"undefined"`. `[]` is the whole row. */
  json(path: readonly string[]): string;
  /**
   * For those who keep the types of values: undefined when it is missing. Text, a Buffer when it is not UTF-8; a number, a
   * bigint beyond 2^53; true, false, null; anything else is an object, and `json` says what it is.
   */
  value(path: readonly string[]): unknown;
  /** The same, of a value for which there is something else when it is missing. */
  optional?(path: readonly string[]): unknown;
  /** Of its columns, in their order; where it is absent, the whole row as JSON tells. */
  names?(): readonly string[];
}

/** A text with `${placeholders}`, parsed once. Its own text goes out as it is, only values are encoded. */
export interface Template {
  render(row: TemplateRow): string;
}

/** What stands in a place of a template, and how it is made harmless there. */
interface Encoding {
  /** Of a text. */
  text(text: string): string;
  /** Of a value as JSON, where that is what is expected; else its text is taken. */
  readonly takesJson?: boolean;
  /** Filters whose result is harmless here as it is. */
  readonly trusts?: readonly string[];
}

interface Slot {
  render(row: TemplateRow): string;
  /** Stands for it when the text is too long already. */
  readonly cut: string;
}

type Part = string | Slot;

/** Of one text. Values that come after it are cut. */
const LONGEST_RESULT = 16 * 1024 * 1024;

const CUT_NOTE = '… (cut: the text would be longer than 16 MB)';

const CONTROL_CHARACTERS = /[^\P{Cc}\t]/gu;

const escapeInJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** How a value is written where it lands, so that it cannot end what it stands in. */
const encodings = {
  raw: { text: (text) => text },
  /** Inside a JSON string literal. */
  jsonString: { text: escapeInJson },
  /** Behind a lone backslash of the template: a second one, or the value's first character would be escaped. */
  jsonStringAfterBackslash: { text: (text) => `\\${escapeInJson(text)}` },
  /** Where JSON expects a value. */
  jsonValue: { text: (text) => JSON.stringify(text), takesJson: true, trusts: ['json'] },
  form: { text: (text) => encodeURIComponent(text.toWellFormed()), trusts: ['url'] },
  /** `/` makes no new segment, and `..` does not leave the one it is in. */
  path: {
    text: (text) =>
      text === '.' || text === '..' ? text.replaceAll('.', '%2E') : encodeURIComponent(text.toWellFormed()),
    trusts: ['url'],
  },
  /** A line break would begin a new header. */
  header: { text: (text) => text.replace(CONTROL_CHARACTERS, '') },
} satisfies Record<string, Encoding>;

/**
 * @param encoding where the values land, or what makes their text harmless there, and is not needed behind `markdown`
 * @throws TemplateError for a filter or default that cannot be read
 */
export function compileTemplate(
  text: string,
  encoding: keyof typeof encodings | ((value: string) => string),
): Template {
  const used: Encoding =
    typeof encoding === 'string' ? encodings[encoding] : { text: encoding, trusts: ['markdown'] };
  return toTemplate(parse(text, () => used));
}

/** Why a text cannot be a template: where, what, and what was probably meant; undefined when it can. */
export function mistakeInTemplate(text: string): TemplateMistake | undefined {
  try {
    parse(text, () => encodings.raw);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const lines = text.slice(0, error.at).split('\n');
    const column = (lines.at(-1) ?? '').length + 1;
    const place = `line ${lines.length}, column ${column}`;
    return { reason: `${place}: ${error.message}`, suggestion: error.suggestion };
  }
}

interface TemplateMistake {
  /** With line and column. */
  reason: string;
  suggestion: string | undefined;
}

/** A body, whose placeholders are encoded by what it is: JSON, a form, or any other text. */
export function compileBody(text: string, contentType: string): Template {
  if (/x-www-form-urlencoded/i.test(contentType)) return compileTemplate(text, 'form');
  const parts = parse(text, () => encodings.raw);
  // A body that is one placeholder has no structure to protect: rules build whole bodies in SQL.
  if (parts.filter((part) => typeof part !== 'string' || part.trim() !== '').length <= 1)
    return toTemplate(parts);
  const scanner = new JsonScanner();
  const json = toTemplate(parse(text, (before) => scanner.encodingAfter(before)));
  return looksLikeJson(text, contentType, json) ? json : toTemplate(parts);
}

/** No body template: the whole row. */
export const wholeRow: Template = { render: (row) => row.json([]) };

function toTemplate(parts: readonly Part[]): Template {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') return { render: () => only };
  return {
    render(row) {
      let text = '';
      for (const part of parts) {
        if (typeof part === 'string') text += part;
        else text += text.length < LONGEST_RESULT ? part.render(row) : part.cut;
      }
      return text;
    },
  };
}

/** @param encodingAfter told the template's text between the last placeholder and this one */
function parse(text: string, encodingAfter: (before: string) => Encoding): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let end = 0;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', Math.max(end, at + 2))) {
    const placeholder = placeholderAt(text, at);
    if (!placeholder) continue;
    literal += text.slice(end, at);
    if (placeholder === DOLLAR) {
      end = at + '${$}'.length;
      literal += '$';
      continue;
    }
    end = at + placeholder.source.length;
    const encoding = encodingAfter(literal);
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push({ render: toRender(placeholder, encoding), cut: encoding.text(CUT_NOTE) });
  }
  literal += text.slice(end);
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

function toRender({ path, fallback, filters }: Placeholder, encoding: Encoding): Slot['render'] {
  const plain = (row: TemplateRow): string =>
    encoding.takesJson ? row.json(path) : encoding.text(row.text(path));
  if (!fallback && filters.length === 0) return plain;
  const compiled = filters.map(compileFilter);
  const isTrusted = encoding.trusts?.includes(filters.at(-1)?.name ?? '') === true;
  const standIn = fallback && isJsonScalar(fallback) && encoding.takesJson;
  return (row) => {
    const isMissing = fallback !== undefined && isAbsent(row, path);
    if (compiled.length === 0 && !isMissing) return plain(row);
    if (compiled.length === 0 && standIn) return fallback.text;
    let value = isMissing ? filteredText(fallback.text) : filteredOf(row, path);
    for (const filter of compiled) value = filteredText(filter(value));
    return isTrusted ? value.text : encoding.text(value.text);
  };
}

/** Where JSON expects a value, the default `0` is a number and `none` a text. */
function isJsonScalar({ text, quoted }: NonNullable<Placeholder['fallback']>): boolean {
  return !quoted && /^(?:true|false|null|-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?)$/.test(text);
}

function isAbsent(row: TemplateRow, path: readonly string[]): boolean {
  const value = row.optional ? row.optional(path) : row.value(path);
  return value === undefined || value === null || value === '';
}

/** Follows the template's own text to know whether a placeholder stands inside a string literal. */
class JsonScanner {
  #inString = false;
  #escaping = false;

  encodingAfter(before: string): Encoding {
    for (const character of before) this.#read(character);
    if (!this.#inString) return encodings.jsonValue;
    if (!this.#escaping) return encodings.jsonString;
    this.#escaping = false;
    return encodings.jsonStringAfterBackslash;
  }

  #read(character: string): void {
    if (this.#escaping) this.#escaping = false;
    else if (character === '"') this.#inString = !this.#inString;
    else if (character === '\\') this.#escaping = this.#inString;
  }
}

/**
 * Why a body is no JSON although its content type says so; undefined when it is, or when one placeholder is all of it,
 * since rules build whole bodies in SQL.
 */
export function jsonFaultOf(text: string, contentType: string): string | undefined {
  if (!/json/i.test(contentType) || solePlaceholder(text)) return undefined;
  const scanner = new JsonScanner();
  const filled = toTemplate(parse(text, (before) => scanner.encodingAfter(before))).render(ANY_ROW);
  try {
    JSON.parse(filled);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const ANY_ROW: TemplateRow = { text: () => '', json: () => '0', value: () => 0 };

/**
 * An object is JSON whatever its header says. Anything else must be JSON when it is filled in: `[ALERT] ${clientid}`
 * is not, although the header, which says JSON when nobody wrote one, claims it.
 */
function looksLikeJson(text: string, contentType: string, filled: Template): boolean {
  const start = text.trimStart()[0];
  if (start === '{') return true;
  if (start !== '[' && !/json/i.test(contentType)) return false;
  try {
    JSON.parse(filled.render(ANY_ROW));
    return true;
  } catch {
    return false;
  }
}
