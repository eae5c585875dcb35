/** What the other side made of one request. */
export type Outcome =
  | { kind: 'delivered'; answer: Answer }
  /** It will never be accepted: trying again makes no sense. */
  | { kind: 'rejected'; reason: string; answer?: Answer | undefined }
  /** Not now: try again, not before `retryAfter` milliseconds when the other side said so. */
  | { kind: 'unavailable'; reason: string; retryAfter?: number | undefined; answer?: Answer | undefined };

export interface Answer {
  /** HTTP status, or the code of another protocol. */
  status: number;
  /** The beginning of the answer, for people to read. */
  excerpt: string;
}

const LONGEST_EXCERPT = 1000;

export function excerptOf(text: string): string {
  const trimmed = text.trim();
  const bounded = trimmed.length > LONGEST_EXCERPT ? `${trimmed.slice(0, LONGEST_EXCERPT)}…` : trimmed;
  return bounded.toWellFormed();
}
