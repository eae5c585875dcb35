import type { LiveFigures } from '../../../../src/api/contract.ts';
import { useLive } from '../../shared/live/live.ts';
import { createStore, useStore } from '../../shared/store/store.ts';

const latest = createStore<LiveFigures | undefined>(undefined);

/** The figures of this second; undefined before the first of them. */
export function useLiveFigures(): LiveFigures | undefined {
  useLive('figures', latest.set);
  return useStore(latest);
}
