import { keepPreviousData, type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { AlertGroup, AlertPage } from '../../../../../src/api/contract.ts';
import { api, type Query } from '../../../shared/api/client.ts';
import { useLanguage } from '../../../shared/texts/texts.ts';
import { sourceOf } from '../alert-filter.ts';
import { ALERTS } from '../alert-queries.ts';
import type { UnfoldedGroup } from './open-rows.ts';

const STEP = 100;
/** The server answers with so many at most. */
const MOST = 10_000;

export interface UnfoldedGroups {
  /** By the id of the group; undefined while they are on their way. */
  readonly byId: ReadonlyMap<string, UnfoldedGroup | undefined>;
  /** Another text when another group is unfolded, or shows more. */
  readonly shape: string;
  toggle(id: string): void;
  /** So many more of its alerts. */
  showMore(id: string): void;
}

/** The groups that somebody has unfolded, with the worst of their alerts. */
export function useUnfoldedGroups(groups: readonly AlertGroup[], filter: Query): UnfoldedGroups {
  const [limits, setLimits] = useState<Readonly<Record<string, number>>>({});
  const language = useLanguage();
  const shown = groups.filter(({ id, count }) => limits[id] !== undefined && count > 1);
  const ids = shown.map(({ id }) => id).join('\n');
  const byId = useQueries({
    queries: shown.map((group) => {
      const query = {
        status: ['open', 'acknowledged'],
        ...filter,
        ...sourceOf(group),
        order: 'worst',
        limit: limits[group.id] ?? STEP,
        language,
      };
      return {
        queryKey: [ALERTS, 'members', query],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<AlertPage>('/alerts', query, signal),
        placeholderData: keepPreviousData,
      };
    }),
    combine: useCallback(
      (answers: UseQueryResult<AlertPage>[]) =>
        new Map(
          answers.map(({ data }, index) => [
            ids.split('\n')[index] ?? '',
            data && { alerts: data.data, total: data.meta.count ?? data.data.length },
          ]),
        ),
      [ids],
    ),
  });
  const toggle = useCallback(
    (id: string) =>
      setLimits(({ [id]: known, ...others }) => (known === undefined ? { ...others, [id]: STEP } : others)),
    [],
  );
  const showMore = useCallback(
    (id: string) =>
      setLimits((before) => ({ ...before, [id]: Math.min(MOST, (before[id] ?? STEP) * 2 + STEP) })),
    [],
  );
  const shape = [...byId].map(([id, page]) => `${id} ${page === undefined ? '' : limits[id]}`).join('\n');
  return { byId, shape, toggle, showMore };
}
