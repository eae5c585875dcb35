import { toJsonText } from './json.ts';
import { LONGEST_TEXT } from './limits.ts';
import { SqlRuntimeError } from './sql-error.ts';
import { Float, isText, kindOf, textOfBytes, type Value } from './values.ts';

/**
 * The text that `str()` and the templates of actions show: text as it is (bytes that are not UTF-8 with U+FFFD),
 * floats with at most ten decimals, maps and lists as JSON, `undefined` and `null` as words.
 */
export function toTemplateText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isInteger(value) ? String(value) : floatText(value, 10);
    case 'object':
      if (value instanceof Float) return floatText(value.value, 10);
      if (Buffer.isBuffer(value)) return value.toString('utf8');
      return value === null ? 'null' : toJsonText(value);
    default:
      return String(value);
  }
}

/** As `toTemplateText`, with bytes kept as they are. */
export function toText(value: Value): string | Buffer {
  return Buffer.isBuffer(value) ? textOfBytes(value) : toTemplateText(value);
}

/** `4` → `4.0`, `21.550` → `21.55`, with at most so many decimals and at least one. */
export function floatText(value: number, decimals: number): string {
  // toFixed speaks of larger ones in exponents, and every float that large is integral.
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.0`;
  const fixed = value.toFixed(decimals);
  if (!fixed.includes('.')) return `${fixed}.0`;
  const trimmed = fixed.replace(/0+$/, '');
  return trimmed.endsWith('.') ? `${trimmed}0` : trimmed;
}

/** `4` → `4.0`, `1e+21` → `1.0e+21`: digits on both sides of a point, before an exponent too, and none are lost. */
export function exactFloatText(value: number): string {
  const [digits = '', exponent] = String(value).split('e');
  const mantissa = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined ? mantissa : `${mantissa}e${exponent}`;
}

/** Joins two texts; bytes that are not UTF-8 make the whole bytes. */
export function joinText(left: string | Buffer, right: string | Buffer): string | Buffer {
  checkLength(left.length + right.length);
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  return textOfBytes(Buffer.concat([bytesOf(left), bytesOf(right)]));
}

/** Joins texts with a separator between them; as above. */
export function joinTexts(texts: readonly (string | Buffer)[], separator: string): string | Buffer {
  checkLength(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  if (texts.every((text) => typeof text === 'string')) return texts.join(separator);
  const between = Buffer.from(separator);
  const parts = texts.flatMap((text, i) => (i === 0 ? [bytesOf(text)] : [between, bytesOf(text)]));
  return textOfBytes(Buffer.concat(parts));
}

export function bytesOf(text: string | Buffer): Buffer {
  return typeof text === 'string' ? Buffer.from(text) : text;
}

/** @throws SqlRuntimeError when the result would be longer than an evaluation may make */
export function checkLength(length: number): void {
  if (length > LONGEST_TEXT) throw new SqlRuntimeError({ code: 'textTooLong', limit: LONGEST_TEXT });
}

/** The string of a text argument. @throws SqlRuntimeError for other values and for bytes that are not UTF-8 */
export function stringOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value); // EMQX's booleans are atoms, which its text functions accept
  if (!isText(value)) throw new SqlRuntimeError({ code: 'expectedText', kind: kindOf(value) });
  const text = textOfBytes(value);
  if (typeof text !== 'string') throw new SqlRuntimeError({ code: 'notUtf8' });
  return text;
}

/** Enough of a text to know it again in a message. */
export function shortened(text: string | Buffer): string {
  const whole = text.toString();
  return whole.length > 40 ? `${whole.slice(0, 40)}…` : whole;
}
