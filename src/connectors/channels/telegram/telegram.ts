import { z } from 'zod';
import { defineBotChannel } from '../bot-channel.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { isGroup, readTelegramAddress, type TelegramSettings } from './telegram-address.ts';
import { judgeTelegram, migratedTo } from './telegram-answer.ts';
import { escapeTelegram, writeTelegramText } from './telegram-body.ts';

const bot = z.strictObject({
  url: channelUrlField('telegram', 'base').default('https://api.telegram.org').meta({
    description:
      'Of another Bot API server. The whole URL of `sendMessage`, with token and `chat_id`, is read as well.',
  }),
  token: z
    .string()
    .trim()
    .refine((token) => token === '' || /^(?:bot)?\d+:[\w-]+$/.test(token) || token.includes('${'), {
      error: 'a bot token is a number, a colon and letters: copy it from @BotFather',
    })
    .optional()
    .meta({ description: 'Of the bot, from @BotFather.' }),
  chat_id: z
    .union([z.int(), z.string().trim().min(1)], { error: 'write the id of a chat, or @name of a public one' })
    .optional()
    .meta({ description: 'Of the chat; groups have negative ids. `@name` for public groups and channels.' }),
  message_thread_id: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'Of the topic in a group with topics.' }),
});

/** Telegram's bots (core.telegram.org/bots/api, "sendMessage"). */
export const telegram = defineBotChannel<(typeof bot)['shape']>({
  type: 'telegram',
  bot,
  limits: (settings) => ({
    perSecond: 1,
    ...(isGroup(readTelegramAddress(settings).chatId) && { perMinute: 20 }),
  }),
  escape: escapeTelegram,
  mistakeIn(settings) {
    const { token, chatId } = readTelegramAddress(settings);
    if (settings.url.includes('${')) return undefined;
    if (!token) return { member: 'token', message: 'write the token of the bot, as @BotFather shows it' };
    if (chatId === undefined) return { member: 'chat_id', message: 'write the id of the chat' };
    return undefined;
  },
  tokenOf(settings) {
    const { token, chatId } = readTelegramAddress(settings);
    return `${token} ${chatId}`;
  },
  write: (message, settings) => ({
    url: methodOf(settings),
    body: JSON.stringify({
      chat_id: readTelegramAddress(settings).chatId,
      ...(settings.message_thread_id !== undefined && { message_thread_id: settings.message_thread_id }),
      ...writeTelegramText(message),
      link_preview_options: { is_disabled: true },
    }),
  }),
  judge: judgeTelegram,
  follow(answer, _settings, request) {
    const id = migratedTo(answer);
    if (id === undefined) return undefined;
    const body = JSON.stringify({ ...JSON.parse(request.body), chat_id: id });
    return { request: { ...request, body }, note: `The group has the new id ${id}: write it as chat_id.` };
  },
});

function methodOf(settings: TelegramSettings): string {
  const { base, token } = readTelegramAddress(settings);
  return `${base}/bot${token}/sendMessage`;
}
