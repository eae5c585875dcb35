import type { VendorError } from './vendor-error.ts';

/** Telegram's Bot API: the codes are those of HTTP, the description says which of many things it is. */
export const telegramErrors: readonly VendorError[] = [
  {
    codes: ['400'],
    says: /can't parse entities/i,
    en: {
      sentence: 'Telegram could not read the HTML of the message; it was tried again as plain text.',
      fix: 'Check the tags in markdown of the action: only those that Telegram knows, and each one closed.',
    },
    zh: {
      sentence: 'Telegram 无法解析消息中的 HTML，消息已改用纯文本重试。',
      fix: '请检查动作的 markdown：只能使用 Telegram 支持的标签，且每个标签都要闭合。',
    },
  },
  {
    codes: ['400'],
    says: /chat not found|chat_id is empty|peer_id_invalid/i,
    en: {
      sentence: 'Telegram does not know this chat, or the bot has never been in it.',
      fix: 'Add the bot to the group, or write to it once, and check chat_id: groups have negative ids.',
    },
    zh: {
      sentence: 'Telegram 找不到该会话，或机器人从未加入过。',
      fix: '请把机器人加入群组，或先给它发一条消息，并检查 chat_id：群组的 id 是负数。',
    },
  },
  {
    codes: ['400'],
    says: /message thread not found|topic_(?:closed|deleted)/i,
    en: {
      sentence: 'The topic of the group does not exist any more, or is closed.',
      fix: 'Check message_thread_id of the connector, or leave it out.',
    },
    zh: {
      sentence: '群组中的话题不存在或已关闭。',
      fix: '请检查连接器的 message_thread_id，或将其删除。',
    },
  },
  {
    codes: ['400'],
    says: /upgraded to a supergroup/i,
    en: {
      sentence: 'The group became a supergroup and has another id now.',
      fix: 'Write the new id, which stands in the answer as migrate_to_chat_id, as chat_id of the connector.',
    },
    zh: {
      sentence: '群组已升级为超级群组，id 已改变。',
      fix: '请把返回内容中的 migrate_to_chat_id 填入连接器的 chat_id。',
    },
  },
  {
    codes: ['400'],
    says: /rights|chat_write_forbidden|chat_restricted/i,
    en: {
      sentence: 'The bot may not write in this chat.',
      fix: 'Allow it to send messages; in a channel make it an administrator.',
    },
    zh: {
      sentence: '机器人没有在该会话中发送消息的权限。',
      fix: '请允许它发送消息；在频道中需要把它设为管理员。',
    },
  },
  {
    codes: ['400'],
    says: /too long/i,
    en: { sentence: 'The message is longer than 4,096 characters.', fix: 'Shorten the text of the action.' },
    zh: { sentence: '消息超过 4,096 个字符。', fix: '请缩短动作中的文本。' },
  },
  {
    codes: ['400'],
    says: /text is empty/i,
    en: {
      sentence: 'The message was empty.',
      fix: 'Write a text in the action, and check that its placeholders are columns of the rule.',
    },
    zh: { sentence: '消息内容为空。', fix: '请在动作中填写文本，并检查占位符是否为规则的输出列。' },
  },
  {
    codes: ['400'],
    en: {
      sentence: 'Telegram refused the message.',
      fix: 'Read its description, and change the action.',
    },
    zh: { sentence: 'Telegram 拒绝了消息。', fix: '请查看返回的描述，并修改动作。' },
  },
  {
    codes: ['401', '404'],
    en: {
      sentence: 'Telegram does not know this bot: the token is wrong or was revoked.',
      fix: 'Copy the token again from @BotFather (/mybots → API Token).',
    },
    zh: {
      sentence: 'Telegram 不认识这个机器人：token 不正确或已被撤销。',
      fix: '请从 @BotFather 重新复制 token（/mybots → API Token）。',
    },
  },
  {
    codes: ['403'],
    en: {
      sentence: 'The bot was blocked, or removed from the group.',
      fix: 'Unblock it, or add it to the group again.',
    },
    zh: { sentence: '机器人已被拉黑，或已被移出群组。', fix: '请解除拉黑，或重新把它加入群组。' },
  },
  {
    codes: ['429'],
    en: {
      sentence: 'Telegram takes one message a second for a chat and 20 a minute for a group, and more came.',
      fix: 'Nothing to do: it goes on after the time that Telegram names. If it happens often, group alerts.',
    },
    zh: {
      sentence: '发送过快：Telegram 每个会话每秒一条，每个群组每分钟 20 条。',
      fix: '无需处理，会在 Telegram 给出的时间后自动继续。如果经常发生，请合并告警。',
    },
  },
  {
    codes: ['500', '502', '503', '504'],
    en: { sentence: 'Telegram has trouble of its own.', fix: 'Nothing to do: it is sent again.' },
    zh: { sentence: 'Telegram 服务出现故障。', fix: '无需处理，会自动重发。' },
  },
];
