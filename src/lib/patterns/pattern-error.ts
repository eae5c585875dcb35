/** Why a pattern is not used; the catalogue of SQL messages has a sentence for each code, in both languages. */
export type PatternFault =
  | {
      readonly code: 'backReference' | 'lastBackslash' | 'openClass' | 'patternTooCostly' | 'repeatedGroup';
    }
  | { readonly code: 'badPattern'; readonly detail: string }
  | { readonly code: 'patternTooLong'; readonly limit: number }
  | { readonly code: 'unknownClass'; readonly name: string };

/** The pattern is malformed, or a text could hold up whoever uses it. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly fault: PatternFault;

  constructor(fault: PatternFault) {
    super(`a regular expression was refused: ${fault.code}`);
    this.fault = fault;
  }
}

/** The text is too long to be searched with this pattern. */
export class TextTooLongError extends Error {
  override readonly name = 'TextTooLongError';

  constructor(longest: number) {
    super(`the text is longer than ${longest} characters, too long for this pattern`);
  }
}
