import { defineTexts } from '../texts/texts.ts';

export const preferenceTexts = defineTexts(
  {
    language: 'Language',
    theme: 'Theme',
    auto: 'As the system',
    light: 'Light',
    dark: 'Dark',
    timeZone: 'Time zone',
    zoneOfBrowser: (zone: string) => `As this browser: ${zone}`,
    zoneOfServer: (zone: string) => `As the server: ${zone}`,
  },
  {
    language: '语言',
    theme: '主题',
    auto: '跟随系统',
    light: '浅色',
    dark: '深色',
    timeZone: '时区',
    zoneOfBrowser: (zone: string) => `与浏览器一致：${zone}`,
    zoneOfServer: (zone: string) => `与服务器一致：${zone}`,
  },
);
