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

/**
 * Refuses what would have to be stored while nothing can be: it would be undone by the next start.
 * @throws ApiError 503
 */
export function refuseWhileFailing(broker: { readonly isFailing: boolean }): void {
  if (broker.isFailing) throw notStored();
}

/** What was asked for could not be stored, so that nobody may count on it. */
export function notStored(): ApiError {
  return new ApiError(
    503,
    'SERVICE_UNAVAILABLE',
    'This cannot be stored at present: look at the alarms, and try again.',
  );
}
