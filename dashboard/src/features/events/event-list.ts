import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { EventHistogram, JournalStatus, RecordedEvent, Rule } from '../../../../src/api/contract.ts';
import { api, apiUrl, type Query } from '../../shared/api/client.ts';
import { useLive } from '../../shared/live/live.ts';
import { type EventWishes, eventsOfTopic, isWished } from './event-query.ts';

interface FoundEvents {
  readonly data: readonly RecordedEvent[];
  readonly meta: { readonly hasnext: boolean; readonly cursor?: string };
}

export interface EventRange {
  /** Unix milliseconds. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

const PAGE = 200;
/** Events that happened while the page is open: older ones can be fetched again. */
const MOST_LIVE = 2_000;
/** Milliseconds in which what happens is gathered. */
const GATHERING = 250;

/** The search with the events of the rules that it names; no wishes while these are not known, or where there is no such rule. */
export function useResolvedWishes(wishes: EventWishes): {
  readonly wishes: EventWishes | undefined;
  readonly hasNoSuchRule: boolean;
} {
  const rules = useQuery({
    queryKey: ['rules', 'from', wishes.rules],
    queryFn: ({ signal }) =>
      Promise.all(
        wishes.rules.map((id) => api.get<Rule>(`/rules/${encodeURIComponent(id)}`, undefined, signal)),
      ),
    enabled: wishes.rules.length > 0,
    retry: false,
  });
  return useMemo(() => {
    if (wishes.rules.length === 0) return { wishes, hasNoSuchRule: false };
    if (!rules.data) return { wishes: undefined, hasNoSuchRule: rules.error !== null };
    const heard = new Set(rules.data.flatMap(({ from }) => from.flatMap(eventsOfTopic)));
    const event = wishes.event.length > 0 ? wishes.event.filter((name) => heard.has(name)) : [...heard];
    return { wishes: { ...wishes, event }, hasNoSuchRule: event.length === 0 };
  }, [wishes, rules.data, rules.error]);
}

export function queryOf(
  { event, clientid, username, column, text }: EventWishes,
  { from, to }: EventRange,
): Query {
  return { event, clientid, username, column, text, from, to };
}

/** What was recorded, and what happens meanwhile in front of it. */
export function useEvents(wishes: EventWishes | undefined, range: EventRange) {
  const query = wishes && queryOf(wishes, range);
  const key = JSON.stringify(query);
  const found = useInfiniteQuery({
    queryKey: ['events', 'list', key],
    queryFn: ({ pageParam, signal }) =>
      api.get<FoundEvents>('/events', { ...query, limit: PAGE, cursor: pageParam, rule_hits: true }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.cursor : undefined),
    enabled: query !== undefined,
    refetchOnWindowFocus: false,
  });
  const live = useLiveEvents(
    key,
    (event) => wishes !== undefined && range.to === undefined && isWished(event, wishes),
  );
  const hits = useLiveHits(query, live);
  const rows = useMemo(() => {
    const stored = found.data?.pages.flatMap(({ data }) => data) ?? [];
    const known = new Set(stored.map(({ id }) => id));
    const fresh = live.filter(({ id }) => !known.has(id)).map((event) => hits.get(event.id) ?? event);
    return [...fresh, ...stored];
  }, [found.data, live, hits]);
  return { found, rows };
}

/** Milliseconds between two questions which rules the newest events hit. */
const HITS_EVERY = 5_000;

/** Events that come while the page is open do not say which rules match them: the newest are asked for again, with that. */
function useLiveHits(
  query: Query | undefined,
  live: readonly RecordedEvent[],
): ReadonlyMap<string, RecordedEvent> {
  const known = useRef(new Map<string, RecordedEvent>());
  const isMissing = live.slice(0, PAGE).some(({ id }) => !known.current.has(id));
  const { data } = useQuery({
    queryKey: ['events', 'hits', JSON.stringify(query)],
    queryFn: ({ signal }) =>
      api.get<FoundEvents>('/events', { ...query, limit: PAGE, rule_hits: true }, signal),
    enabled: query !== undefined && live.length > 0,
    refetchInterval: isMissing ? HITS_EVERY : false,
    staleTime: 0,
    gcTime: 0,
  });
  return useMemo(() => {
    const all = [...known.current, ...(data?.data ?? []).map((event) => [event.id, event] as const)];
    known.current = new Map(all.slice(-MOST_LIVE));
    return known.current;
  }, [data]);
}

/** Those that have happened since the search is shown, the newest first. */
function useLiveEvents(key: string, isMeant: (event: RecordedEvent) => boolean): readonly RecordedEvent[] {
  const [live, setLive] = useState<{ key: string; events: readonly RecordedEvent[] }>({ key, events: [] });
  const waiting = useRef<RecordedEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive('events', (event) => {
    if (!isMeant(event)) return;
    waiting.current.unshift(event);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const news = waiting.current.splice(0);
      setLive((before) => ({
        key,
        events: [...news, ...(before.key === key ? before.events : [])].slice(0, MOST_LIVE),
      }));
    }, GATHERING);
  });
  return live.key === key ? live.events : NONE;
}

const NONE: readonly RecordedEvent[] = [];

/** All that the search finds, made by the server as it is read. */
export function eventFileUrl(query: Query, format: 'csv' | 'ndjson'): string {
  return apiUrl('/events/export', { ...query, format });
}

export function useEventHistogram(wishes: EventWishes | undefined, range: EventRange) {
  const query = wishes && queryOf(wishes, range);
  return useQuery({
    queryKey: ['events', 'histogram', JSON.stringify(query)],
    queryFn: ({ signal }) => api.get<EventHistogram>('/events/histogram', { ...query, buckets: 80 }, signal),
    enabled: query !== undefined,
    placeholderData: (before) => before,
    refetchInterval: range.to === undefined ? 10_000 : false,
  });
}

export function useJournalStatus() {
  return useQuery({
    queryKey: ['events', 'status'],
    queryFn: ({ signal }) => api.get<JournalStatus>('/events/status', undefined, signal),
    refetchInterval: 60_000,
  });
}
