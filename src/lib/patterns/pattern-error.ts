/** Why a pattern is not used; the catalogue of SQL messages has a sentence for each code, in both languages. */
export type PatternFault =
  | {
      readonly code:
        | 'backReference'
        | 'costlyLookAround'
        | 'lastBackslash'
        | 'openClass'
        | 'patternTooCostly'
        | 'repeatedGroup';
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

  readonly fault: { readonly code: 'searchedTooLong'; readonly limit: number };

  constructor(longest: number) {
    super(`the text is longer than ${longest} characters, too long for this pattern`);
    this.fault = { code: 'searchedTooLong', limit: longest };
  }
}

/** The matches are too many, or each of them looks too far. */
export class SearchTooLongError extends Error {
  override readonly name = 'SearchTooLongError';

  readonly fault: { readonly code: 'searchTooLong'; readonly limit: number };

  constructor(milliseconds: number) {
    super(`the pattern found no end in ${milliseconds} ms; make the text or the pattern shorter`);
    this.fault = { code: 'searchTooLong', limit: milliseconds };
  }
}
