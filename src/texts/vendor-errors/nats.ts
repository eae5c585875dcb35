import type { VendorError } from './vendor-error.ts';

/** Codes of NATS and JetStream, and words of ours for what has none. */
export const natsErrors: readonly VendorError[] = [
  {
    codes: ['503'],
    en: {
      sentence: 'No stream takes messages of this subject, or JetStream is off.',
      fix: 'Make a stream with this subject, or set `jetstream` of the action to false; what waits is sent then.',
    },
    zh: {
      sentence: '没有流接收该主题，或未启用 JetStream。',
      fix: '请创建包含该主题的流，或将动作的 jetstream 设为 false；排队的消息随后会发送。',
    },
  },
  {
    codes: ['permissions_violation'],
    en: {
      sentence: 'The user may not publish to this subject.',
      fix: 'Give the user of the connector the permission in the server’s configuration.',
    },
    zh: { sentence: '该用户无权发布到此主题。', fix: '请在服务器配置中为连接器的用户授予发布权限。' },
  },
  {
    codes: ['authorization_violation'],
    en: {
      sentence: 'NATS does not let this connector in.',
      fix: 'Check `username` and `password`, `token` or `nkey_seed` of the connector.',
    },
    zh: {
      sentence: 'NATS 拒绝了该连接器的登录。',
      fix: '请检查连接器的 username、password、token 或 nkey_seed。',
    },
  },
  {
    codes: ['10054'],
    en: {
      sentence: 'The message is larger than the stream takes.',
      fix: 'Send less, or raise `max_msg_size` of the stream.',
    },
    zh: { sentence: '消息大于流允许的上限。', fix: '请减小消息，或调大流的 max_msg_size。' },
  },
  {
    codes: ['10077'],
    en: {
      sentence: 'The stream is full and refuses new messages.',
      fix: 'Raise its limits, or let it drop old messages; it is sent again until then.',
    },
    zh: { sentence: '流已满，拒绝新消息。', fix: '请调大上限或改为丢弃旧消息；期间会自动重发。' },
  },
];
