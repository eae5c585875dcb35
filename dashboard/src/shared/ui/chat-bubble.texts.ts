import { defineTexts } from '../texts/texts.ts';

export const bubbleTexts = defineTexts(
  {
    asShown: (kind: string) => `As ${kind} shows it`,
    push: 'Notification',
    unreadable: 'This request holds no message that could be drawn.',
    from: 'From',
    to: 'To',
    subject: 'Subject',
    calls: 'Calls',
    opens: (url: string) => `Opens ${url}`,
  },
  {
    asShown: (kind: string) => `在${kind}中的样子`,
    push: '通知栏',
    unreadable: '该请求中没有可以显示的消息。',
    from: '发件人',
    to: '收件人',
    subject: '主题',
    calls: '提醒',
    opens: (url: string) => `打开 ${url}`,
  },
);
