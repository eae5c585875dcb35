import type { VendorError } from './vendor-error.ts';

/** Incoming webhooks of Slack (docs.slack.dev); their codes are words. */
export const slackErrors: readonly VendorError[] = [
  {
    codes: ['invalid_payload'],
    en: {
      sentence: 'Slack could not read the message.',
      fix: 'If a gateway or proxy stands between, see that it passes the body on unchanged.',
    },
    zh: { sentence: 'Slack 无法解析消息。', fix: '如果中间有网关或代理，请确认它没有改动请求体。' },
  },
  {
    codes: ['no_text', 'missing_text_or_fallback_or_attachments'],
    en: {
      sentence: 'The message was empty.',
      fix: 'Write a text in the action, and check that its placeholders are columns of the rule.',
    },
    zh: { sentence: '消息内容为空。', fix: '请在动作中填写文本，并检查占位符是否为规则的输出列。' },
  },
  {
    codes: ['invalid_blocks', 'invalid_blocks_format', 'invalid_attachments', 'too_many_attachments'],
    en: {
      sentence: 'Slack refused the blocks of the message; it was tried again as plain text.',
      fix: 'If the action has markdown, check it, or use text.',
    },
    zh: {
      sentence: 'Slack 拒绝了消息中的区块，消息已改用纯文本重试。',
      fix: '如果动作使用了 markdown，请检查其内容，或改用 text。',
    },
  },
  {
    codes: ['user_not_found'],
    en: {
      sentence: 'The webhook writes to a person whom Slack does not know any more.',
      fix: 'Make a new webhook for a channel, and write its address into the connector.',
    },
    zh: {
      sentence: '该 webhook 指向的用户已不存在。',
      fix: '请为某个频道新建 webhook，并把新地址填入连接器。',
    },
  },
  {
    codes: ['action_prohibited'],
    en: {
      sentence: 'An administrator of the workspace does not allow this webhook to post.',
      fix: 'Ask an administrator to allow the app in this channel.',
    },
    zh: {
      sentence: '工作区管理员禁止该 webhook 发送消息。',
      fix: '请联系管理员，允许该应用在此频道发送消息。',
    },
  },
  {
    codes: ['posting_to_general_channel_denied'],
    en: {
      sentence: 'In this workspace only certain people may post to the general channel.',
      fix: 'Make a webhook for another channel, or ask an administrator.',
    },
    zh: {
      sentence: '该工作区限制了在 general 频道发送消息的权限。',
      fix: '请为其他频道新建 webhook，或联系管理员。',
    },
  },
  {
    codes: ['invalid_token', 'no_service', 'no_active_hooks', 'no_team', '404'],
    en: {
      sentence: 'Slack does not know this webhook: the address is not complete, or the webhook was removed.',
      fix: 'Copy the address again: api.slack.com/apps → the app → Incoming Webhooks.',
    },
    zh: {
      sentence: 'Slack 不认识这个 webhook：地址不完整，或 webhook 已被删除。',
      fix: '请重新复制地址：api.slack.com/apps → 对应应用 → Incoming Webhooks。',
    },
  },
  {
    codes: ['team_disabled'],
    en: {
      sentence: 'The workspace is switched off.',
      fix: 'Use a webhook of another workspace.',
    },
    zh: { sentence: '该工作区已停用。', fix: '请改用其他工作区的 webhook。' },
  },
  {
    codes: ['channel_not_found', 'channel_is_archived'],
    en: {
      sentence: 'The channel of this webhook was deleted or archived.',
      fix: 'Bring the channel back, or make a webhook for another one.',
    },
    zh: {
      sentence: '该 webhook 对应的频道已被删除或归档。',
      fix: '请恢复该频道，或为其他频道新建 webhook。',
    },
  },
  {
    codes: ['rate_limited', '429'],
    en: {
      sentence: 'Slack takes about one message a second from a webhook, and more came.',
      fix: 'Nothing to do: it goes on after the time that Slack names. If it happens often, group alerts.',
    },
    zh: {
      sentence: 'Slack 每个 webhook 每秒约接收一条消息，已超出限制。',
      fix: '无需处理，会在 Slack 给出的时间后自动继续。如果经常发生，请合并告警。',
    },
  },
  {
    codes: ['rollup_error', '500', '502', '503', '504'],
    en: {
      sentence: 'Slack has trouble of its own.',
      fix: 'Nothing to do: it is sent again. status.slack.com tells more.',
    },
    zh: { sentence: 'Slack 服务出现故障。', fix: '无需处理，会自动重发。详情见 status.slack.com。' },
  },
];
