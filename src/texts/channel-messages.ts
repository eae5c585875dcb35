import type { Language } from './cut-notes.ts';

/** What channels are told by Tocsin itself, in the language of the channel. */
const en = {
  testTitle: () => '[Test] If you can read this, the channel works.',
  testText: () => 'Sent by Tocsin to try the channel.',
  connector: () => 'Connector',
  sentAt: () => 'Sent at',
};

const zh: typeof en = {
  testTitle: () => '[测试] 这是一条测试消息，收到即表示渠道可用。',
  // The keyword that most bots are given.
  testText: () => '关键词：告警',
  connector: () => '连接器',
  sentAt: () => '发送时间',
};

export const channelTexts: Readonly<Record<Language, typeof en>> = { en, zh };
