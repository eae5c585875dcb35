import type { Precision } from '../../connectors/influxdb/influxdb.ts';
import { type Placeholder, placeholderAt, solePlaceholder, TemplateError } from '../../lib/placeholder.ts';
import { escapeFieldText, escapeMeasurement, escapeName } from './line-escaping.ts';
import { compileTemplate, type Template, type TemplateRow } from './template.ts';

/** What a row makes: lines, or why it makes none. */
export interface Lines {
  lines: string[];
  mistake?: string | undefined;
}

export type LineTemplate = (row: TemplateRow) => Lines;

/** A part of a line; undefined where there is nothing to write. */
type Part = (row: TemplateRow) => string | undefined;

/** A row that cannot be written as its template says. */
class RowMistake extends Error {
  override readonly name = 'RowMistake';
}

interface Line {
  measurement: Part;
  tags: readonly Pair[];
  fields: readonly Pair[];
  timestamp: Part;
}

interface Pair {
  key: Part;
  value: Part;
}

/**
 * Line protocol with placeholders, one point a line: `measurement,tag=${a} field=${b},count=${c}i ${timestamp}`. What the
 * template says itself goes out as it is; values are escaped by where they stand, so that none can begin a tag, a field or
 * a line of its own.
 * @throws TemplateError for what is no line
 */
export function compileLines(text: string, precision: Precision): LineTemplate {
  const lines = new LineReader(text, precision).lines();
  if (lines.length === 0) throw new TemplateError('write a line: measurement,tag=${a} field=${b}', 0);
  return (row) => {
    try {
      return { lines: lines.flatMap((line) => render(line, row) ?? []) };
    } catch (error) {
      if (error instanceof RowMistake) return { lines: [], mistake: error.message };
      throw error;
    }
  };
}

function render({ measurement, tags, fields, timestamp }: Line, row: TemplateRow): string {
  const name = measurement(row);
  if (!name) throw new RowMistake('the measurement is empty');
  const written = pairs(fields, row);
  if (written.length === 0) throw new RowMistake('none of the fields has a value');
  const head = [name, ...pairs(tags, row)].join(',');
  return `${head} ${written.join(',')} ${timestamp(row)}`;
}

/** A tag or field without a value is left out. */
function pairs(all: readonly Pair[], row: TemplateRow): string[] {
  return all.flatMap(({ key, value }) => {
    const name = key(row);
    const written = value(row);
    return name && written ? [`${name}=${written}`] : [];
  });
}

class LineReader {
  readonly #text: string;
  readonly #precision: Precision;
  #at = 0;

  constructor(text: string, precision: Precision) {
    this.#text = text;
    this.#precision = precision;
  }

  lines(): Line[] {
    const lines: Line[] = [];
    for (;;) {
      while (/\s/.test(this.#peek())) this.#at++;
      if (this.#at >= this.#text.length) return lines;
      if (this.#peek() === '#') this.#until('\n');
      else lines.push(this.#line());
    }
  }

  #line(): Line {
    const measurement = this.#name(', ', 'the measurement', escapeMeasurement);
    const tags: Pair[] = [];
    while (this.#skip(','))
      tags.push({ key: this.#key('tag'), value: this.#name(', ', 'a tag', escapeName) });
    if (!this.#skip(' ')) throw this.#mistake('fields are missing: measurement,tag=${a} field=${b}');
    while (this.#skip(' '));
    const fields: Pair[] = [];
    do fields.push({ key: this.#key('field'), value: this.#fieldValue() });
    while (this.#skip(','));
    while (this.#skip(' ') || this.#skip('\r'));
    return { measurement, tags, fields, timestamp: this.#timestamp() };
  }

  #key(what: 'tag' | 'field'): Part {
    const key = this.#name('=, ', `the name of a ${what}`, escapeName);
    if (!this.#skip('=')) throw this.#mistake(`a ${what} is written name=value`);
    return key;
  }

  #name(ends: string, what: string, harmless: (text: string) => string): Part {
    const start = this.#at;
    const source = this.#until(`${ends}\n`);
    if (source === '') throw this.#mistake(`${what} is missing`);
    const template = this.#compile(source, start, harmless);
    const sole = soleOf(source);
    return (row) => (sole && isMissing(row, sole) ? undefined : template.render(row));
  }

  #fieldValue(): Part {
    const start = this.#at;
    if (!this.#skip('"')) return this.#bareValue();
    const source = this.#until('"', true);
    if (!this.#skip('"')) throw new TemplateError('this text has no closing "', start);
    const template = this.#compile(source, start + 1, escapeFieldText);
    const sole = soleOf(source);
    return (row) => (sole && isMissing(row, sole) ? undefined : `"${template.render(row)}"`);
  }

  #bareValue(): Part {
    const start = this.#at;
    const source = this.#until(', \n').trimEnd();
    if (
      /^(?:-?\d+[iu]?|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|t|T|true|True|TRUE|f|F|false|False|FALSE)$/.test(
        source,
      )
    ) {
      return () => source;
    }
    const suffix = /[iu]$/.exec(source)?.[0] ?? '';
    const placeholder = soleOf(suffix ? source.slice(0, -1) : source);
    if (!placeholder) {
      throw new TemplateError(
        'a value is one placeholder, a number, true or false; write a text in double quotes',
        start,
      );
    }
    const plain = placeholder.filters.length === 0;
    const template = compileTemplate(placeholder.source, 'raw');
    return (row) => {
      const missing = isMissing(row, placeholder);
      if (missing) return undefined;
      const value = plain && !standsIn(row, placeholder) ? row.value(placeholder.path) : template.render(row);
      if (suffix) return integerOf(value, suffix, () => row.json(placeholder.path), placeholder.source);
      return fieldOf(value, () => row.json(placeholder.path));
    };
  }

  #timestamp(): Part {
    const start = this.#at;
    const source = this.#until(' \n').trim();
    while (this.#skip(' ') || this.#skip('\r'));
    if (this.#at < this.#text.length && this.#peek() !== '\n') {
      throw this.#mistake('nothing stands behind the timestamp; write a space in a tag as \\ ');
    }
    if (source === '') return (row) => timeIn(this.#precision, row.value(['timestamp']));
    const template = this.#compile(source, start, (text) => text);
    return (row) => {
      const written = template.render(row);
      if (!/^-?\d{1,19}$/.test(written))
        throw new RowMistake(`the timestamp is no integer: ${written.slice(0, 100)}`);
      return written;
    };
  }

  /** Up to one of these characters, or to the end; a backslash takes the next one as it is. */
  #until(ends: string, inQuotes = false): string {
    const start = this.#at;
    while (this.#at < this.#text.length) {
      const character = this.#peek();
      const placeholder = character === '$' ? placeholderAt(this.#text, this.#at) : undefined;
      if (typeof placeholder === 'object') this.#at += placeholder.source.length;
      else if (character === '\\' && this.#at + 1 < this.#text.length) this.#at += 2;
      else if (ends.includes(character)) break;
      else if (character === '\n' && !inQuotes) break;
      else this.#at++;
    }
    return this.#text.slice(start, this.#at);
  }

  #compile(source: string, at: number, harmless: (text: string) => string): Template {
    try {
      return compileTemplate(source, harmless);
    } catch (error) {
      if (error instanceof TemplateError)
        throw new TemplateError(error.message, at + error.at, error.suggestion);
      throw error;
    }
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #skip(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #mistake(message: string): TemplateError {
    return new TemplateError(message, this.#at);
  }
}

function soleOf(source: string): Placeholder | undefined {
  return source.trim() === source ? solePlaceholder(source) : undefined;
}

function isMissing(row: TemplateRow, { path, fallback }: Placeholder): boolean {
  if (fallback) return false;
  const value = row.value(path);
  return value === undefined || value === null;
}

function standsIn(row: TemplateRow, placeholder: Placeholder): boolean {
  return placeholder.fallback !== undefined && isAbsent(row, placeholder);
}

function isAbsent(row: TemplateRow, { path }: Placeholder): boolean {
  const value = row.optional ? row.optional(path) : row.value(path);
  return value === undefined || value === null || value === '';
}

function integerOf(value: unknown, suffix: string, json: () => string, source: string): string {
  const text = typeof value === 'object' ? String(Number(json())) : String(value);
  const isInteger = suffix === 'u' ? /^\d{1,20}$/ : /^-?\d{1,19}$/;
  if (typeof value !== 'boolean' && isInteger.test(text)) return text + suffix;
  throw new RowMistake(`${source}${suffix} is to be an integer, and is ${text.slice(0, 100)}`);
}

/** Numbers are floats, as InfluxDB has it; texts, maps and lists are texts. */
function fieldOf(value: unknown, json: () => string): string {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (typeof value === 'string') return `"${escapeFieldText(value)}"`;
  if (Buffer.isBuffer(value)) return `"${escapeFieldText(value.toString())}"`;
  const text = json();
  return /^-?\d/.test(text) ? String(Number(text)) : `"${escapeFieldText(text)}"`;
}

const PER_MILLISECOND = { ns: 1_000_000n, us: 1000n, ms: 1n, s: 1n } as const;

/** Times of rows are Unix milliseconds; without one it is now. */
function timeIn(precision: Precision, timestamp: unknown): string {
  const time = typeof timestamp === 'number' && Number.isSafeInteger(timestamp) ? timestamp : Date.now();
  if (precision === 's') return String(Math.floor(time / 1000));
  return String(BigInt(time) * PER_MILLISECOND[precision]);
}
