import { PatternError } from './pattern-error.ts';

/** A pattern is for people to read. */
const LONGEST_PATTERN = 1000;

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** PCRE's end of a text lies before a last line break, too. */
export const endOfText = '(?=\\n?$)';

/** What PCRE and JavaScript write otherwise. */
const escapes: Readonly<Record<string, string>> = {
  A: '^',
  z: '$',
  Z: endOfText,
  a: '\\x07',
  e: '\\x1b',
  h: '[ \\t]',
  s: '[\\t-\\r ]',
  S: '[^\\t-\\r ]',
};

/** The same within `[…]`. */
const classEscapes: Readonly<Record<string, string>> = { '-': '\\-', h: ' \\t', s: '\\t-\\r ' };

const syntaxCharacters = '^$\\.*+?()[]{}|/';

/** A pattern in JavaScript's notation. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
}

/** The pattern in JavaScript's notation, with its leading flags (`(?i)`) as flags. @throws PatternError */
export function translatePattern(pattern: string): TranslatedPattern {
  if (pattern.length > LONGEST_PATTERN) {
    throw new PatternError({ code: 'patternTooLong', limit: LONGEST_PATTERN });
  }
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const body = pattern.slice(inline?.[0].length ?? 0);
  const flags = new Set(inline?.[1] ?? '');
  let source = '';
  for (let offset = 0; offset < body.length; ) {
    const [read, written] = translateAt(body, offset, flags);
    source += written;
    offset += read;
  }
  return { source, flags: `u${[...flags].join('')}` };
}

/** How many characters were read, and what they are in JavaScript. */
function translateAt(
  body: string,
  offset: number,
  flags: ReadonlySet<string>,
): [read: number, written: string] {
  const character = String.fromCodePoint(body.codePointAt(offset) ?? 0);
  switch (character) {
    // Only LF ends a line in PCRE.
    case '.':
      return [1, flags.has('s') ? '.' : '[^\\n]'];
    case '$':
      return [1, flags.has('m') ? '$' : endOfText];
    case '\\':
      return [2, translateEscape(body.charAt(offset + 1))];
    case '[':
      return translateClass(body, offset);
    case '(':
      return body.startsWith('(?P<', offset) ? [4, '(?<'] : [1, '('];
    case '{':
      return /^\{\d+(?:,\d*)?\}/.test(body.slice(offset, offset + 20))
        ? readWhole(body, offset, '}')
        : [1, '\\{'];
    case '}':
    case ']':
      return [1, `\\${character}`];
    default:
      return [character.length, character];
  }
}

function readWhole(body: string, offset: number, end: string): [number, string] {
  const whole = body.slice(offset, body.indexOf(end, offset) + 1);
  return [whole.length, whole];
}

function translateEscape(letter: string): string {
  if (letter === '') throw new PatternError({ code: 'lastBackslash' });
  if (/[1-9k]/.test(letter)) throw new PatternError({ code: 'backReference' });
  return Object.hasOwn(escapes, letter) ? (escapes[letter] ?? '') : translateMember(letter);
}

/** The escape of one character, or of a class that both write alike. */
function translateMember(letter: string): string {
  if (letter === '') throw new PatternError({ code: 'lastBackslash' });
  return syntaxCharacters.includes(letter) || /\w/.test(letter) ? `\\${letter}` : letter;
}

/** `[…]`, in which a first `]` stands for itself. */
function translateClass(body: string, start: number): [number, string] {
  let offset = start + 1;
  let written = '[';
  if (body[offset] === '^') {
    written += '^';
    offset += 1;
  }
  for (let first = true; offset < body.length; first = false) {
    const character = body.charAt(offset);
    if (character === ']' && !first) return [offset + 1 - start, `${written}]`];
    const posix = /^\[:(\w+):\]/.exec(body.slice(offset, offset + 12));
    if (posix?.[1] !== undefined) {
      const members = Object.hasOwn(posixClasses, posix[1]) ? posixClasses[posix[1]] : undefined;
      if (members === undefined) throw new PatternError({ code: 'unknownClass', name: posix[0] });
      written += members;
      offset += posix[0].length;
    } else if (character === '\\') {
      const letter = body.charAt(offset + 1);
      written += Object.hasOwn(classEscapes, letter) ? classEscapes[letter] : translateMember(letter);
      offset += 2;
    } else {
      written += character === ']' || character === '[' ? `\\${character}` : character;
      offset += 1;
    }
  }
  throw new PatternError({ code: 'openClass' });
}
