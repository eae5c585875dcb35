import { defineTexts } from '../../shared/texts/texts.ts';

export const inboxTexts = defineTexts(
  {
    title: 'Preview inbox',
    about: 'What a chat would show. Nothing of it was sent anywhere.',
    nothingYet: 'No message yet. Alerts come here as long as no other channel is named.',
    sendTest: 'Send a test',
    older: 'Older messages',
    clear: 'Clear',
    clearTitle: 'Clear the preview inbox?',
    clearEffect: 'All messages in it are deleted. The log of deliveries stays.',
  },
  {
    title: '预览收件箱',
    about: '群里会看到的样子。这里的内容没有真正发送。',
    nothingYet: '还没有消息。没有指定其他渠道时，告警会发到这里。',
    sendTest: '发送测试',
    older: '更早的消息',
    clear: '清空',
    clearTitle: '清空预览收件箱？',
    clearEffect: '其中的消息将全部删除，投递记录不受影响。',
  },
);
