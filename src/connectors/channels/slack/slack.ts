import { z } from 'zod';
import { defineBotChannel } from '../bot-channel.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { judgeSlack } from './slack-answer.ts';
import { writeSlackBody } from './slack-body.ts';
import { escapeMrkdwn } from './slack-mrkdwn.ts';

const bot = z.strictObject({
  url: channelUrlField('slack').meta({
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
  write: (message, { url }) => ({ url, body: writeSlackBody(message) }),
  judge: judgeSlack,
});
