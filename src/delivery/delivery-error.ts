type DeliveryErrorCode = 'ALREADY_EXISTS' | 'BAD_REQUEST' | 'CONFLICT' | 'NOT_FOUND' | 'TEST_FAILED';

/** What a caller asked for cannot be done; `code` and `message` go into the API's answer, `details` beside them. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: DeliveryErrorCode, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
