import { createStore, useStore } from '../store/store.ts';

export interface Reachability {
  readonly isReachable: boolean;
  /** When the server last answered: what is shown may be as old. Unix milliseconds. */
  readonly answeredAt: number;
}

let answeredAt = Date.now();
const store = createStore<Reachability>({ isReachable: true, answeredAt });

/** The server answered, whatever it said. */
export function noteAnswer(): void {
  answeredAt = Date.now();
  if (!store.get().isReachable) store.set({ isReachable: true, answeredAt });
}

export function noteSilence(): void {
  if (store.get().isReachable) store.set({ isReachable: false, answeredAt });
}

export function useReachability(): Reachability {
  return useStore(store);
}
