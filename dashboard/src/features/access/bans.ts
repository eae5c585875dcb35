import { useInfiniteQuery } from '@tanstack/react-query';
import type { Ban } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const KEY = ['banned'];
const PAGE = 200;

interface BanPage {
  readonly data: readonly Ban[];
  readonly meta: { readonly page: number; readonly count?: number; readonly hasnext: boolean };
}

export function useBans() {
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) => api.get<BanPage>('/banned', { page: pageParam, limit: PAGE }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
  });
}

export interface BanDraft {
  readonly as: Ban['as'];
  readonly who: string;
  readonly reason: string;
  /** RFC 3339, or `infinity`. */
  readonly until: string;
  readonly by?: string;
}

export async function addBan(draft: BanDraft): Promise<void> {
  await api.post('/banned', draft);
  await queryClient.invalidateQueries({ queryKey: KEY });
}

export async function liftBan({ as, who }: Pick<Ban, 'as' | 'who'>): Promise<void> {
  await api.delete(`/banned/${as}/${encodeURIComponent(who)}`);
  await queryClient.invalidateQueries({ queryKey: KEY });
}
