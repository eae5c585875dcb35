import type { LiveServer } from '../../../../src/api/contract.ts';
import { createStore, useStore } from '../store/store.ts';

/** The build that this page was loaded from; the server writes it into the page. */
const OWN = document.querySelector<HTMLMetaElement>('meta[name="tocsin-build"]')?.content;

const served = createStore<string | undefined>(undefined);

export function noteServer({ dashboard }: LiveServer): void {
  if (dashboard !== null) served.set(dashboard);
}

/** Whether the server was replaced by one that has another dashboard, so that this page should be loaded again. */
export function useIsOutdated(): boolean {
  const build = useStore(served);
  // While developing, the page comes from elsewhere.
  return OWN !== undefined && !OWN.startsWith('%') && build !== undefined && build !== OWN;
}
