import type { Language } from './cut-notes.ts';

/** What channels are told by Tocsin itself, in the language of the channel. */
const en = {
  testTitle: () => '[Test] Tocsin',
  testText: () => 'If you can read this, the channel works.',
  connector: () => 'Connector',
  sentAt: () => 'Sent at',
};

const zh: typeof en = {
  testTitle: () => '[测试] Tocsin',
  testText: () => '这是一条测试消息，收到即表示渠道可用。',
  connector: () => '连接器',
  sentAt: () => '发送时间',
};

export const channelTexts: Readonly<Record<Language, typeof en>> = { en, zh };
