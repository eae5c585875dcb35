import { defineTexts } from '../../../shared/texts/texts.ts';

export const listeningTexts = defineTexts(
  {
    button: 'How new alerts are told here',
    sound: 'Sound',
    notification: 'Browser notification',
    aloud: 'Read new alerts aloud (screen readers)',
    blocked: 'This browser blocks notifications from here. Allow them in its settings for this site.',
    ask: 'New alerts can ring here: with a sound, or as a notification of the browser.',
    no: 'No, thanks',
    test: 'Test',
    opened: (severity: string, title: string, key: string) => `New alert. ${severity}: ${title} ${key}`,
    many: (count: number) => `${count} new alerts`,
    here: 'In this browser',
  },
  {
    button: '新告警的提醒方式',
    sound: '声音',
    notification: '浏览器通知',
    aloud: '朗读新告警（屏幕阅读器）',
    blocked: '浏览器已禁止本站的通知。可在浏览器的网站设置中允许。',
    ask: '有新告警时可以在这里提醒：声音，或浏览器通知。',
    no: '不需要',
    test: '试听',
    opened: (severity: string, title: string, key: string) => `新告警。${severity}：${title} ${key}`,
    many: (count: number) => `${count} 条新告警`,
    here: '仅在此浏览器',
  },
);
