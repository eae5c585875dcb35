/** What the line of progress says of long work. */
const en = {
  units: { events: 'events', connections: 'connections', alerts: 'alerts' },
  of: (done: string, total: string) => `${done} of ${total}`,
  perSecond: (rate: string) => `${rate}/s`,
  seconds: (seconds: string) => `${seconds} s`,
  left: (time: string) => `${time} left`,
  working: 'the broker works on it',
};

export type ProgressTexts = typeof en;

const zh: ProgressTexts = {
  units: { events: '个事件', connections: '个连接', alerts: '条告警' },
  of: (done, total) => `${done} / ${total}`,
  perSecond: (rate) => `每秒 ${rate}`,
  seconds: (seconds) => `${seconds} 秒`,
  left: (time) => `剩余 ${time}`,
  working: '服务正在处理',
};

export const progressTexts: Readonly<Record<'en' | 'zh', ProgressTexts>> = { en, zh };
