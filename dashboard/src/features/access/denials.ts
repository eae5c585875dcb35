import { useQuery } from '@tanstack/react-query';
import type { RecordedEvent } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

/** Something that a client was not allowed to do. */
export interface Denial {
  readonly id: string;
  readonly at: string;
  readonly clientId: string;
  readonly username: string;
  readonly peerhost: string;
  readonly action: 'publish' | 'subscribe';
  readonly topic: string;
  /** The type of the source that said no, or `default`. */
  readonly source: string;
}

const MOST = 100;

export function useDenials() {
  return useQuery({
    queryKey: ['denials'],
    queryFn: async ({ signal }): Promise<readonly Denial[]> => {
      const { data } = await api.get<{ data: readonly RecordedEvent[] }>(
        '/events',
        { event: 'client.check_authz_complete', column: 'result:deny', limit: MOST },
        signal,
      );
      return data.map(denialOf);
    },
    refetchInterval: 5_000,
  });
}

function denialOf({ id, at, clientid, username, columns }: RecordedEvent): Denial {
  const text = (name: string) => (typeof columns[name] === 'string' ? columns[name] : '');
  return {
    id,
    at,
    clientId: clientid ?? text('clientid'),
    username: username ?? '',
    peerhost: text('peerhost'),
    action: text('action') === 'subscribe' ? 'subscribe' : 'publish',
    topic: text('topic'),
    source: text('authz_source'),
  };
}

/** With a placeholder where a level of the topic is the name of who it is; the same topic where none is. */
export function withPlaceholder(topic: string, name: string, placeholder: string): string {
  return topic
    .split('/')
    .map((level) => (level === name && name !== '' ? placeholder : level))
    .join('/');
}
