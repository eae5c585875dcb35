/** Why a rule cannot be used, with what to do. */
export class RuleItemError extends Error {
  override readonly name = 'RuleItemError';
}
