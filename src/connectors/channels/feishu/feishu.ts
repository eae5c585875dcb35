import { z } from 'zod';
import type { HttpAnswer } from '../../http/http-client.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import type { Outcome } from '../../outcome.ts';
import { defineBotChannel } from '../bot-channel.ts';
import { botSecretField, keywordField } from '../bot-fields.ts';
import { channelUrlField } from '../channel-url-field.ts';
import {
  codeOf,
  config,
  type Meaning,
  message,
  parseVerdict,
  throttled,
  toOutcome,
  unknown,
  type VendorVerdict,
  withoutVerdict,
  wordsOf,
} from '../vendor-verdict.ts';
import { writeFeishuBody } from './feishu-body.ts';
import { feishuSignature } from './feishu-signature.ts';
import { escapeLarkMarkdown } from './feishu-text.ts';

const bot = z.strictObject({
  url: channelUrlField('feishu').meta({
    description:
      'https://open.feishu.cn/open-apis/bot/v2/hook/…, or the same of open.larksuite.com: the whole address of the bot.',
  }),
  secret: botSecretField.meta({ description: 'When the bot verifies signatures.' }),
  keyword: keywordField,
});

/** Custom bots of Feishu and Lark (open.feishu.cn, "custom bot guide"). */
export const feishu = defineBotChannel<(typeof bot)['shape']>({
  type: 'feishu',
  aliases: ['lark'],
  bot,
  limits: { perMinute: 100, perSecond: 5, waits: [1000, 10_000, 60_000] },
  escape: escapeLarkMarkdown,
  tokenOf: ({ url }) => /\/hook\/([^/?]+)/.exec(url)?.[1] ?? url,
  write: (message, { url, secret, keyword }, { now }) => ({
    url,
    body: writeFeishuBody(message, keyword, feishuSignature(secret, now)),
  }),
  judge,
});

const meanings: Readonly<Record<string, Meaning>> = {
  '11232': throttled(10_000),
  '11246': message,
  '11310': message,
  '19001': config,
  '19002': message,
  '19021': config,
  '19022': config,
  '19024': config,
};

/** The status says nothing: 200 and 400 carry the same object. Old answers have `StatusCode` instead of `code`. */
function judge(answer: HttpAnswer): Outcome {
  const body = parseVerdict(answer.text);
  const code = codeOf(body?.code ?? body?.StatusCode);
  if (code === undefined) return withoutVerdict('Feishu', answer);
  const verdict = { code, text: wordsOf(body?.msg ?? body?.StatusMessage) };
  return toOutcome('Feishu', answer, verdict, meaningOf(verdict, answer));
}

function meaningOf({ code, text }: VendorVerdict, { headers }: HttpAnswer): Meaning | undefined {
  if (code === '0') return undefined;
  // One code for a bad message and for too many of them: the text decides.
  if (code === '9499') return /too many request/i.test(text) ? throttled() : message;
  if (code === '99991400') return throttled(parseRetryAfter(headers['x-ogw-ratelimit-reset']));
  return meanings[code] ?? unknown;
}
