import { pointAt } from '../lib/text-picture.ts';
import {
  type SqlLanguage,
  type SqlMessageCode,
  type SqlMessages,
  sqlMessages,
} from '../texts/sql-messages.ts';
import { locate, type Span } from './source-location.ts';

/** A message of the catalogue with what it speaks about, so that it can be said in either language. */
export type SqlText = {
  [Code in SqlMessageCode]: { readonly code: Code } & ParametersOf<Code>;
}[SqlMessageCode];

type ParametersOf<Code extends SqlMessageCode> =
  Parameters<SqlMessages[Code]> extends [infer Parameter] ? Readonly<Parameter> : unknown;

/** The statement cannot become a rule. `span` is the place that is to be changed. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly text: SqlText;
  readonly span: Span;
  readonly suggestion: SqlText | undefined;

  constructor(text: SqlText, span: Span, suggestion?: SqlText) {
    super(suggestion === undefined ? sayIn('en', text) : `${sayIn('en', text)}; ${sayIn('en', suggestion)}`);
    this.text = text;
    this.span = span;
    this.suggestion = suggestion;
  }
}

/** The rule failed on this event; it makes no rows. The message says what it met. */
export class SqlRuntimeError extends Error {
  override readonly name = 'SqlRuntimeError';
  /** Where the author of a rule may read it, since a constant can cause it. */
  readonly text: SqlText | undefined;

  constructor(message: string | SqlText) {
    super(typeof message === 'string' ? message : sayIn('en', message));
    this.text = typeof message === 'string' ? undefined : message;
  }
}

/** The message in one language. */
export function sayIn(language: SqlLanguage, text: SqlText): string {
  const say = sqlMessages[language][text.code] as (parameters: SqlText) => string;
  return say(text);
}

/**
 * The error as a person wants to see it: what, where, the line itself and a caret below the place.
 *
 * @example
 * line 1, column 8: unknown function uper(); did you mean upper?
 *
 *   SELECT uper(clientid) FROM "t"
 *          ^^^^
 */
export function printSqlError(text: string, error: SqlError, language: SqlLanguage = 'en'): string {
  const { line, column } = locate(text, error.span.start);
  const message =
    language === 'en'
      ? error.message
      : [error.text, ...(error.suggestion ? [error.suggestion] : [])]
          .map((part) => sayIn('zh', part))
          .join('；');
  const where = language === 'en' ? `line ${line}, column ${column}: ` : `第 ${line} 行，第 ${column} 列：`;
  return `${where}${message}\n\n${pointAt(text, error.span, column)}`;
}
