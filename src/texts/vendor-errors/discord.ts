import type { VendorError } from './vendor-error.ts';

/** Discord's webhooks (discord.com/developers, "JSON error codes"). */
export const discordErrors: readonly VendorError[] = [
  {
    codes: ['10015', '50027', '404'],
    en: {
      sentence: 'Discord does not know this webhook: it was deleted, or the address is not complete.',
      fix: 'Copy the address again: settings of the channel → Integrations → Webhooks.',
    },
    zh: {
      sentence: 'Discord 不认识这个 webhook：已被删除，或地址不完整。',
      fix: '请重新复制地址：频道设置 → 整合 → Webhook。',
    },
  },
  {
    codes: ['10003'],
    en: {
      sentence: 'The channel or thread of this webhook does not exist any more.',
      fix: 'Take thread_id out of the address, or make a webhook for another channel.',
    },
    zh: {
      sentence: '该 webhook 对应的频道或子区已不存在。',
      fix: '请从地址中去掉 thread_id，或为其他频道新建 webhook。',
    },
  },
  {
    codes: ['50035'],
    en: {
      sentence:
        'Discord refused a part of the message as too long or empty; it was tried again as plain text.',
      fix: 'Shorten the text of the action; errors in the answer says which part it was.',
    },
    zh: {
      sentence: 'Discord 认为消息的某部分过长或为空，消息已改用纯文本重试。',
      fix: '请缩短动作中的文本；返回内容的 errors 说明了是哪一部分。',
    },
  },
  {
    codes: ['50006'],
    en: {
      sentence: 'The message was empty.',
      fix: 'Write a text in the action, and check that its placeholders are columns of the rule.',
    },
    zh: { sentence: '消息内容为空。', fix: '请在动作中填写文本，并检查占位符是否为规则的输出列。' },
  },
  {
    codes: ['50109'],
    en: {
      sentence: 'Discord could not read the message as JSON.',
      fix: 'If a gateway or proxy stands between, see that it passes the body on unchanged.',
    },
    zh: {
      sentence: 'Discord 无法把消息解析为 JSON。',
      fix: '如果中间有网关或代理，请确认它没有改动请求体。',
    },
  },
  {
    codes: ['40005', '413'],
    en: { sentence: 'The message is larger than Discord takes.', fix: 'Shorten the text of the action.' },
    zh: { sentence: '消息超过 Discord 的大小限制。', fix: '请缩短动作中的文本。' },
  },
  {
    codes: ['50001', '50013', '401', '403'],
    en: {
      sentence: 'The webhook may not write in this channel.',
      fix: 'Check the permissions of the channel, or make the webhook anew.',
    },
    zh: { sentence: '该 webhook 没有在此频道发送消息的权限。', fix: '请检查频道权限，或重新创建 webhook。' },
  },
  {
    codes: ['220001'],
    en: {
      sentence: 'This is the webhook of a forum, whose messages need a thread.',
      fix: 'Add ?thread_id=… to the address, or make a webhook for a text channel.',
    },
    zh: {
      sentence: '这是论坛频道的 webhook，消息必须指定帖子。',
      fix: '请在地址后加上 ?thread_id=…，或为文字频道新建 webhook。',
    },
  },
  {
    codes: ['429'],
    en: {
      sentence: 'More messages came than Discord takes from this webhook.',
      fix: 'Nothing to do: it goes on after the time that Discord names. If it happens often, group alerts.',
    },
    zh: {
      sentence: '发送过快，超出 Discord 对该 webhook 的限制。',
      fix: '无需处理，会在 Discord 给出的时间后自动继续。如果经常发生，请合并告警。',
    },
  },
  {
    codes: ['500', '502', '503', '504'],
    en: { sentence: 'Discord has trouble of its own.', fix: 'Nothing to do: it is sent again.' },
    zh: { sentence: 'Discord 服务出现故障。', fix: '无需处理，会自动重发。' },
  },
];
