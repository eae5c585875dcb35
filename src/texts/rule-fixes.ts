/** What the buttons say that mend a statement. */
export const ruleFixTexts = {
  en: {
    write: ({ text }: { text: string }) => `Write ${text}`,
    remove: () => 'Remove it',
    renewEvent: ({ topic }: { topic: string }) => `Use ${topic}`,
    legacyEvent: ({ topic, legacy }: { topic: string; legacy: string }) =>
      `${legacy} is the name of ${topic} before EMQX 5.9; it works all the same`,
  },
  zh: {
    write: ({ text }: { text: string }) => `改为 ${text}`,
    remove: () => '删去',
    renewEvent: ({ topic }: { topic: string }) => `使用 ${topic}`,
    legacyEvent: ({ topic, legacy }: { topic: string; legacy: string }) =>
      `${legacy} 是 ${topic} 在 EMQX 5.9 之前的名称，仍然可用`,
  },
} as const;
