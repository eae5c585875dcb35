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
}

/** A text with `${placeholders}`, parsed once. Its own text goes out as it is, only values are encoded. */
export interface Template {
  render(row: TemplateRow): string;
}

type Encoder = (row: TemplateRow, path: readonly string[]) => string;
type Part = string | { path: readonly string[]; encode: Encoder };

/** Any other character, such as a space or a hyphen, and it is not a placeholder; `${$}` is a dollar sign. */
const PLACEHOLDER = /\$\{(\$|[A-Za-z0-9_.]*)\}/g;

const CONTROL_CHARACTERS = /[^\P{Cc}\t]/gu;

const jsonString: Encoder = (row, path) => JSON.stringify(row.text(path)).slice(1, -1);

/** How a value is written where it lands, so that it cannot end what it stands in. */
const encoders = {
  raw: (row, path) => row.text(path),
  /** Inside a JSON string literal. */
  jsonString,
  /** Behind a lone backslash of the template: a second one, or the value's first character would be escaped. */
  jsonStringAfterBackslash: (row, path) => `\\${jsonString(row, path)}`,
  /** Where JSON expects a value. */
  jsonValue: (row, path) => row.json(path),
  form: (row, path) => encodeURIComponent(row.text(path).toWellFormed()),
  /** `/` makes no new segment, and `..` does not leave the one it is in. */
  path: (row, path) => {
    const text = row.text(path);
    return text === '.' || text === '..'
      ? text.replaceAll('.', '%2E')
      : encodeURIComponent(text.toWellFormed());
  },
  /** A line break would begin a new header. */
  header: (row, path) => row.text(path).replace(CONTROL_CHARACTERS, ''),
} satisfies Record<string, Encoder>;

/** @param encoding where the values land, or what makes their text harmless there */
export function compileTemplate(
  text: string,
  encoding: keyof typeof encoders | ((value: string) => string),
): Template {
  const encode: Encoder =
    typeof encoding === 'string' ? encoders[encoding] : (row, path) => encoding(row.text(path));
  return toTemplate(parse(text, () => encode));
}

/** A body, whose placeholders are encoded by what it is: JSON, a form, or any other text. */
export function compileBody(text: string, contentType: string): Template {
  if (/x-www-form-urlencoded/i.test(contentType)) return compileTemplate(text, 'form');
  const parts = parse(text, () => encoders.raw);
  // A body that is one placeholder has no structure to protect: rules build whole bodies in SQL.
  if (parts.filter((part) => typeof part !== 'string' || part.trim() !== '').length <= 1)
    return toTemplate(parts);
  const scanner = new JsonScanner();
  const json = toTemplate(parse(text, (before) => scanner.encoderAfter(before)));
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
      for (const part of parts) text += typeof part === 'string' ? part : part.encode(row, part.path);
      return text;
    },
  };
}

/** @param encoderAfter told the template's text between the last placeholder and this one */
function parse(text: string, encoderAfter: (before: string) => Encoder): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    const name = match[1] ?? '';
    if (name === '$') {
      literal += '$';
      continue;
    }
    const encode = encoderAfter(literal);
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push({ path: toPath(name), encode });
  }
  literal += text.slice(end);
  if (literal !== '' || parts.length === 0) parts.push(literal);
  return parts;
}

/** `a.b` and `.a.b` are the same; nothing, or a point alone, is the whole row. */
function toPath(name: string): string[] {
  const bare = name.replace(/^\./, '');
  return bare === '' ? [] : bare.split('.');
}

/** Follows the template's own text to know whether a placeholder stands inside a string literal. */
class JsonScanner {
  #inString = false;
  #escaping = false;

  encoderAfter(before: string): Encoder {
    for (const character of before) this.#read(character);
    if (!this.#inString) return encoders.jsonValue;
    if (!this.#escaping) return encoders.jsonString;
    this.#escaping = false;
    return encoders.jsonStringAfterBackslash;
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
  if (!/json/i.test(contentType) || /^\s*\$\{[A-Za-z0-9_.]*\}\s*$/.test(text)) return undefined;
  const scanner = new JsonScanner();
  const filled = toTemplate(parse(text, (before) => scanner.encoderAfter(before))).render(ANY_ROW);
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
