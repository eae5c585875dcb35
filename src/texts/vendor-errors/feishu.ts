import { somebodyBetween } from './somebody-between.ts';
import type { VendorError } from './vendor-error.ts';

/** Custom bots of Feishu and Lark (open.feishu.cn, open.larksuite.com). */
export const feishuErrors: readonly VendorError[] = [
  {
    codes: ['9499'],
    says: /too many request/i,
    en: {
      sentence: 'The bot sent more than 5 messages within a second.',
      fix: 'Nothing to do: it is sent again after a second.',
    },
    zh: { sentence: '机器人一秒内发送超过 5 条消息。', fix: '无需处理，一秒后会自动重发。' },
  },
  {
    codes: ['9499'],
    en: {
      sentence: 'Feishu refused the message as malformed or larger than 20 KB.',
      fix: 'Shorten the text of the action; if it has `markdown`, try it with `text`.',
    },
    zh: {
      sentence: '飞书认为消息格式不正确，或超过 20 KB。',
      fix: '请缩短动作中的文本；如果使用了 markdown，请改用 text 试试。',
    },
  },
  {
    codes: ['11232'],
    en: {
      sentence: 'Feishu takes no more messages for the moment; it is often so at full and half hours.',
      fix: 'Nothing to do: it goes on within a minute. If it happens often, group alerts or add a bot to the pool.',
    },
    zh: {
      sentence: '飞书暂时限流，整点和半点时尤为常见。',
      fix: '无需处理，一分钟内自动继续。如果经常发生，请合并告警，或在机器人池中再加一个机器人。',
    },
  },
  {
    codes: ['19001'],
    en: {
      sentence: 'Feishu does not know this bot: the token in the address is wrong, or the bot was removed.',
      fix: 'Copy the Webhook address again from the settings of the bot in the group.',
    },
    zh: {
      sentence: '飞书不认识这个机器人：地址中的 token 不正确，或机器人已被移除。',
      fix: '请在群设置的机器人中重新复制 Webhook 地址。',
    },
  },
  {
    codes: ['19002'],
    en: {
      sentence: 'Feishu misses something in the message, most often its type.',
      fix: 'See that no proxy between changes the body, and that the address is that of a custom bot (/bot/v2/hook/).',
    },
    zh: {
      sentence: '飞书提示消息缺少参数，通常是消息类型。',
      fix: '请确认中间的代理没有改动请求体，且地址为自定义机器人的地址（/bot/v2/hook/）。',
    },
  },
  {
    codes: ['19021'],
    en: {
      sentence: 'The signature does not match, or its time is more than an hour away from Feishu’s.',
      fix: 'Copy the secret of the bot’s signature verification into `secret` of the connector, and set the clock of this machine right (NTP).',
    },
    zh: {
      sentence: '签名不匹配，或签名时间与飞书服务器时间相差超过一小时。',
      fix: '请把机器人签名校验的密钥填入连接器的 secret，并校准本机时钟（NTP）。',
    },
  },
  {
    codes: ['19022'],
    en: {
      sentence: 'This bot only accepts messages from addresses on its list, and ours is not there.',
      fix: 'Add the public address of this machine to the IP list of the bot’s security settings.',
    },
    zh: {
      sentence: '该机器人只接受白名单 IP 发来的消息，而本机出口 IP 不在其中。',
      fix: '请把本机的公网 IP 加入机器人安全设置的 IP 白名单。',
    },
  },
  {
    codes: ['19024'],
    en: {
      sentence: 'This bot only accepts messages that contain a keyword, and the message has none of them.',
      fix: 'Write one of the keywords of the bot’s security settings as `keyword` of the connector: it is added to every message.',
    },
    zh: {
      sentence: '该机器人只接受包含关键词的消息，而这条消息不包含任何一个关键词。',
      fix: '请把机器人安全设置中的一个关键词填入连接器的 keyword，它会自动加入每条消息。',
    },
  },
  {
    codes: ['11246', '11310', '200621'],
    en: {
      sentence: 'Feishu refused the card; the message was tried again as plain text.',
      fix: 'If the action has `markdown`, look for tags or tables that cards do not know, or use `text`.',
    },
    zh: {
      sentence: '飞书拒绝了卡片，消息已改用纯文本重试。',
      fix: '如果动作使用了 markdown，请检查其中卡片不支持的标签或表格，或改用 text。',
    },
  },
  {
    codes: ['99991400'],
    en: {
      sentence: 'Feishu’s open platform takes no more requests for the moment.',
      fix: 'Nothing to do: it goes on after the time that Feishu names.',
    },
    zh: { sentence: '飞书开放平台暂时限流。', fix: '无需处理，会在飞书给出的时间后自动继续。' },
  },
  ...somebodyBetween,
];
