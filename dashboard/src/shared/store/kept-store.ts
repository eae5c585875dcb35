import { createStore, type Store } from './store.ts';

/**
 * A store whose value this browser keeps under a key, as JSON; another tab that changes it changes it here.
 * What is missing in what was kept is as in `defaults`.
 */
export function createKeptStore<Value extends object>(key: string, defaults: Value): Store<Value> {
  const store = createStore<Value>({ ...defaults, ...kept<Value>(key) });
  addEventListener('storage', (event) => {
    if (event.key === key) store.set({ ...defaults, ...kept<Value>(key) });
  });
  return {
    ...store,
    set(value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // It lasts as long as the page.
      }
      store.set(value);
    },
  };
}

function kept<Value>(key: string): Partial<Value> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    // Switched off, or written by somebody else: the defaults are good.
    return {};
  }
}
