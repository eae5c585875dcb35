type AlertErrorCode = 'BAD_REQUEST' | 'CONFLICT' | 'EXCEED_LIMIT' | 'NOT_FOUND';

/** The only exception by which alerts, silences and monitors refuse what they are asked; the API answers with its code. */
export class AlertError extends Error {
  override readonly name = 'AlertError';
  readonly code: AlertErrorCode;

  constructor(code: AlertErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
