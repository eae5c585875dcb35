import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  Alert,
  Client,
  ClientConnection,
  ClientRow,
  ClientSpan,
  Delivery,
  Page,
  RecordedEvent,
  Subscription,
} from '../../../../../src/api/contract.ts';
import { api } from '../../../shared/api/client.ts';
import { namePath } from '../../../shared/api/name-path.ts';
import { Problem } from '../../../shared/api/problem.ts';
import { CLIENTS_KEY, clientRows } from '../client-search.ts';

/** Milliseconds between two looks at what changes by itself. */
const OFTEN = 3_000;
const SELDOM = 15_000;

const key = (clientId: string, part: string) => [CLIENTS_KEY, 'one', clientId, part];

/** Null: nobody has heard of it. */
export function useClientRow(clientId: string) {
  return useQuery({
    queryKey: key(clientId, 'row'),
    queryFn: async (): Promise<ClientRow | null> => (await clientRows([clientId]))[0] ?? null,
    refetchInterval: OFTEN,
  });
}

/** Null: it has no session. */
export function useClientSession(clientId: string) {
  return useQuery({
    queryKey: key(clientId, 'session'),
    queryFn: () => unlessGone(api.get<Client>(`/clients/${namePath(clientId)}`)),
    refetchInterval: OFTEN,
  });
}

/** Null: it is not connected. */
export function useClientConnection(clientId: string, isOnline: boolean) {
  return useQuery({
    queryKey: key(clientId, 'connection'),
    enabled: isOnline,
    queryFn: () => unlessGone(api.get<ClientConnection>(`/clients/${namePath(clientId)}/connection`)),
    refetchInterval: SELDOM,
  });
}

const SPANS = 200;

export function useClientHistory(clientId: string) {
  return useQuery({
    queryKey: key(clientId, 'history'),
    queryFn: async () => {
      const path = `/clients/${namePath(clientId)}/history`;
      return (await unlessGone(api.get<{ data: ClientSpan[] }>(path, { limit: SPANS })))?.data ?? [];
    },
    refetchInterval: SELDOM,
  });
}

export function useClientSubscriptions(clientId: string) {
  return useQuery({
    queryKey: key(clientId, 'subscriptions'),
    queryFn: () => unlessGone(api.get<Subscription[]>(`/clients/${namePath(clientId)}/subscriptions`)),
    refetchInterval: SELDOM,
  });
}

export function useClientEvents(clientId: string, events: readonly string[] | undefined) {
  return useInfiniteQuery({
    queryKey: [...key(clientId, 'events'), events],
    queryFn: ({ pageParam, signal }) =>
      api.get<{ data: RecordedEvent[]; meta: { hasnext: boolean; cursor?: string } }>(
        '/events',
        { clientid: clientId, event: events ?? [], limit: 100, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.cursor : undefined),
  });
}

/** Alerts about it, and what was sent of them. */
export function useClientAlerts(clientId: string, isWanted: boolean) {
  return useQuery({
    queryKey: key(clientId, 'alerts'),
    enabled: isWanted,
    queryFn: async () => {
      const status = 'pending,open,acknowledged,resolved';
      const alerts = await api.get<Page<Alert>>('/alerts', { key: clientId, status, limit: 50 });
      const ids = alerts.data.map(({ id }) => id);
      const deliveries =
        ids.length === 0
          ? []
          : (await api.get<Page<Delivery>>('/deliveries', { alert: ids.slice(0, 20), limit: 100 })).data;
      return { alerts: alerts.data, deliveries };
    },
    refetchInterval: SELDOM,
  });
}

export interface WaitingMessage {
  readonly msgid: string;
  readonly topic: string;
  readonly qos: number;
  readonly publish_at: number;
  readonly from_clientid: string;
  readonly payload?: string;
}

export function useWaitingMessages(clientId: string, which: 'mqueue' | 'inflight', count: number) {
  return useQuery({
    queryKey: [...key(clientId, which), count],
    enabled: count > 0,
    queryFn: async () => {
      const query = { limit: 20, payload: 'base64', max_payload_bytes: '256KB' };
      const path = `/clients/${namePath(clientId)}/${which}_messages`;
      return (await unlessGone(api.get<{ data: WaitingMessage[] }>(path, query)))?.data ?? [];
    },
  });
}

async function unlessGone<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
