import { SqlRuntimeError } from '../../sql-error.ts';
import { type DateFields, fieldsOf, type Moment, secondOf } from './moment.ts';
import { parseOffset, printOffset, type ZoneOffset } from './zone-offset.ts';

type Placeholder = keyof typeof placeholders;
type Part = { readonly literal: string } | { readonly placeholder: Placeholder };

/** A moment as a clock in some zone shows it. */
interface Shown {
  readonly fields: DateFields;
  readonly nanosecond: number;
  readonly offset: number;
}

const digits = (value: number, length: number) => String(value).padStart(length, '0');
const twoDigits = (value: number) => (value < 10 ? `0${value}` : `${value}`);

/** How each placeholder is printed, and how many characters it is when read. */
const placeholders = {
  '%Y': { length: 4, print: ({ fields }: Shown) => digits(fields[0], 4) },
  '%m': { length: 2, print: ({ fields }: Shown) => twoDigits(fields[1]) },
  '%d': { length: 2, print: ({ fields }: Shown) => twoDigits(fields[2]) },
  '%H': { length: 2, print: ({ fields }: Shown) => twoDigits(fields[3]) },
  '%M': { length: 2, print: ({ fields }: Shown) => twoDigits(fields[4]) },
  '%S': { length: 2, print: ({ fields }: Shown) => twoDigits(fields[5]) },
  '%N': { length: 9, print: ({ nanosecond }: Shown) => digits(nanosecond, 9) },
  '%3N': { length: 3, print: ({ nanosecond }: Shown) => digits(Math.floor(nanosecond / 1e6), 3) },
  '%6N': { length: 6, print: ({ nanosecond }: Shown) => digits(Math.floor(nanosecond / 1e3), 6) },
  '%z': { length: 5, print: ({ offset }: Shown) => printOffset(offset, '') },
  '%:z': { length: 6, print: ({ offset }: Shown) => printOffset(offset, ':') },
  '%::z': { length: 9, print: ({ offset }: Shown) => printOffset(offset, ':', true) },
} as const;

/** Those that a date cannot be read without. */
const requiredPlaceholders: readonly Placeholder[] = ['%Y', '%m', '%d', '%H', '%M', '%S'];

/** Everything else is copied: `%j`, `%a` and `%%` have no meaning. */
function partsOf(format: string): Part[] {
  return format
    .split(/(%(?:[YmdHMSNz]|[36]N|::?z))/)
    .map((text, i): Part => (i % 2 === 1 ? { placeholder: text as Placeholder } : { literal: text }));
}

/** The format as a function that prints a moment in a zone. */
export function compileDateFormat(format: string): (moment: Moment, zone: ZoneOffset) => string {
  const parts = partsOf(format);
  const printers = parts.map((part) =>
    'literal' in part ? part.literal : placeholders[part.placeholder].print,
  );
  const hasFraction = parts.some((part) => 'placeholder' in part && part.placeholder.endsWith('N'));
  // Events of the same second are printed alike.
  let last = { second: Number.NaN, offset: 0, text: '' };
  return function printDate({ second, nanosecond }, zone) {
    const offset = zone(second);
    if (second === last.second && offset === last.offset) return last.text;
    const shown = { fields: fieldsOf(second, offset), nanosecond, offset };
    let text = '';
    for (const print of printers) text += typeof print === 'string' ? print : print(shown);
    if (!hasFraction) last = { second, offset, text };
    return text;
  };
}

/**
 * The format as a function that reads a text. Literal characters are skipped by their number, whatever they are. An
 * offset in the text is subtracted, and the zone's as well.
 * @throws SqlRuntimeError when a part of the date is missing from the format; the function, when one is malformed
 */
export function compileDateParser(format: string): (text: string, zone: ZoneOffset) => Moment {
  const parts = partsOf(format);
  for (const required of requiredPlaceholders) {
    const isGiven = parts.some((part) => 'placeholder' in part && part.placeholder === required);
    if (!isGiven) throw new SqlRuntimeError({ code: 'missingDatePart', part: required });
  }
  return function parseDate(text, zone) {
    const found = new Map<Placeholder, string>();
    let position = 0;
    for (const part of parts) {
      const length = 'literal' in part ? part.literal.length : placeholders[part.placeholder].length;
      if ('placeholder' in part) found.set(part.placeholder, text.slice(position, position + length));
      position += length;
    }
    const fields = requiredPlaceholders.map((name) =>
      numberOfPart(name, found.get(name)),
    ) as unknown as DateFields;
    const second = secondOf(fields) - offsetOfParts(found);
    return { second: second - zone(second), nanosecond: nanosecondOfParts(found) };
  };
}

function numberOfPart(name: Placeholder, text: string | undefined): number {
  if (text?.length === placeholders[name].length && /^\d+$/.test(text)) return Number(text);
  throw new SqlRuntimeError({
    code: 'expectedDigits',
    digits: placeholders[name].length,
    part: name,
    given: text ?? '',
  });
}

function offsetOfParts(found: ReadonlyMap<Placeholder, string>): number {
  for (const name of ['%z', '%:z', '%::z'] as const) {
    const text = found.get(name);
    if (text === undefined) continue;
    const offset = parseOffset(text);
    if (offset === undefined)
      throw new SqlRuntimeError({ code: 'expectedOffsetPart', part: name, given: text });
    return offset;
  }
  return 0;
}

function nanosecondOfParts(found: ReadonlyMap<Placeholder, string>): number {
  for (const name of ['%N', '%6N', '%3N'] as const) {
    const text = found.get(name);
    if (text !== undefined) return numberOfPart(name, text) * 10 ** (9 - placeholders[name].length);
  }
  return 0;
}
