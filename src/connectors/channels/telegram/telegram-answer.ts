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
  unknown,
  withoutVerdict,
  wordsOf,
} from '../vendor-verdict.ts';

/** Descriptions of 400 that are about the place and not about the message. */
const ABOUT_THE_PLACE =
  /chat not found|chat_id is empty|message thread not found|topic_(?:closed|deleted)|upgraded to a supergroup|peer_id_invalid|not enough rights|have no rights|chat_write_forbidden|chat_restricted|user not found|need administrator rights/i;

/** `ok: true` is yes; else `error_code` repeats the HTTP status, and `description` says what it is. */
export function judgeTelegram(answer: HttpAnswer): Outcome {
  const body = parseVerdict(answer.text);
  if (typeof body?.ok !== 'boolean') {
    return answer.status < 300 ? withoutVerdict('Telegram', answer) : judgeStatus(answer);
  }
  const code = codeOf(body.error_code) ?? String(answer.status);
  const words = wordsOf(body.description);
  if (body.ok) return toOutcome('Telegram', answer, { code, text: words }, undefined);
  return toOutcome('Telegram', answer, { code, text: words }, meaningOf(code, words, answer));
}

/** A group that became a supergroup: its id from now on. */
export function migratedTo({ text }: HttpAnswer): number | undefined {
  const id = parametersIn(text)?.migrate_to_chat_id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined;
}

function meaningOf(code: string, words: string, { headers, text }: HttpAnswer): Meaning {
  const status = Number(code);
  if (status === 429) {
    const seconds = parametersIn(text)?.retry_after;
    const retryAfter = typeof seconds === 'number' ? seconds * 1000 : parseRetryAfter(headers['retry-after']);
    return throttled(retryAfter);
  }
  if (status >= 500) return { kind: 'unavailable', cause: 'remote' };
  if (status === 400) return ABOUT_THE_PLACE.test(words) ? config : message;
  if (status === 413) return message;
  // 401 and 404: no such token; 403: blocked, or not in the group; 409: not this way.
  return status >= 401 && status < 500 ? config : unknown;
}

function parametersIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const parameters = parseVerdict(text)?.parameters;
  return typeof parameters === 'object' && parameters !== null
    ? (parameters as Record<string, unknown>)
    : undefined;
}
