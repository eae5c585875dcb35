import { createKeptStore } from '../../../shared/store/kept-store.ts';
import { useStore } from '../../../shared/store/store.ts';

/** How somebody wants to hear of new alerts, in this browser. All of it is off until somebody switches it on. */
export interface ListeningChoice {
  readonly sound: boolean;
  readonly notification: boolean;
  /** By the screen reader. */
  readonly aloud: boolean;
  /** Nobody is asked twice. */
  readonly wasAsked: boolean;
}

const choice = createKeptStore<ListeningChoice>('tocsin.alerts.listening', {
  sound: false,
  notification: false,
  aloud: false,
  wasAsked: false,
});

export const listeningChoice = choice.get;

export function changeListening(change: Partial<ListeningChoice>): void {
  choice.set({ ...choice.get(), ...change });
}

export function useListening(): ListeningChoice {
  return useStore(choice);
}
