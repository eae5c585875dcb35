import { useSyncExternalStore } from 'react';

const TICK = 1_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Unix milliseconds, anew each second while somebody looks: one clock for all that shows how long ago. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** What is said of the present moment; who says the same as a second ago is not drawn anew. */
export function useSaidNow(say: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => say(now));
}
