import { useSyncExternalStore } from 'react';

/** How somebody wants to hear of new alerts, in this browser. All of it is off until somebody switches it on. */
export interface ListeningChoice {
  readonly sound: boolean;
  readonly notification: boolean;
  /** By the screen reader. */
  readonly aloud: boolean;
  /** Nobody is asked twice. */
  readonly wasAsked: boolean;
}

const KEY = 'tocsin.alerts.listening';
const silent: ListeningChoice = { sound: false, notification: false, aloud: false, wasAsked: false };
const listeners = new Set<() => void>();
let current = { ...silent, ...stored() };

function stored(): Partial<ListeningChoice> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    // Switched off, or written by somebody else.
    return {};
  }
}

export function listeningChoice(): ListeningChoice {
  return current;
}

export function changeListening(change: Partial<ListeningChoice>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // It lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useListening(): ListeningChoice {
  return useSyncExternalStore(subscribe, listeningChoice);
}
