import { STATUS_CODES } from 'node:http';
import type { HttpAnswer } from '../../http/http-client.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import { type Answer, excerptOf, type Outcome } from '../../outcome.ts';
import { parseVerdict, wordsOf } from '../vendor-verdict.ts';

/**
 * `invalid event` is what PagerDuty calls everything that is wrong with one; what it was stands in `errors`. 202 means
 * that the event was accepted, which is all that anybody is told.
 */
export function judgePagerDuty({ status, headers, text }: HttpAnswer): Outcome {
  const body = parseVerdict(text);
  const code = wordsOf(body?.status) || undefined;
  const answer: Answer = { status, code, excerpt: excerptOf(text) };
  if (status === 202 || (status >= 200 && status < 300 && code === 'success')) {
    return { kind: 'delivered', answer };
  }
  const words = [wordsOf(body?.message), ...listOf(body?.errors)].filter(Boolean).join('; ');
  const reason = words || `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (status === 429) {
    const retryAfter = parseRetryAfter(headers['retry-after']);
    return { kind: 'unavailable', cause: 'throttled', reason, retryAfter, answer };
  }
  // Another 2xx comes from a proxy or a captive portal, not from PagerDuty.
  if (status >= 500 || status < 300 || status === 408) {
    return { kind: 'unavailable', cause: 'remote', reason, answer };
  }
  const isMessage = status === 413 || (status === 400 && !/routing.?key/i.test(reason));
  return { kind: 'rejected', cause: isMessage ? 'message' : 'config', reason, answer };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
