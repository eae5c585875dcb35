import type { VendorError } from './vendor-error.ts';

/** Error codes of Kafka's protocol, by their names (kafka.apache.org/protocol). */
export const kafkaErrors: readonly VendorError[] = [
  {
    codes: ['UNKNOWN_TOPIC_OR_PARTITION'],
    en: {
      sentence: 'The cluster does not have this topic.',
      fix: 'Create the topic, or correct `topic` of the action; what waits is sent then.',
    },
    zh: { sentence: '集群中没有该主题。', fix: '请创建该主题，或更正动作的 topic；排队的消息随后会发送。' },
  },
  {
    codes: ['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED'],
    en: {
      sentence: 'The user may not write to this topic.',
      fix: 'Give the user of the connector an ACL with the right to Write to the topic.',
    },
    zh: { sentence: '该用户无权写入此主题。', fix: '请为连接器的用户添加对该主题的 Write 权限（ACL）。' },
  },
  {
    codes: ['SASL_AUTHENTICATION_FAILED', 'ILLEGAL_SASL_STATE', 'UNSUPPORTED_SASL_MECHANISM'],
    en: {
      sentence: 'The cluster refused the user, the password or the way of signing in.',
      fix: 'Check `authentication` of the connector: mechanism, username and password.',
    },
    zh: {
      sentence: '集群拒绝了用户名、密码或认证机制。',
      fix: '请检查连接器的 authentication：mechanism、username 与 password。',
    },
  },
  {
    codes: ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'],
    en: {
      sentence: 'The record is larger than the topic takes.',
      fix: 'Send less, or raise `max.message.bytes` of the topic.',
    },
    zh: { sentence: '消息大于该主题允许的上限。', fix: '请减小消息，或调大主题的 max.message.bytes。' },
  },
  {
    codes: ['INVALID_TIMESTAMP'],
    en: {
      sentence: 'The time of the record is too far from that of the broker, or no time.',
      fix: 'Check `message.timestamp` of the action: Unix milliseconds.',
    },
    zh: {
      sentence: '消息时间戳无效或与服务器时间相差过大。',
      fix: '请检查动作的 message.timestamp（Unix 毫秒）。',
    },
  },
  {
    codes: ['INVALID_TOPIC_EXCEPTION'],
    en: {
      sentence: 'This is no name of a topic.',
      fix: 'Write at most 249 letters, digits, points, hyphens and underscores as `topic`.',
    },
    zh: {
      sentence: '主题名称无效。',
      fix: 'topic 只能由字母、数字、点、连字符和下划线组成，最长 249 个字符。',
    },
  },
  {
    codes: ['NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'],
    en: {
      sentence: 'Fewer copies of the partition are in step than the topic demands.',
      fix: 'Look after the brokers that are behind or gone; it is repeated until then.',
    },
    zh: { sentence: '分区的同步副本数少于主题的要求。', fix: '请检查落后或离线的 broker；期间会自动重试。' },
  },
  {
    codes: ['NOT_LEADER_OR_FOLLOWER', 'LEADER_NOT_AVAILABLE', 'FENCED_LEADER_EPOCH', 'REQUEST_TIMED_OUT'],
    en: {
      sentence: 'The leader of the partition is changing, or it is overloaded.',
      fix: 'Nothing to do: it is sent again.',
    },
    zh: { sentence: '分区 leader 正在切换或过载。', fix: '无需处理，会自动重发。' },
  },
  {
    codes: ['INVALID_REQUIRED_ACKS', 'UNSUPPORTED_COMPRESSION_TYPE', 'UNSUPPORTED_FOR_MESSAGE_FORMAT'],
    en: {
      sentence: 'The topic does not take records in this form.',
      fix: 'Check `required_acks` and `compression` of the action.',
    },
    zh: { sentence: '该主题不接受这种形式的消息。', fix: '请检查动作的 required_acks 与 compression。' },
  },
];
