export type AccessErrorCode = 'ALREADY_EXISTS' | 'BAD_REQUEST' | 'EXCEED_LIMIT' | 'NOT_FOUND';

/** What a caller wanted of authentication, authorization or bans cannot be. The message says why, and what to do. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: AccessErrorCode;

  constructor(code: AccessErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
