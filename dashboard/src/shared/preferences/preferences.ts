import { useSyncExternalStore } from 'react';

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

const KEY = 'tocsin.preferences';

const defaults: Preferences = {
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
};

let current: Preferences = { ...defaults, ...stored() };
const listeners = new Set<() => void>();

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    // Switched off, or written by somebody else: the defaults are good.
    return {};
  }
}

export function preferences(): Preferences {
  return current;
}

export function changePreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // They last as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

// Another tab changed them.
addEventListener('storage', ({ key }) => {
  if (key !== KEY) return;
  current = { ...defaults, ...stored() };
  for (const listener of listeners) listener();
});
