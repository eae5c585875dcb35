import { LinearPattern } from './linear-pattern.ts';
import { type Groups, replaceMatches, trustedRegExp } from './pattern.ts';
import { PatternError, TextTooLongError } from './pattern-error.ts';
import { type TranslatedPattern, translatePattern } from './pattern-translation.ts';

/** Steps of JavaScript's engine: some hundredths of a second at worst. */
const MOST_STEPS = 2e7;

const LOOK_AROUND = /\(\?<?[=!]/;

/** A regular expression for any text, however long and however hostile. Of what is wanted, the first thing that fits. */
export interface GuardedPattern {
  /** @throws TextTooLongError */
  test(text: string): boolean;
  /** The first match and its groups. @throws TextTooLongError */
  find(text: string): Groups | null;
  /** @throws TextTooLongError, SearchTooLongError */
  replaceAll(text: string, by: (match: string, groups: Groups) => string): string;
}

/**
 * JavaScript's engine is ten times as fast as any other on the short texts that devices send, and can take for ever;
 * RE2's cannot. So JavaScript searches the texts that are short enough for the pattern, and RE2 all others. Only
 * look-around is left to JavaScript alone, up to the length that is safe.
 * @throws PatternError
 */
export function compileGuarded(pattern: string): GuardedPattern {
  const translated = translatePattern(pattern);
  const trusted = attempt(() => trustedRegExp(translated, MOST_STEPS));
  if (trusted instanceof PatternError) return linearInstead(translated, trusted);
  const { search, everywhere, longest } = trusted;
  const linear = linearFor(translated, longest);
  return {
    test: (text) => (text.length <= longest ? search.test(text) : linear().test(text)),
    find: (text) => (text.length <= longest ? search.exec(text) : linear().find(text)),
    replaceAll: (text, by) =>
      text.length <= longest ? replaceMatches(text, everywhere, by) : linear().replaceAll(text, by),
  };
}

/** RE2's reading of what JavaScript cannot be trusted with, or cannot read. @throws PatternError */
function linearInstead(translated: TranslatedPattern, refusal: PatternError): LinearPattern {
  const linear = attempt(() => new LinearPattern(translated));
  if (!(linear instanceof PatternError)) return linear;
  const isCostly = refusal.fault.code === 'repeatedGroup' || refusal.fault.code === 'patternTooCostly';
  throw isCostly && LOOK_AROUND.test(translated.source)
    ? new PatternError({ code: 'costlyLookAround' })
    : refusal;
}

/** Made by the first text that is too long for JavaScript. */
function linearFor(translated: TranslatedPattern, longest: number): () => LinearPattern {
  let made: LinearPattern | undefined;
  return () => {
    const linear = made ?? attempt(() => new LinearPattern(translated));
    if (linear instanceof PatternError) throw new TextTooLongError(longest);
    made = linear;
    return linear;
  };
}

function attempt<Result>(make: () => Result): Result | PatternError {
  try {
    return make();
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}
