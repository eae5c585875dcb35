import type { ErrorCodeName } from './error-codes.ts';

interface ApiErrorDetails {
  headers?: Readonly<Record<string, string>> | undefined;
  /** Further members of the body, beside `code` and `message`. */
  members?: Readonly<Record<string, unknown>> | undefined;
}

/** The one exception by which a route refuses: `problems.ts` turns it into the answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCodeName;
  readonly details: ApiErrorDetails;

  constructor(status: number, code: ErrorCodeName, message: string, details: ApiErrorDetails = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
