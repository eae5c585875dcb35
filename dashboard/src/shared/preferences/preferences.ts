import { createKeptStore } from '../store/kept-store.ts';
import { useStore } from '../store/store.ts';

/** How somebody wants to see the dashboard. It is kept in this browser, and holds no secret. */
export interface Preferences {
  readonly language: 'en' | 'zh';
  readonly theme: 'auto' | 'light' | 'dark';
  readonly density: 'compact' | 'comfortable';
  /** An IANA name; undefined: the zone of the browser. */
  readonly timeZone: string | undefined;
  /** Keys of one letter may be in the way of speech input (WCAG 2.1.4). */
  readonly letterKeys: boolean;
}

const store = createKeptStore<Preferences>('tocsin.preferences', {
  language: navigator.languages
    .find((name) => /^(zh|en)/i.test(name))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh'
    : 'en',
  theme: 'auto',
  density: 'compact',
  timeZone: undefined,
  letterKeys: true,
});

export const preferences = store.get;

export function changePreferences(change: Partial<Preferences>): void {
  store.set({ ...store.get(), ...change });
}

export function usePreferences(): Preferences {
  return useStore(store);
}
