import { z } from 'zod';
import { defineBotChannel } from '../bot-channel.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { judgeDiscord } from './discord-answer.ts';
import { writeDiscordBody } from './discord-body.ts';
import { escapeDiscord } from './discord-markdown.ts';

const bot = z.strictObject({
  url: channelUrlField('discord').meta({
    description:
      'https://discord.com/api/webhooks/…, the whole address of the webhook; `?thread_id=` for a thread.',
  }),
});

/** Discord's webhooks (discord.com/developers, "Execute Webhook"). */
export const discord = defineBotChannel<(typeof bot)['shape']>({
  type: 'discord',
  bot,
  // Discord tells its limits in headers; this is what it grants a webhook in practice.
  limits: { perSecond: 2 },
  escape: escapeDiscord,
  tokenOf: ({ url }) => url.replace(/\?.*$/s, ''),
  write: (message, { url }) => ({ url: withWait(url), body: writeDiscordBody(message) }),
  judge: judgeDiscord,
});

/** Without `wait` Discord says yes before the message is kept, and nobody is told when that fails. */
function withWait(url: string): string {
  const waiting = new URL(url);
  waiting.searchParams.set('wait', 'true');
  return waiting.href;
}
