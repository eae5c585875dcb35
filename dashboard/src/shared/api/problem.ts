/** An answer that is not the one that was asked for, or none. */
export class Problem extends Error {
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** The code of the answer, such as BAD_REQUEST; NO_ANSWER when there was none. */
  readonly code: string;
  /** What the server's log knows the request by. */
  readonly requestId: string | undefined;
  /** Seconds to wait, where the answer says so. */
  readonly retryAfter: string | undefined;
  /** The whole answer, for what is more than a sentence. */
  readonly body: unknown;

  constructor(parts: {
    message: string;
    status?: number | undefined;
    code: string;
    requestId?: string | undefined;
    retryAfter?: string | undefined;
    body?: unknown;
    cause?: unknown;
  }) {
    super(parts.message, { cause: parts.cause });
    this.name = 'Problem';
    this.status = parts.status;
    this.code = parts.code;
    this.requestId = parts.requestId;
    this.retryAfter = parts.retryAfter;
    this.body = parts.body;
  }

  get isUnreachable(): boolean {
    return this.status === undefined || this.status === 502 || this.status === 504;
  }
}

/** Where in what was written the mistake is, of a search that cannot be meant. */
export function placeOfProblem(error: unknown): { readonly from: number; readonly to: number } | undefined {
  const body = error instanceof Problem ? error.body : undefined;
  return (body as { at?: { from: number; to: number } } | undefined)?.at;
}
