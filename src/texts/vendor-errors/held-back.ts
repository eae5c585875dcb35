import type { Language } from '../cut-notes.ts';

/** Of a message that may not be sent yet: by the limits, or because the other side said that we are too fast. */
export const heldBack: Readonly<Record<Language, (seconds: number) => string>> = {
  en: (seconds) =>
    `This destination takes no message for another ${seconds} s: it had as many as its limit allows, or said that they come too fast. Test again after that.`,
  zh: (seconds) =>
    `该目标在 ${seconds} 秒内不再接收消息：已达到频率上限，或对方提示发送过快。请稍后重新测试。`,
};
