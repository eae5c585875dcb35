/** A page of docs/ is written in both: `docs/X.md` and `docs/zh/X.md`. */
export type Language = 'en' | 'zh';

export const LANGUAGES: readonly Language[] = ['en', 'zh'];
