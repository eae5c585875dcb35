import type { Language } from './cut-notes.ts';

/** One message in the place of many that failed, in the language of the channel. */
const en = {
  title: (count: number) =>
    count === 1 ? '[Later] 1 message did not arrive' : `[Later] ${count} messages did not arrive`,
  between: (from: string, to: string) => `From ${from} to ${to}; they are listed here once.`,
  many: (title: string, count: number) => `${title} (${count} ×)`,
  more: (count: number) => (count === 1 ? '… and 1 more' : `… and ${count} more`),
  untitled: 'a message without a title',
};

const zh: typeof en = {
  title: (count) => `[补发] ${count} 条告警消息未送达`,
  between: (from, to) => `时间 ${from} 至 ${to}，汇总如下。`,
  many: (title, count) => `${title}（${count} 次）`,
  more: (count) => `……另有 ${count} 条`,
  untitled: '无标题的消息',
};

export const failureDigest: Readonly<Record<Language, typeof en>> = { en, zh };
