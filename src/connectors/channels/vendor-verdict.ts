import { judge as judgeStatus } from '../http/http.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { excerptOf, type Outcome, type RejectionCause, type UnavailabilityCause } from '../outcome.ts';

/** What a vendor's code means for the delivery. */
export type Meaning =
  | { readonly kind: 'rejected'; readonly cause: RejectionCause }
  | {
      readonly kind: 'unavailable';
      readonly cause: UnavailabilityCause;
      readonly retryAfter?: number;
      readonly maxAttempts?: number;
    };

/** Nothing passes until somebody changes the settings, here or there. */
export const config: Meaning = { kind: 'rejected', cause: 'config' };

/** This message will never pass. */
export const message: Meaning = { kind: 'rejected', cause: 'message' };

/** Too fast: the destination is left alone for so many milliseconds, or as long as the `waits` of its limits say. */
export function throttled(retryAfter?: number): Meaning {
  return { kind: 'unavailable', cause: 'throttled', ...(retryAfter !== undefined && { retryAfter }) };
}

/** Somebody is there and cannot: it passes. */
export const remote: Meaning = { kind: 'unavailable', cause: 'remote' };

/** WeCom asks for at most three tries of this one. */
export const busy: Meaning = { kind: 'unavailable', cause: 'remote', maxAttempts: 3 };

/** A code that nobody wrote down may pass or not: a few tries show. */
export const unknown: Meaning = { kind: 'unavailable', cause: 'remote', maxAttempts: 5 };

/** The vendor's verdict as it stands in the body. */
export interface VendorVerdict {
  readonly code: string;
  /** The vendor's words. */
  readonly text: string;
}

/** @param meaning undefined: the vendor says yes, which holds if the status does not say no */
export function toOutcome(
  vendor: string,
  whole: HttpAnswer,
  { code, text: words }: VendorVerdict,
  meaning: Meaning | undefined,
): Outcome {
  const { status, text } = whole;
  const answer = { status, code, excerpt: excerptOf(text) };
  if (!meaning) return isGood(status) ? { kind: 'delivered', answer } : withoutVerdict(vendor, whole);
  return { ...meaning, reason: `${vendor} ${code}: ${excerptOf(words) || 'no text'}`, answer };
}

/** A body without a verdict: its status decides, but for a 200, which comes from somebody in between. */
export function withoutVerdict(vendor: string, answer: HttpAnswer): Outcome {
  const { status, text } = answer;
  if (!isGood(status)) return judgeStatus(answer);
  return {
    kind: 'unavailable',
    cause: 'remote',
    reason: `HTTP ${status}, but this is no answer of ${vendor}: there may be a proxy or a sign-in page between`,
    answer: { status, excerpt: excerptOf(text) },
  };
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The object that a body is, whatever its content type says; undefined when it is none. */
export function parseVerdict(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A code as a number or as its digits, `0` and `"0"` being the same; undefined when it is none. */
export function codeOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value)) return String(value);
  return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? String(Number(value)) : undefined;
}

export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
