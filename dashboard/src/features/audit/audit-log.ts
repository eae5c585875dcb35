import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

export interface AuditSearch {
  readonly text?: string | undefined;
  readonly from?: string | undefined;
  readonly result?: string | undefined;
  readonly kind?: string | undefined;
}

interface AuditPage {
  readonly data: readonly AuditEntry[];
  readonly meta: { readonly page: number; readonly count?: number; readonly hasnext: boolean };
}

const PAGE = 100;
const MOST_EXPORTED = 10_000;

/** The newest first, page by page. */
export function useAuditLog(search: AuditSearch) {
  return useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditPage>('/audit', { ...queryOf(search), page: pageParam, limit: PAGE }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
  });
}

/** For an export. */
export async function fetchAuditLog(search: AuditSearch): Promise<readonly AuditEntry[]> {
  const page = await api.get<AuditPage>('/audit', { ...queryOf(search), limit: MOST_EXPORTED });
  return page.data;
}

function queryOf({ text, from, result, kind }: AuditSearch) {
  return { text, from, operation_result: result, operation_type: kind };
}
