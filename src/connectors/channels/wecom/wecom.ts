import { z } from 'zod';
import type { HttpAnswer } from '../../http/http-client.ts';
import type { Outcome } from '../../outcome.ts';
import { defineBotChannel } from '../bot-channel.ts';
import { channelUrlField } from '../channel-url-field.ts';
import {
  busy,
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
import { escapeWecom, writeWecomBody } from './wecom-body.ts';

const bot = z.strictObject({
  url: channelUrlField('wecom').meta({
    description: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…, the whole address of the robot.',
  }),
});

/** WeCom's group robots (developer.work.weixin.qq.com, path 91770). */
export const wecom = defineBotChannel<(typeof bot)['shape']>({
  type: 'wecom',
  bot,
  limits: { perMinute: 20, waits: [60_000] },
  escape: escapeWecom,
  tokenOf: ({ url }) => URL.parse(url)?.searchParams.get('key') || url,
  write: (message, { url }) => ({ url, body: writeWecomBody(message) }),
  judge,
});

const meanings: Readonly<Record<string, Meaning>> = {
  '-1': busy,
  '40008': message,
  '40009': message,
  '40058': message,
  '43002': config,
  '44004': message,
  '45009': throttled(),
  '45033': throttled(2000),
  '93000': config,
  '301019': message,
};

/** HTTP 200 for almost everything: `errcode` decides. */
function judge(answer: HttpAnswer): Outcome {
  const body = parseVerdict(answer.text);
  const code = codeOf(body?.errcode);
  if (code === undefined) return withoutVerdict('WeCom', answer);
  const verdict = { code, text: wordsOf(body?.errmsg) };
  // Has come with errcode 0, and nothing was delivered.
  if (/wrong json format/i.test(verdict.text)) return toOutcome('WeCom', answer, verdict, message);
  return toOutcome('WeCom', answer, verdict, code === '0' ? undefined : (meanings[code] ?? unknown));
}
