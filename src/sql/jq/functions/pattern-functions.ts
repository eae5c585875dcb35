import { LinearPattern, type PatternMatch } from '../../../lib/patterns/linear-pattern.ts';
import { PatternError, SearchTooLongError, TextTooLongError } from '../../../lib/patterns/pattern-error.ts';
import { translatePattern } from '../../../lib/patterns/pattern-translation.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import type { Native, Run } from '../interpreter.ts';
import { JqError, JqLimitError } from '../jq-error.ts';
import { countCharacters, isArray, type JqObject, type JqValue, newObject, shown } from '../jq-values.ts';
import { untracked } from '../scope.ts';
import { ofValues } from './native.ts';

/** Of the patterns that programs have made, the latest. */
const MOST_KEPT = 64;
const kept = new Map<string, LinearPattern>();

function patternOf(pattern: string, flags: string): LinearPattern {
  const key = `${flags}/${pattern}`;
  const known = kept.get(key);
  if (known) return known;
  const translated = translatePattern(flags.includes('x') ? withoutBlanks(pattern) : pattern);
  const own = `${flags.includes('i') ? 'i' : ''}${flags.includes('s') || flags.includes('p') ? 's' : ''}`;
  const compiled = new LinearPattern({ source: translated.source, flags: translated.flags + own });
  if (kept.size === MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, compiled);
  return compiled;
}

function withoutBlanks(pattern: string): string {
  return pattern.replace(/\\.|\[[^\]]*\]|\s+|#[^\n]*/gs, (part) => (/^[\\[]/.test(part) ? part : ''));
}

/** The matches of a text, the first or all of them. @throws JqError */
function matchesOf(run: Run, input: JqValue, pattern: JqValue, given: JqValue): readonly PatternMatch[] {
  const [source, flags] = isArray(pattern) ? [pattern[0] ?? null, pattern[1] ?? null] : [pattern, given];
  if (typeof input !== 'string')
    throw new JqError(`${shown(input)} cannot be matched, as it is not a string`);
  if (typeof source !== 'string')
    throw new JqError(`${shown(source)} cannot be matched, as it is not a string`);
  if (flags !== null && typeof flags !== 'string') throw new JqError(`${shown(flags)} is not a string`);
  const wrong = /[^gimnpslx]/.exec(flags ?? '');
  if (wrong) throw new JqError(`${flags} is not a valid modifier string`);
  return inJqWords(source, () => {
    const compiled = patternOf(source, flags ?? '');
    const found = compiled.matches(input, flags?.includes('g') ?? false);
    run.budget.makeArray(found.length);
    return flags?.includes('n') ? found.filter(([whole]) => whole && whole.end > whole.start) : found;
  });
}

function inJqWords<Result>(pattern: string, search: () => Result): Result {
  try {
    return search();
  } catch (error) {
    if (error instanceof PatternError) {
      throw new JqError(
        `${pattern.slice(0, 100)} (at offset 0) is not a valid regex: ${new SqlRuntimeError(error.fault).message}`,
      );
    }
    if (error instanceof TextTooLongError || error instanceof SearchTooLongError)
      throw new JqLimitError(error.fault);
    throw error;
  }
}

/** Offsets and lengths count characters. */
function matchObject(input: string, match: PatternMatch): JqObject {
  const [whole, ...groups] = match;
  const count = (end: number): number => countCharacters(input.slice(0, end));
  const part = (start: number, end: number) => ({
    offset: count(start),
    length: countCharacters(input.slice(start, end)),
    string: input.slice(start, end),
  });
  const captures = groups.map((group) =>
    Object.assign(
      newObject(),
      group.start < 0 ? { offset: -1, string: null, length: 0 } : part(group.start, group.end),
      { name: group.name ?? null },
    ),
  );
  return Object.assign(newObject(), part(whole?.start ?? 0, whole?.end ?? 0), { captures });
}

/** The named groups of a match. */
function captureObject(input: string, match: PatternMatch): JqObject {
  const object = newObject();
  for (const { name, start, end } of match.slice(1)) {
    if (name !== undefined) object[name] = start < 0 ? null : input.slice(start, end);
  }
  return object;
}

/** A native over each match of the input. */
function overMatches(
  extra: string,
  make: (input: string, match: PatternMatch) => JqValue,
): { one: Native; two: Native } {
  const emit = (
    run: Run,
    input: JqValue,
    pattern: JqValue,
    flags: JqValue,
    then: (value: JqValue) => undefined,
  ): undefined => {
    const all = typeof flags === 'string' || flags === null ? `${flags ?? ''}${extra}` : flags;
    const withExtra =
      isArray(pattern) && extra ? [pattern[0] ?? null, `${String(pattern[1] ?? '')}${extra}`] : pattern;
    for (const match of matchesOf(run, input, withExtra, all)) then(make(input as string, match));
  };
  return {
    one: (run, [pattern], input, path, out) =>
      pattern?.(input, undefined, (re) => emit(run, input, re, null, (value) => out(value, untracked(path)))),
    two: (run, [pattern, flags], input, path, out) =>
      flags?.(input, undefined, (modifiers) =>
        pattern?.(input, undefined, (re) =>
          emit(run, input, re, modifiers, (value) => out(value, untracked(path))),
        ),
      ),
  };
}

const match = overMatches('', matchObject);
const capture = overMatches('', captureObject);
const scan = overMatches('g', (input, [whole, ...groups]) =>
  groups.length === 0
    ? input.slice(whole?.start ?? 0, whole?.end ?? 0)
    : groups.map(({ start, end }) => (start < 0 ? null : input.slice(start, end))),
);

function splitBy(run: Run, input: JqValue, pattern: JqValue, flags: JqValue): JqValue[] {
  const matches = matchesOf(run, input, pattern, `${String(flags ?? '')}g`);
  const parts: JqValue[] = [];
  let at = 0;
  for (const [whole] of matches) {
    parts.push((input as string).slice(at, whole?.start));
    at = whole?.end ?? at;
  }
  return [...parts, (input as string).slice(at)];
}

/** Each match gives way to what the filter makes of its named groups; several outputs make several texts. */
function substitute(extra: string): Native {
  return (run, [pattern, filter, flags], input, path, out) => {
    const withFlags = (modifiers: JqValue) =>
      pattern?.(input, undefined, (re) => {
        const matches = matchesOf(run, input, re, `${String(modifiers ?? '')}${extra}`);
        const text = input as string;
        const next = (index: number, made: string, at: number): undefined => {
          const found = matches[index];
          const [whole] = found ?? [];
          if (!found || !whole) return out(made + text.slice(at), untracked(path));
          filter?.(captureObject(text, found), undefined, (by) => {
            if (typeof by !== 'string')
              throw new JqError(`${shown(captureObject(text, found))} cannot be added to a string`);
            const grown = made + text.slice(at, whole.start) + by;
            run.budget.makeText(grown.length);
            next(index + 1, grown, whole.end);
          });
        };
        next(0, '', 0);
      });
    if (flags) flags(input, undefined, withFlags);
    else withFlags(null);
  };
}

export const patternFunctions: Readonly<Record<string, Native>> = {
  'test/1': ofValues((run, input, re) => matchesOf(run, input, re as JqValue, null).length > 0),
  'test/2': ofValues(
    (run, input, re, flags) => matchesOf(run, input, re as JqValue, flags as JqValue).length > 0,
  ),
  'match/1': match.one,
  'match/2': match.two,
  'capture/1': capture.one,
  'capture/2': capture.two,
  'scan/1': scan.one,
  'scan/2': scan.two,
  'split/2': ofValues((run, input, re, flags) => splitBy(run, input, re as JqValue, flags as JqValue)),
  'sub/2': substitute(''),
  'sub/3': substitute(''),
  'gsub/2': substitute('g'),
  'gsub/3': substitute('g'),
};
