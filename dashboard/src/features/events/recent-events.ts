import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RecordedEvent } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useLive } from '../../shared/live/live.ts';
import { isRefusal } from './event-tone.ts';

/** What somebody who looks in wants to see; of checks and answers to CONNECT only those that say no. */
const NOTABLE = [
  'client.connected',
  'client.disconnected',
  'client.check_authn_complete',
  'client.check_authz_complete',
  'session.subscribe_refused',
  'connection.refused',
  'delivery.dropped',
  'alarm.activated',
  'alarm.deactivated',
  'journal.gap',
] as const;

const CHECKS: ReadonlySet<string> = new Set(['client.check_authn_complete', 'client.check_authz_complete']);

const KEY = ['events', 'recent'] as const;
const SHOWN = 10;
const ASKED_FOR = 100;
/** Milliseconds in which what happens is gathered. */
const GATHERING = 300;

function isNotable(event: RecordedEvent): boolean {
  return (
    (NOTABLE as readonly string[]).includes(event.event) && (!CHECKS.has(event.event) || isRefusal(event))
  );
}

/** The last ten notable events, the newest first. */
export function useRecentEvents() {
  const client = useQueryClient();
  const waiting = useRef<RecordedEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive('events', (event) => {
    if (!isNotable(event)) return;
    waiting.current = [event, ...waiting.current].slice(0, SHOWN);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const news = waiting.current;
      waiting.current = [];
      client.setQueryData<readonly RecordedEvent[]>(KEY, (before = []) => {
        const known = new Set(news.map(({ id }) => id));
        return [...news, ...before.filter(({ id }) => !known.has(id))].slice(0, SHOWN);
      });
    }, GATHERING);
  });
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const query = { event: NOTABLE, limit: ASKED_FOR };
      const { data } = await api.get<{ data: RecordedEvent[] }>('/events', query, signal);
      return data.filter(isNotable).slice(0, SHOWN) as readonly RecordedEvent[];
    },
    staleTime: 30_000,
  });
}
