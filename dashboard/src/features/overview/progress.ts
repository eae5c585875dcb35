import { useQuery } from '@tanstack/react-query';
import type { Connector, JournalStatus, Rule } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { createStore, useStore } from '../../shared/store/store.ts';
import { reachesPeople } from '../channels/channel-types.ts';
import { usePresentFigures } from '../figures/figure-history.ts';

/** What a new installation has to do; each is seen, not ticked. */
export interface Progress {
  readonly client: boolean;
  readonly alert: boolean;
  readonly channel: boolean;
  readonly access: boolean;
}

/** undefined while it is not known. */
export function useProgress(): Progress | undefined {
  const present = usePresentFigures().data;
  const { data } = useQuery({
    queryKey: ['getting-started'],
    queryFn: async ({ signal }) => {
      const [rules, connectors, authentication, journal] = await Promise.all([
        api.get<{ data: readonly Rule[] }>('/rules', { limit: 1000 }, signal),
        api.get<readonly Connector[]>('/connectors', undefined, signal),
        api.get<readonly { enable: boolean }[]>('/authentication', undefined, signal),
        // Off: then nobody remembers clients.
        api.get<JournalStatus>('/events/status', undefined, signal).catch(() => undefined),
      ]);
      return {
        client: (journal?.clients ?? 0) > 0,
        alert: rules.data.some(({ alert }) => alert !== undefined),
        channel: connectors.some(({ type }) => reachesPeople(String(type))),
        access: authentication.some(({ enable }) => enable),
      };
    },
    refetchInterval: 15_000,
  });
  if (!data || !present) return undefined;
  return { ...data, client: data.client || present.connections > 0 };
}

const KEY = 'tocsin.getting-started';

const hidden = createStore(wasHidden());

function wasHidden(): boolean {
  try {
    return localStorage.getItem(KEY) === 'hidden';
  } catch {
    return false;
  }
}

export function hideGettingStarted(isHidden: boolean): void {
  hidden.set(isHidden);
  try {
    if (isHidden) localStorage.setItem(KEY, 'hidden');
    else localStorage.removeItem(KEY);
  } catch {
    // It is hidden as long as the page is there.
  }
}

export function useIsHidden(): boolean {
  return useStore(hidden);
}
