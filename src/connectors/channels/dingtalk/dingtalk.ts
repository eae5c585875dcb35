import { z } from 'zod';
import type { HttpAnswer } from '../../http/http-client.ts';
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
  remote,
  throttled,
  toOutcome,
  unknown,
  type VendorVerdict,
  withoutVerdict,
  wordsOf,
} from '../vendor-verdict.ts';
import { escapeDingtalk, writeDingtalkBody } from './dingtalk-body.ts';
import { signedUrl } from './dingtalk-signature.ts';

const bot = z.strictObject({
  url: channelUrlField('dingtalk').meta({
    description: 'https://oapi.dingtalk.com/robot/send?access_token=…, the whole address of the robot.',
  }),
  secret: botSecretField.meta({ description: 'SEC…, when the robot checks signatures.' }),
  keyword: keywordField,
});

/** DingTalk's custom robots (open.dingtalk.com, "custom robot"). */
export const dingtalk = defineBotChannel<(typeof bot)['shape']>({
  type: 'dingtalk',
  bot,
  // A robot that goes on being too fast is muted for ten minutes.
  limits: { perMinute: 20, waits: [60_000, 600_000] },
  escape: escapeDingtalk,
  tokenOf: ({ url }) => URL.parse(url)?.searchParams.get('access_token') || url,
  write: (message, { url, secret, keyword }, { now }) => ({
    url: signedUrl(url, secret, now),
    body: writeDingtalkBody(message, keyword),
  }),
  judge,
});

/** How a muted robot answers is not documented: these three have been seen. */
const muted = throttled();

const meanings: Readonly<Record<string, Meaning>> = {
  '-1': remote,
  '40035': config,
  '43002': config,
  '43004': config,
  '90030': throttled(600_000),
  '130101': muted,
  '300005': config,
  '310000': config,
  '400013': config,
  '400101': config,
  '400102': config,
  '400105': message,
  '400106': config,
  '410100': muted,
  '430101': message,
  '430102': message,
  '430103': message,
  '430104': message,
  '460101': message,
  '660026': muted,
};

/** HTTP 200 for everything: `errcode` decides, a number or its digits. */
function judge(answer: HttpAnswer): Outcome {
  const body = parseVerdict(answer.text);
  const code = codeOf(body?.errcode);
  if (code === undefined) return judgeGateway(answer, body);
  const verdict = { code, text: wordsOf(body?.errmsg) };
  return toOutcome('DingTalk', answer, verdict, meaningOf(verdict));
}

function meaningOf({ code, text }: VendorVerdict): Meaning | undefined {
  if (code === '0') return undefined;
  // Formerly the code of an unknown token, today that of an empty field.
  if (code === '300001') return /token/i.test(text) ? config : message;
  return meanings[code] ?? unknown;
}

/** The gateway before the robots throttles with an object of its own: `{"status":1111,"wait":5,"punish":"deny"}`. */
function judgeGateway(answer: HttpAnswer, body: Readonly<Record<string, unknown>> | undefined): Outcome {
  const wait = Number(body?.wait);
  const isThrottle = body !== undefined && ('punish' in body || (wait >= 0 && 'status' in body));
  if (!isThrottle) return withoutVerdict('DingTalk', answer);
  const seconds = Number.isFinite(wait) ? Math.min(Math.max(wait, 1), 3600) : 60;
  const verdict = { code: codeOf(body.status) ?? 'gateway', text: `the gateway asks to wait ${seconds} s` };
  return toOutcome('DingTalk', answer, verdict, throttled(seconds * 1000));
}
