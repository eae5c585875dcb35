export type Language = 'en' | 'zh';

/** Stands where a text was cut. The figure has thousands separators, which both languages write alike. */
export const cutNotes: Readonly<
  Record<Language, Readonly<Record<'bytes' | 'characters' | 'lines', (count: string) => string>>>
> = {
  en: {
    bytes: (count) => `… (${count} bytes cut)`,
    characters: (count) => `… (${count} characters cut)`,
    lines: (count) => `… (${count} more)`,
  },
  zh: {
    bytes: (count) => `…（已截去 ${count} 字节）`,
    characters: (count) => `…（已截去 ${count} 个字符）`,
    lines: (count) => `…（另有 ${count} 项）`,
  },
};
