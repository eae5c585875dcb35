import { defineTexts } from '../texts/texts.ts';

export const searchTexts = defineTexts(
  {
    remove: (word: string) => `Remove ${word}`,
    edit: (word: string) => `Edit ${word}`,
    clear: 'Clear the search',
    suggestions: 'Suggestions',
  },
  {
    remove: (word: string) => `移除 ${word}`,
    edit: (word: string) => `编辑 ${word}`,
    clear: '清除搜索',
    suggestions: '建议',
  },
);
