import { z } from 'zod';
import { judge as judgeStatus } from '../http/http.ts';
import { urlField } from '../http/outbound-settings.ts';
import { defineBotChannel } from './bot-channel.ts';

const bot = z.strictObject({
  url: urlField.meta({
    description: 'https://hooks.slack.com/services/…, the whole address of the webhook.',
  }),
});

/** Slack's incoming webhooks (docs.slack.dev, "incoming webhooks" and "rate limits"). */
export const slack = defineBotChannel<(typeof bot)['shape']>({
  type: 'slack',
  bot,
  limits: { perSecond: 1 },
  escape: escapeMrkdwn,
  tokenOf: ({ url }) => url,
  write({ title, text = '', markdown }, { url }) {
    const lines = [title && `*${escapeMrkdwn(title)}*`, markdown ?? escapeMrkdwn(text)];
    return { url, body: JSON.stringify({ text: lines.filter(Boolean).join('\n') }) };
  },
  judge: judgeStatus,
});

/** These three, in this order, and nothing else. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
