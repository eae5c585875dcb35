import { usePreferences } from '../preferences/preferences.ts';

export type Language = 'en' | 'zh';

/**
 * What people read in one part of the dashboard. `zh` has the shape of `en`, so that a text that misses a translation
 * does not compile. A text with values in it is a function.
 */
export interface Catalogue<Texts> {
  readonly en: Texts;
  readonly zh: Texts;
}

/** @param zh everything that `en` has */
export function defineTexts<Texts extends object>(en: Texts, zh: NoInfer<Texts>): Catalogue<Texts> {
  return { en, zh };
}

/** The texts in the language that is shown; the component is drawn again when it changes. */
export function useTexts<Texts>(catalogue: Catalogue<Texts>): Texts {
  return catalogue[useLanguage()];
}

export function useLanguage(): Language {
  return usePreferences().language;
}
