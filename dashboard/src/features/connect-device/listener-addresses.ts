import { useQuery } from '@tanstack/react-query';
import type { Listener, ListenerSummary } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

/** A way in, as a client can be told. */
export interface ConnectAddress {
  readonly listener: string;
  readonly type: ListenerSummary['type'];
  /** mqtt://broker.example.com:1883 */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
}

const SCHEMES = { tcp: 'mqtt', ssl: 'mqtts', ws: 'ws', wss: 'wss' } as const;
const DEFAULT_PATH = '/mqtt';
const LOOPBACK = /^(127\.|localhost$|::1$)/;

/** The addresses of the listeners that run, with the host by which this page was reached. */
export function useConnectAddresses() {
  return useQuery({
    queryKey: ['listeners', 'addresses'],
    queryFn: async ({ signal }): Promise<ConnectAddress[]> => {
      const listeners = await api.get<readonly ListenerSummary[]>('/listeners', undefined, signal);
      const running = listeners.filter(({ status }) => status.running === true);
      const all = await Promise.all(
        running.map(({ id }) => api.get<Listener>(`/listeners/${encodeURIComponent(id)}`, undefined, signal)),
      );
      return all.flatMap((listener) => addressOf(listener) ?? []);
    },
    staleTime: 60_000,
  });
}

function addressOf({ id, type, address, bind, websocket }: Listener): ConnectAddress | undefined {
  const [, host = '', digits] = /^(?:\[?(.*?)\]?:)?(\d+)$/.exec(address ?? bind) ?? [];
  if (digits === undefined) return undefined;
  const name = location.hostname;
  const path = type === 'ws' || type === 'wss' ? pathOf(websocket) : '';
  const shown = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
  return {
    listener: id,
    type,
    url: `${SCHEMES[type]}://${shown}:${digits}${path}`,
    host: name,
    port: Number(digits),
    isLoopback: LOOPBACK.test(host),
  };
}

function pathOf(websocket: unknown): string {
  const { mqtt_path } = (websocket ?? {}) as { mqtt_path?: unknown };
  return typeof mqtt_path === 'string' ? mqtt_path : DEFAULT_PATH;
}
