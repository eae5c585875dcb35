import { toJsonText } from '../../json.ts';
import { LONGEST_TEXT } from '../../limits.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { checkLength, exactFloatText, stringOf } from '../../text.ts';
import {
  Float,
  isInteger,
  isList,
  isMap,
  isNumber,
  isText,
  kindOf,
  numberOf,
  type Value,
} from '../../values.ts';
import { graphemesOf, slice } from './graphemes.ts';

/** A directive of Erlang's io:format: `~[-][width][.precision][.padding][t]control`. */
interface Directive {
  readonly control: string;
  /** 0 for none; negative puts the padding behind. A `*` takes it from the arguments. */
  readonly width: number | '*';
  readonly precision: number | '*' | undefined;
  readonly padding: string;
}

type Part = string | Directive;
type NextArgument = () => Value;

const directive = /~(-?\d+|\*)?(?:\.(\d+|\*)?)?(?:\.(.))?[tl]*(.)/suy;

/**
 * The format as a function of what to fill in.
 * @throws SqlRuntimeError for an unknown directive
 */
export function compileFormat(format: string): (args: readonly Value[]) => string {
  const parts = partsOf(format);
  return function fillIn(args) {
    let used = 0;
    const next = () => {
      if (used === args.length) throw new SqlRuntimeError({ code: 'tooFewValues', given: args.length });
      return args[used++];
    };
    let text = '';
    for (const part of parts) {
      text += typeof part === 'string' ? part : render(part, next);
      checkLength(text.length);
    }
    if (used < args.length) throw new SqlRuntimeError({ code: 'tooManyFilled', used, given: args.length });
    return text;
  };
}

function partsOf(format: string): Part[] {
  const parts: Part[] = [];
  let offset = 0;
  while (offset < format.length) {
    const tilde = format.indexOf('~', offset);
    const end = tilde === -1 ? format.length : tilde;
    if (end > offset) parts.push(format.slice(offset, end));
    if (tilde === -1) break;
    directive.lastIndex = tilde;
    const found = directive.exec(format);
    const control = found?.[4];
    if (!found || control === undefined || !Object.hasOwn(controls, control)) {
      const unknown = format.slice(tilde, directive.lastIndex || tilde + 2);
      throw new SqlRuntimeError({ code: 'unknownDirective', directive: unknown });
    }
    const [, width, precision, padding] = found;
    parts.push({
      control,
      width: numberOrStar(width) ?? 0,
      precision: numberOrStar(precision),
      padding: padding ?? ' ',
    });
    offset = directive.lastIndex;
  }
  return parts;
}

function numberOrStar(text: string | undefined): number | '*' | undefined {
  return text === '*' || text === undefined ? text : Number(text);
}

/** A directive with its stars filled in. */
interface Field extends Directive {
  readonly width: number;
  readonly precision: number | undefined;
}

function render(part: Directive, next: NextArgument): string {
  const width = part.width === '*' ? starOf(next()) : part.width;
  const precision = part.precision === '*' ? starOf(next()) : part.precision;
  checkLength(Math.max(Math.abs(width), precision ?? 0));
  return controls[part.control]?.({ ...part, width, precision }, next) ?? '';
}

function starOf(value: Value): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new SqlRuntimeError({ code: 'directiveInteger', name: '*', kind: kindOf(value) });
  }
  return value;
}

const controls: Readonly<Record<string, (field: Field, next: NextArgument) => string>> = {
  '~': () => '~',
  n: () => '\n',
  i: (_, next) => {
    next();
    return '';
  },
  s: (field, next) => textField(field, wordOf(next())),
  w: (field, next) => termField(field, termOf(bounded(next()), bytesTerm)),
  p: (field, next) => termField(field, termOf(bounded(next()), textTerm)),
  b: (field, next) => termField(field, integerOf('~b', next()).toString(baseOf(field))),
  B: (field, next) => termField(field, integerOf('~B', next()).toString(baseOf(field)).toUpperCase()),
  f: (field, next) => termField(field, floatOf('~f', next()).toFixed(decimals(field))),
  e: (field, next) => termField(field, exponential(floatOf('~e', next()), significant(field))),
  g: (field, next) => termField(field, general(floatOf('~g', next()), significant(field))),
  c: (field, next) => {
    const code = Number(integerOf('~c', next()));
    if (!(code >= 0 && code <= 0x10ffff))
      throw new SqlRuntimeError({ code: 'directiveCharacter', given: String(code) });
    return padded(
      field,
      String.fromCodePoint(code).repeat(Math.max(1, field.precision ?? Math.abs(field.width))),
    );
  },
};

/** Too wide a text is cut, with a precision to that many characters. */
function textField(field: Field, text: string): string {
  const longest = Math.min(field.precision ?? LONGEST_TEXT, Math.abs(field.width) || LONGEST_TEXT);
  return padded(field, longest < text.length ? slice(text, 0, longest) : text);
}

/** Anything else that is too wide is not shown, as a wrong figure would be worse than none. */
function termField(field: Field, text: string): string {
  const width = Math.abs(field.width);
  return width > 0 && text.length > width ? '*'.repeat(width) : padded(field, text);
}

function padded({ width, padding }: Field, text: string): string {
  if (width === 0) return text;
  const missing = Math.abs(width) - graphemesOf(text).length;
  if (missing <= 0) return text;
  return width < 0 ? text + padding.repeat(missing) : padding.repeat(missing) + text;
}

function baseOf(field: Field): number {
  return precisionOf(field, 10, 2, 36);
}

function decimals(field: Field): number {
  return precisionOf(field, 6, 1, 100);
}

/** Of `~e` and `~g` the precision counts all digits that are shown. */
function significant(field: Field): number {
  return precisionOf(field, 6, 2, 100);
}

function precisionOf({ control, precision }: Field, standard: number, from: number, to: number): number {
  const given = precision ?? standard;
  if (given >= from && given <= to) return given;
  throw new SqlRuntimeError({ code: 'directivePrecision', name: `~${control}`, from, to, given });
}

function exponential(value: number, digits: number): string {
  return value.toExponential(digits - 1);
}

/** Without an exponent from 0.1 to below 10000, if so many digits reach the point. */
function general(value: number, digits: number): string {
  const size = Math.abs(value);
  const whole = size < 1 ? 0 : String(Math.trunc(size)).length;
  const isPlain = size >= 0.1 && size < 10_000 && digits > whole;
  return isPlain ? value.toFixed(digits - whole) : exponential(value, digits);
}

function wordOf(value: Value): string {
  if (isText(value)) return stringOf(value);
  if (value === undefined || value === null || typeof value === 'boolean') return String(value);
  throw new SqlRuntimeError({ code: 'directiveText', kind: kindOf(value) });
}

function integerOf(name: string, value: Value): number | bigint {
  if (isInteger(value)) return value;
  throw new SqlRuntimeError({ code: 'directiveInteger', name, kind: kindOf(value) });
}

/** EMQX refuses integers here; they are floats too. */
function floatOf(name: string, value: Value): number {
  if (isNumber(value)) return numberOf(value);
  throw new SqlRuntimeError({ code: 'directiveNumber', name, kind: kindOf(value) });
}

/** What can be written as JSON is neither too deep nor too long to be written otherwise. */
function bounded(value: Value): Value {
  if (isList(value) || isMap(value)) toJsonText(value);
  return value;
}

/** A value in Erlang's notation. */
function termOf(value: Value, text: (bytes: string | Buffer) => string): string {
  if (isText(value)) return text(value);
  if (isList(value)) return `[${value.map((item) => termOf(item, text)).join(',')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${text(key)} => ${termOf(item, text)}`);
    return `#{${entries.join(',')}}`;
  }
  if (value instanceof Float) return floatTerm(value.value);
  return typeof value === 'number' && !Number.isInteger(value) ? floatTerm(value) : String(value);
}

/** Erlang writes no plus before an exponent. */
function floatTerm(value: number): string {
  return exactFloatText(value).replace('e+', 'e');
}

function textTerm(text: string | Buffer): string {
  return typeof text === 'string'
    ? `<<${JSON.stringify(text)}${isLatin(text) ? '' : '/utf8'}>>`
    : bytesTerm(text);
}

function isLatin(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function bytesTerm(text: string | Buffer): string {
  return `<<${Array.from(Buffer.from(text as string)).join(',')}>>`;
}
