import { useEffect } from 'react';
import type { LiveFigures } from '../../../../src/api/contract.ts';
import { createStore, useStore } from '../store/store.ts';
import { liveConnection } from './live.ts';

const latest = createStore<LiveFigures | undefined>(undefined);

/** What the server told last of its figures, anew each second; undefined before the first. */
export function useFigures(): LiveFigures | undefined {
  useEffect(() => liveConnection.listen('figures', (figures) => latest.set(figures)), []);
  return useStore(latest);
}
