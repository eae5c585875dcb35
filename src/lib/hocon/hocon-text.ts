import { HoconError } from './hocon-error.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Of what stands without quotes nothing of this may be part. */
const NOT_BARE = new Set('$"{}[]:=,+#`^?!@*&\\\n\r');

/** A place in a text, and the pieces that begin there. */
export class HoconText {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** Empty at the end. */
  get next(): string {
    return this.text[this.offset] ?? '';
  }

  startsWith(piece: string): boolean {
    return this.text.startsWith(piece, this.offset);
  }

  take(piece: string): boolean {
    if (!this.startsWith(piece)) return false;
    this.offset += piece.length;
    return true;
  }

  /** Blanks of a line. */
  skipBlanks(): string {
    const start = this.offset;
    while (this.next !== '' && this.next !== '\n' && /\s/.test(this.next)) this.offset++;
    return this.text.slice(start, this.offset);
  }

  /** Blanks, ends of lines and comments. True when there was an end of a line. */
  skipSpace(): boolean {
    let sawLine = false;
    for (;;) {
      this.skipBlanks();
      if (this.next === '\n') {
        sawLine = true;
        this.offset++;
      } else if (this.next === '#' || this.startsWith('//')) this.skipComment();
      else return sawLine;
    }
  }

  skipComment(): void {
    const end = this.text.indexOf('\n', this.offset);
    this.offset = end < 0 ? this.text.length : end;
  }

  /** What stands without quotes, with the blanks inside and behind it; a dot ends it where `isKey`. */
  bare(isKey: boolean): string {
    const start = this.offset;
    while (this.next !== '' && !NOT_BARE.has(this.next) && !this.startsWith('//')) {
      if (isKey && this.next === '.') break;
      this.offset++;
    }
    return this.text.slice(start, this.offset);
  }

  /** From the quote on, of one line or of several. */
  quoted(): string {
    return this.startsWith('"""') ? this.#several() : this.#one();
  }

  fail(reason: string, offset = this.offset): HoconError {
    const before = this.text.slice(0, offset);
    const line = before.split('\n').length;
    return new HoconError(reason, { line, column: offset - before.lastIndexOf('\n') });
  }

  #one(): string {
    const start = this.offset++;
    let value = '';
    for (;;) {
      const character = this.next;
      if (character === '' || character === '\n')
        throw this.fail('the quote that begins here has no end', start);
      this.offset++;
      if (character === '"') return value;
      value += character === '\\' ? this.#escape() : character;
    }
  }

  #escape(): string {
    const start = this.offset - 1;
    const character = this.next;
    this.offset++;
    if (character === 'u') {
      const digits = this.text.slice(this.offset, this.offset + 4);
      if (!/^[0-9a-f]{4}$/i.test(digits)) throw this.fail('\\u has four hexadecimal digits', start);
      this.offset += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meant = Object.hasOwn(ESCAPES, character) ? ESCAPES[character] : undefined;
    if (meant === undefined)
      throw this.fail(`\\${character} is no escape: write \\\\ for a backslash`, start);
    return meant;
  }

  /** Nothing is escaped in it; quotes before the three that end it belong to it. */
  #several(): string {
    const start = this.offset;
    let end = this.text.indexOf('"""', start + 3);
    if (end < 0) throw this.fail('the three quotes that begin here have no end', start);
    while (this.text[end + 3] === '"') end++;
    this.offset = end + 3;
    const raw = this.text.slice(start + 3, end);
    return /^~\r?\n/.test(raw) ? withoutIndent(raw) : raw;
  }
}

/** EMQX writes texts of several lines as `"""~`, the lines indented alike, and `~"""`. */
function withoutIndent(raw: string): string {
  const lines = raw
    .replace(/^~\r?\n/, '')
    .replace(/~$/, '')
    .split('\n');
  const isFilled = (line: string) => line.trim() !== '';
  let indent = Number.POSITIVE_INFINITY;
  for (const line of lines) if (isFilled(line)) indent = Math.min(indent, line.search(/\S/));
  if (indent === Number.POSITIVE_INFINITY) indent = 0;
  return lines.map((line) => (isFilled(line) ? line.slice(indent) : '')).join('\n');
}
