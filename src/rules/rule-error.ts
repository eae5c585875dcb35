/** Error codes of EMQX's API, by which `api/problems.ts` finds the status. */
type RuleErrorCode = 'BAD_REQUEST' | 'CONFLICT' | 'RULE_NOT_FOUND' | 'NOT_MATCH';

/** Where in the SQL a refusal lies, so that an editor can underline it. Line and column count from 1. */
interface RuleErrorDetails {
  line?: number | undefined;
  column?: number | undefined;
  /** The word that was probably meant. */
  suggestion?: string | undefined;
  message_zh?: string | undefined;
  /** The member of the rule that holds the SQL, when it is not the rule's own: `alert.resolve_on.sql`. */
  at?: string | undefined;
  /** Of the rule, which only this file can change. */
  file?: string | undefined;
}

/** The only exception by which rules refuse what they are asked. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  readonly code: RuleErrorCode;
  readonly details: RuleErrorDetails;

  /** @param cause the SqlError that knows the place, for those who show it in another text */
  constructor(code: RuleErrorCode, message: string, details: RuleErrorDetails = {}, cause?: Error) {
    super(message, { cause });
    this.code = code;
    this.details = details;
  }
}
