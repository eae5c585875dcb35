import type { VendorError } from './vendor-error.ts';

/** Reason codes of MQTT 5 by the names that they have in events (§2.4 of the standard). */
export const mqttErrors: readonly VendorError[] = [
  {
    codes: ['not_authorized'],
    en: {
      sentence: 'The other broker does not let this client publish to the topic.',
      fix: 'Give the user of the connector the right to publish there, or change `topic` of the action.',
    },
    zh: {
      sentence: '对端 broker 不允许该客户端发布到此主题。',
      fix: '请在对端为连接器的用户授予发布权限，或修改动作的 topic。',
    },
  },
  {
    codes: ['bad_username_or_password', 'bad_authentication_method', 'banned', 'client_identifier_not_valid'],
    en: {
      sentence: 'The other broker does not let this client in.',
      fix: 'Check `username`, `password` and `clientid_prefix` of the connector.',
    },
    zh: {
      sentence: '对端 broker 拒绝了该客户端的连接。',
      fix: '请检查连接器的 username、password 与 clientid_prefix。',
    },
  },
  {
    codes: ['topic_name_invalid'],
    en: {
      sentence: 'The other broker does not take this topic.',
      fix: 'Change `topic` of the action; some brokers allow only topics of a given form.',
    },
    zh: { sentence: '对端 broker 不接受该主题。', fix: '请修改动作的 topic；部分服务只允许特定格式的主题。' },
  },
  {
    codes: ['packet_too_large'],
    en: {
      sentence: 'The message is larger than the other broker takes.',
      fix: 'Send less, or raise the limit there.',
    },
    zh: { sentence: '消息大于对端 broker 允许的上限。', fix: '请减小消息，或调大对端的上限。' },
  },
  {
    codes: ['qos_not_supported', 'retain_not_supported'],
    en: {
      sentence: 'The other broker does not have this QoS, or no retained messages.',
      fix: 'Lower `qos`, or switch `retain` off, in the action.',
    },
    zh: { sentence: '对端 broker 不支持该 QoS 或保留消息。', fix: '请降低动作的 qos，或关闭 retain。' },
  },
  {
    codes: ['payload_format_invalid'],
    en: {
      sentence: 'The payload is not the text that the message says it is.',
      fix: 'Take Payload-Format-Indicator out of the row, or send text.',
    },
    zh: {
      sentence: '消息声明为文本，但载荷不是有效文本。',
      fix: '请去掉 Payload-Format-Indicator，或发送文本。',
    },
  },
  {
    codes: ['quota_exceeded', 'message_rate_too_high', 'receive_maximum_exceeded', 'server_busy'],
    en: {
      sentence: 'The other broker takes no more at present.',
      fix: 'Nothing to do: it is sent again. If it stays so, lower `max_inflight` of the connector.',
    },
    zh: {
      sentence: '对端 broker 暂时不再接收。',
      fix: '会自动重发；若持续出现，请调小连接器的 max_inflight。',
    },
  },
];
