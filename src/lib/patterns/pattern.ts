import { matchingCost } from './pattern-cost.ts';
import { PatternError, TextTooLongError } from './pattern-error.ts';
import { type TranslatedPattern, translatePattern } from './pattern-translation.ts';

/** Text that a regular expression looks at, in UTF-16 units. */
export const LONGEST_MATCHED_TEXT = 64 * 1024;

/** Steps that one search may take: some tenths of a second at worst. */
const MOST_STEPS = 1e8;

/** A pattern that would accept no more than this is of no use. */
const SHORTEST_LIMIT = 64;

/** A match's groups, without the match itself. */
export type Groups = readonly (string | undefined)[];

/** A regular expression that no text can hold for long. */
export interface Pattern {
  /** The first match with its groups. @throws TextTooLongError */
  find(text: string): RegExpExecArray | null;
  replaceAll(text: string, by: (match: string, groups: Groups) => string): string;
}

/** JavaScript's own engine, with the longest text that it can be trusted with. */
interface TrustedRegExp {
  readonly search: RegExp;
  /** The same with the flag g. */
  readonly everywhere: RegExp;
  readonly longest: number;
}

/**
 * Reads PCRE's notation as JavaScript's: inline flags in front, POSIX classes, `\A`, `\z`, and escapes without a
 * meaning, which JavaScript refuses.
 * @throws PatternError for a pattern that is malformed or could be exploited
 */
export function compilePattern(pattern: string): Pattern {
  const { search, everywhere, longest } = trustedRegExp(translatePattern(pattern), MOST_STEPS);
  const check = (text: string) => {
    if (text.length > longest) throw new TextTooLongError(longest);
  };
  return {
    find(text) {
      check(text);
      return search.exec(text);
    },
    replaceAll(text, by) {
      check(text);
      return replaceMatches(text, everywhere, by);
    },
  };
}

/** @throws PatternError */
export function trustedRegExp({ source, flags }: TranslatedPattern, mostSteps: number): TrustedRegExp {
  const search = makeRegExp(source, flags);
  const everywhere = makeRegExp(source, `${flags}g`);
  const { degree, ways } = matchingCost(search);
  const longest = Math.min(LONGEST_MATCHED_TEXT, Math.floor((mostSteps / ways) ** (1 / degree)));
  if (longest < Math.min(SHORTEST_LIMIT, mostSteps ** (1 / 4))) {
    throw new PatternError({ code: 'patternTooCostly' });
  }
  return { search, everywhere, longest };
}

export function replaceMatches(
  text: string,
  everywhere: RegExp,
  by: (match: string, groups: Groups) => string,
): string {
  return text.replace(everywhere, (match: string, ...rest: unknown[]) => {
    const end = rest.findIndex((item) => typeof item === 'number');
    return by(match, rest.slice(0, end) as (string | undefined)[]);
  });
}

function makeRegExp(source: string, flags: string): RegExp {
  try {
    const expression = new RegExp(source, flags);
    expression.test(''); // V8 compiles at the first use, and may find it too large only then
    expression.lastIndex = 0;
    return expression;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PatternError({ code: 'badPattern', detail: error.message.replace(/^.*: /s, '') });
  }
}
