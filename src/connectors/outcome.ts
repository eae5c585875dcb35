/** What the other side made of one request. */
export type Outcome =
  | { kind: 'delivered'; answer: Answer }
  /** It will never be accepted: trying again makes no sense. */
  | { kind: 'rejected'; cause: RejectionCause; reason: string; answer?: Answer | undefined }
  /** Not now: try again, not before `retryAfter` milliseconds when the other side said so. */
  | {
      kind: 'unavailable';
      cause: UnavailabilityCause;
      reason: string;
      retryAfter?: number | undefined;
      /** It is given up after so many attempts in all: nobody knows that it will ever pass. */
      maxAttempts?: number | undefined;
      answer?: Answer | undefined;
    };

/**
 * `config`: nothing will pass until somebody changes the settings, here or there. `message`: only this request is
 * refused, others pass.
 */
export type RejectionCause = 'config' | 'message';

/**
 * `throttled`: we were too fast, and the whole destination is to be left alone for a while. `remote`: somebody is
 * there and cannot. `network`: nobody answered.
 */
export type UnavailabilityCause = 'throttled' | 'remote' | 'network';

export interface Answer {
  /** HTTP status, or the code of another protocol. */
  status: number;
  /** The vendor's own code, when it has one beside the status: `45009`, `invalid_token`, `5.7.1`. */
  code?: string | undefined;
  /** The beginning of the answer, for people to read. */
  excerpt: string;
}

const LONGEST_EXCERPT = 1000;

export function excerptOf(text: string): string {
  const trimmed = text.trim();
  const bounded = trimmed.length > LONGEST_EXCERPT ? `${trimmed.slice(0, LONGEST_EXCERPT)}…` : trimmed;
  return bounded.toWellFormed();
}
