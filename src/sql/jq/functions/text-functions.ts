import { fromJsonText } from '../../json.ts';
import type { Native } from '../interpreter.ts';
import { JqError } from '../jq-error.ts';
import { isArray, type JqValue, shown, textOf, toText } from '../jq-values.ts';
import { indicesOf } from '../paths.ts';
import { fromSqlValue } from '../sql-values.ts';
import { ofValues } from './native.ts';

function withoutPrefix(input: JqValue, prefix: JqValue): JqValue {
  const fits = typeof input === 'string' && typeof prefix === 'string' && input.startsWith(prefix);
  return fits ? input.slice(prefix.length) : input;
}

function withoutSuffix(input: JqValue, suffix: JqValue): JqValue {
  const fits = typeof input === 'string' && typeof suffix === 'string' && input.endsWith(suffix);
  return fits ? input.slice(0, input.length - suffix.length) : input;
}

/** Where a text stands in another, counted in bytes as jq 1.6 does, overlapping ones too. */
function placesOf(text: string, part: string): JqValue {
  if (part === '') return null;
  const places: number[] = [];
  const [bytes, sought] = [Buffer.from(text), Buffer.from(part)];
  for (let at = bytes.indexOf(sought); at !== -1; at = bytes.indexOf(sought, at + 1)) places.push(at);
  return places;
}

function indices(input: JqValue, part: JqValue): JqValue {
  if (input === null) return null;
  if (typeof input === 'string' && typeof part === 'string') return placesOf(input, part);
  if (isArray(input)) return indicesOf(input, isArray(part) ? part : [part]);
  throw new JqError(`Cannot determine indices of ${shown(part)} in ${shown(input)}`);
}

function mapAscii(input: JqValue, what: string, from: RegExp, to: (letter: string) => string): string {
  return textOf(input, `cannot be ${what}, only strings can`).replace(from, to);
}

export const textFunctions: Readonly<Record<string, Native>> = {
  'tonumber/0': ofValues((_run, input) => {
    if (typeof input === 'number') return input;
    if (typeof input === 'string' && /^\s*-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(input))
      return Number(input);
    if (typeof input !== 'string') throw new JqError(`${shown(input)} cannot be parsed as a number`);
    const place = `EOF at line 1, column ${input.length}`;
    throw new JqError(`Invalid numeric literal at ${place} (while parsing '${input.slice(0, 100)}')`);
  }),
  'fromjson/0': ofValues((_run, input) => {
    const text = textOf(input, 'only strings can be parsed');
    try {
      return fromSqlValue(fromJsonText(text));
    } catch (error) {
      throw new JqError(
        `${error instanceof Error ? error.message : ''} (while parsing '${text.slice(0, 100)}')`,
      );
    }
  }),
  'startswith/1': ofValues((_run, input, prefix) => {
    if (typeof input === 'string' && typeof prefix === 'string') return input.startsWith(prefix);
    throw new JqError('startswith() requires string inputs');
  }),
  'endswith/1': ofValues((_run, input, suffix) => {
    if (typeof input === 'string' && typeof suffix === 'string') return input.endsWith(suffix);
    throw new JqError('endswith() requires string inputs');
  }),
  'ltrimstr/1': ofValues((_run, input, prefix) => withoutPrefix(input, prefix as JqValue)),
  'rtrimstr/1': ofValues((_run, input, suffix) => withoutSuffix(input, suffix as JqValue)),
  'explode/0': ofValues((run, input) => {
    const text = textOf(input, 'cannot be exploded, only strings can');
    run.budget.makeArray(text.length);
    return Array.from(text, (one) => one.codePointAt(0) ?? 0);
  }),
  'implode/0': ofValues((run, input) => {
    if (!isArray(input)) throw new JqError('implode input must be an array');
    run.budget.makeText(2 * input.length);
    return input
      .map((code) => {
        if (typeof code !== 'number' || !(code >= 0 && code <= 0x10ffff)) {
          throw new JqError('Unicode codepoint must be numeric');
        }
        return String.fromCodePoint(Math.floor(code));
      })
      .join('');
  }),
  'ascii_downcase/0': ofValues((_run, input) =>
    mapAscii(input, 'changed to lower case', /[A-Z]/g, (c) => c.toLowerCase()),
  ),
  'ascii_upcase/0': ofValues((_run, input) =>
    mapAscii(input, 'changed to upper case', /[a-z]/g, (c) => c.toUpperCase()),
  ),
  'join/1': ofValues((run, input, separator) => {
    const parts: string[] = [];
    let length = 0;
    run.each(input, undefined, (item) => {
      if (typeof item === 'object' && item !== null) {
        throw new JqError(
          `${shown(parts.join(toText(separator as JqValue)))} and ${shown(item)} cannot be added`,
        );
      }
      const part = item === null ? '' : toText(item);
      length += part.length + toText(separator as JqValue).length;
      run.budget.makeText(length);
      parts.push(part);
    });
    return parts.join(textOf(separator as JqValue, 'cannot separate texts'));
  }),
  'indices/1': ofValues((_run, input, part) => indices(input, part as JqValue)),
  '_indices/1': ofValues((_run, input, part) => indices(input, part as JqValue)),
  'index/1': ofValues((_run, input, part) => firstOf(indices(input, part as JqValue), 0)),
  'rindex/1': ofValues((_run, input, part) => firstOf(indices(input, part as JqValue), -1)),
};

function firstOf(places: JqValue, at: 0 | -1): JqValue {
  return isArray(places) ? (places.at(at) ?? null) : null;
}
