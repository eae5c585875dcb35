import type { SqlMessageCode } from '../texts/sql-messages.ts';
import type { Span } from './source-location.ts';
import { type SqlText, sayIn } from './sql-error.ts';

/** Something that the author hardly meant; the rule works all the same. */
export interface SqlWarning {
  readonly code: SqlMessageCode;
  /** In English; `text` says it in either language by `sayIn`. */
  readonly message: string;
  readonly text: SqlText;
  readonly span: Span;
}

export function warn(text: SqlText, span: Span): SqlWarning {
  return { code: text.code, message: sayIn('en', text), text, span };
}
