import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RecordedEvent, RuleEvent } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { sqlTopics } from '../../shared/code/sql-place.ts';
import { useLive } from '../../shared/live/live.ts';
import { useRuleEvents } from './editor-words.ts';
import { eventName, eventsOfTopics, topicMatches } from './event-topics.ts';

/** The event that a rule is tried on. */
export type Sample =
  | { readonly kind: 'recorded'; readonly id: string | undefined }
  | { readonly kind: 'edit'; readonly text: string }
  | { readonly kind: 'live' };

/** So many are fetched; of messages many may be of other topics. */
const FETCHED = 200;
const SHOWN = 50;

/** The latest recorded events that FROM names, and the kinds that they are of. */
export function useSampleEvents(sql: string) {
  const { data: events = [] } = useRuleEvents();
  const topics = sqlTopics(sql);
  const kinds = eventsOfTopics(topics, events);
  const names = kinds.filter(({ event }) => !event.startsWith('$bridges/')).map(eventName);
  const query = useQuery({
    queryKey: ['events', 'samples', names],
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ data: RecordedEvent[] }>(
        '/events',
        { event: names, limit: FETCHED },
        signal,
      );
      return answer.data;
    },
    enabled: names.length > 0,
    refetchInterval: 10_000,
  });
  // Who looks for the first one gets it when it happens.
  const isWaiting = query.data?.length === 0;
  useLive('events', ({ event }) => {
    if (isWaiting && !query.isFetching && names.includes(event)) void query.refetch();
  });
  const filters = topics.filter((topic) => !/^\$(?:events|bridges|sources)\//.test(topic));
  const wanted = filters.join('\n');
  const latest = useMemo(
    () => query.data?.filter((event) => isNamed(event, wanted)).slice(0, SHOWN),
    [query.data, wanted],
  );
  /** The latest as of now. */
  const fetchFirst = async (): Promise<RecordedEvent | undefined> => {
    if (names.length === 0) return undefined;
    const { data } = await query.refetch();
    return data?.find((event) => isNamed(event, wanted));
  };
  // What was fetched for an earlier look at the page is not the latest.
  const first = query.isFetchedAfterMount ? latest?.[0]?.id : undefined;
  return { kinds, latest, first, fetchFirst };
}

/** @param filters one a line */
function isNamed({ event, columns }: RecordedEvent, filters: string): boolean {
  if (event !== 'message.publish' || filters === '') return true;
  return filters.split('\n').some((filter) => topicMatches(String(columns.topic), filter));
}

/** What is tried when nothing is chosen: the latest event, and one that is made up while there is none. */
export async function firstSample({
  kinds,
  fetchFirst,
}: Pick<ReturnType<typeof useSampleEvents>, 'kinds' | 'fetchFirst'>): Promise<Sample> {
  const first = await fetchFirst();
  return first ? { kind: 'recorded', id: first.id } : { kind: 'edit', text: madeUpSample(kinds[0]) };
}

/** An event that somebody may change: the columns that a person writes, with their examples. */
export function madeUpSample(kind: RuleEvent | undefined): string {
  if (!kind) return '{}';
  const columns = Object.entries(kind.test_columns).map(([name, [example]]) => [name, example]);
  return JSON.stringify({ event_type: kind.test_type, ...Object.fromEntries(columns) }, null, 2);
}

export function editableSample({ columns }: RecordedEvent, kind: RuleEvent | undefined): string {
  const { event: _event, metadata: _metadata, ...rest } = columns;
  return JSON.stringify({ event_type: kind?.test_type ?? '', ...rest }, null, 2);
}

/** The member of `POST /rule_explain` that says which event. @throws SyntaxError for a text that is no JSON */
export function subjectOf(sample: Sample): Readonly<Record<string, unknown>> | undefined {
  switch (sample.kind) {
    case 'recorded':
      return sample.id === undefined ? undefined : { event_id: sample.id };
    case 'edit':
      return { event: JSON.parse(sample.text) };
    case 'live':
      return { wait: '60s' };
  }
}
