import { STATUS_CODES } from 'node:http';
import type { HttpAnswer } from '../http/http-client.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import { type Answer, excerptOf, type Outcome } from '../outcome.ts';

/** Nobody is let in, or the database, bucket or organization is not there. */
const OF_THE_SETTINGS = new Set([401, 403, 404, 405]);

/** What InfluxDB answers to a write, in versions 1, 2 and 3 (docs.influxdata.com, "write API"). */
export function judgeInfluxdb({ status, headers, text }: HttpAnswer): Outcome {
  const { code, message } = parseError(text);
  const answer: Answer = { status, ...(code && { code }), excerpt: excerptOf(text) };
  if (status >= 200 && status < 300) return { kind: 'delivered', answer };
  const reason = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd() + (message ? `: ${message}` : '');
  if (status === 429 || status >= 500) {
    const retryAfter = parseRetryAfter(headers['retry-after']);
    const cause = status === 429 ? 'throttled' : 'remote';
    return { kind: 'unavailable', cause, reason, retryAfter, answer };
  }
  const isOfSettings = OF_THE_SETTINGS.has(status) || status < 400;
  return { kind: 'rejected', cause: isOfSettings ? 'config' : 'message', reason, answer };
}

/** `{"error": …}` of version 1, `{"code": …, "message": …}` of version 2. */
function parseError(text: string): { code?: string | undefined; message?: string | undefined } {
  try {
    const { code, message, error } = JSON.parse(text) as Record<string, unknown>;
    const said = message ?? error;
    return {
      code: typeof code === 'string' ? code : undefined,
      message: typeof said === 'string' ? said.slice(0, 300) : undefined,
    };
  } catch {
    return {};
  }
}
