import { LONGEST_MATCHED_TEXT } from '../limits.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { matchingCost } from './pattern-cost.ts';
import { translatePattern } from './pattern-translation.ts';

/** Steps that one search may take: some tenths of a second at worst. */
const MOST_STEPS = 1e8;

/** A pattern that would accept no more than this is of no use. */
const SHORTEST_LIMIT = 64;

/** A regular expression that no text can hold for long. */
export interface Pattern {
  /** The first match with its groups. @throws SqlRuntimeError for text too long to be searched with this pattern */
  find(text: string): RegExpExecArray | null;
  replaceAll(text: string, by: (match: string, groups: readonly (string | undefined)[]) => string): string;
}

/**
 * Reads PCRE's notation as JavaScript's: inline flags in front, POSIX classes, `\A`, `\z`, and escapes without a
 * meaning, which JavaScript refuses.
 * @throws SqlRuntimeError for a pattern that is malformed or could be exploited
 */
export function compilePattern(pattern: string): Pattern {
  const { source, flags } = translatePattern(pattern);
  const search = makeRegExp(source, flags);
  const everywhere = makeRegExp(source, `${flags}g`);
  const { degree, ways } = matchingCost(search);
  const longest = Math.min(LONGEST_MATCHED_TEXT, Math.floor((MOST_STEPS / ways) ** (1 / degree)));
  if (longest < SHORTEST_LIMIT) throw new SqlRuntimeError({ code: 'patternTooCostly' });
  const check = (text: string) => {
    if (text.length <= longest) return;
    throw new SqlRuntimeError(`the text is longer than ${longest} characters, too long for this pattern`);
  };
  return {
    find(text) {
      check(text);
      return search.exec(text);
    },
    replaceAll(text, by) {
      check(text);
      return text.replace(everywhere, (match: string, ...rest: unknown[]) => {
        const groups = rest.slice(
          0,
          rest.findIndex((item) => typeof item === 'number'),
        );
        return by(match, groups as (string | undefined)[]);
      });
    },
  };
}

function makeRegExp(source: string, flags: string): RegExp {
  try {
    const expression = new RegExp(source, flags);
    expression.test(''); // V8 compiles at the first use, and may find it too large only then
    expression.lastIndex = 0;
    return expression;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SqlRuntimeError({ code: 'badPattern', detail: error.message.replace(/^.*: /s, '') });
  }
}
