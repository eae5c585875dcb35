import { judge as judgeStatus } from '../../http/http.ts';
import type { HttpAnswer } from '../../http/http-client.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import type { Outcome } from '../../outcome.ts';
import {
  config,
  type Meaning,
  message,
  parseVerdict,
  remote,
  throttled,
  toOutcome,
  unknown,
  withoutVerdict,
  wordsOf,
} from '../vendor-verdict.ts';

const meanings: Readonly<Record<string, Meaning>> = {
  invalid_payload: message,
  no_text: message,
  missing_text_or_fallback_or_attachments: message,
  invalid_blocks: message,
  invalid_blocks_format: message,
  invalid_attachments: message,
  too_many_attachments: message,
  user_not_found: config,
  action_prohibited: config,
  invalid_token: config,
  posting_to_general_channel_denied: config,
  team_disabled: config,
  channel_not_found: config,
  no_service: config,
  no_active_hooks: config,
  no_team: config,
  channel_is_archived: config,
  rate_limited: throttled(),
  rollup_error: remote,
};

/**
 * Slack says `ok` or a word, as plain text. Servers that understand the same messages (Mattermost, Rocket.Chat) say other
 * things with a 2xx, which is yes unless it says what is wrong.
 */
export function judgeSlack(answer: HttpAnswer): Outcome {
  const { status, headers, text } = answer;
  const body = parseVerdict(text);
  const word = (wordsOf(body?.error) || text).trim();
  const code = /^[a-z]{1,30}(?:_[a-z]{1,30}){1,6}\b/.exec(word)?.[0];
  const known = code === undefined ? undefined : meanings[code];
  if (status === 429 || code === 'rate_limited') {
    const inBody = typeof body?.retry_after === 'number' ? body.retry_after * 1000 : undefined;
    const retryAfter = parseRetryAfter(headers['retry-after']) ?? inBody;
    return toOutcome(
      'Slack',
      answer,
      { code: code ?? '429', text: 'too many messages' },
      throttled(retryAfter),
    );
  }
  if (code !== undefined && known)
    return toOutcome('Slack', answer, { code, text: rest(word, code) || `HTTP ${status}` }, known);
  if (status < 200 || status >= 300) return judgeStatus(answer);
  if (/^\s*</.test(text)) return withoutVerdict('Slack', answer);
  const isRefusal = body?.ok === false || body?.success === false || wordsOf(body?.error) !== '';
  if (isRefusal) return toOutcome('Slack', answer, { code: code ?? String(status), text: word }, unknown);
  return toOutcome('Slack', answer, { code: 'ok', text: 'ok' }, undefined);
}

function rest(word: string, code: string): string {
  return word.slice(code.length).replace(/^[\s:]+/, '');
}
