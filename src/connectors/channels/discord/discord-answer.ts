import { judge as judgeStatus } from '../../http/http.ts';
import type { HttpAnswer } from '../../http/http-client.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import type { Outcome } from '../../outcome.ts';
import {
  codeOf,
  config,
  type Meaning,
  message,
  parseVerdict,
  throttled,
  toOutcome,
  withoutVerdict,
  wordsOf,
} from '../vendor-verdict.ts';

const meanings: Readonly<Record<string, Meaning>> = {
  // Unknown channel, unknown webhook.
  '10003': config,
  '10015': config,
  // Requests must be small enough.
  '40005': message,
  // Missing access, cannot send an empty message, missing permissions, invalid webhook token.
  '50001': config,
  '50006': message,
  '50013': config,
  '50027': config,
  // Invalid form body, invalid JSON.
  '50035': message,
  '50109': message,
  // A webhook of a forum needs a thread.
  '220001': config,
};

/** 2xx is yes: 204, or 200 with the message. */
export function judgeDiscord(answer: HttpAnswer): Outcome {
  const { status, headers, text } = answer;
  const body = parseVerdict(text);
  const code = codeOf(body?.code);
  const words = wordsOf(body?.message);
  if (status === 429) {
    const seconds = body?.retry_after;
    const retryAfter =
      typeof seconds === 'number' ? Math.ceil(seconds * 1000) : parseRetryAfter(headers['retry-after']);
    return toOutcome('Discord', answer, { code: code ?? '429', text: words }, throttled(retryAfter));
  }
  if (status >= 200 && status < 300) {
    const isAnswer = text.trim() === '' || body !== undefined;
    return isAnswer ? judgeStatus(answer) : withoutVerdict('Discord', answer);
  }
  const known = code === undefined ? undefined : meanings[code];
  if (code !== undefined && known)
    return toOutcome('Discord', answer, { code, text: detailed(words, text) }, known);
  const outcome = judgeStatus(answer);
  // 0 says nothing that the status does not.
  return code === undefined || code === '0' || !outcome.answer
    ? outcome
    : { ...outcome, answer: { ...outcome.answer, code } };
}

/** "Invalid Form Body" says which member only in `errors`. */
function detailed(words: string, text: string): string {
  const inner = [...text.matchAll(/"message":\s*"((?:[^"\\]|\\.)*)"/g)].map(([, one = '']) => one);
  const details = inner.filter((one) => one !== words).slice(0, 3);
  return [words, ...details].join('; ');
}
