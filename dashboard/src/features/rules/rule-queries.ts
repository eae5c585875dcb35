import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Playbook, Rule, RuleSummary } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useLive } from '../../shared/live/live.ts';

const MOST_OF_A_PAGE = 1_000;

export const rulesQuery = queryOptions({ queryKey: ['rules'], queryFn: ({ signal }) => fetchRules(signal) });

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', id],
    queryFn: ({ signal }) => api.get<Rule>(rulePath(id), {}, signal),
  });

/** All rules; they are few, and the list shows figures of all of them. */
export function useRules() {
  useLive('objects', ({ kind }) => {
    if (kind === 'rule' || kind === 'action' || kind === 'connector') void refreshRules();
  });
  return useQuery(rulesQuery);
}

/** How they do, anew every five seconds while somebody looks. */
export function useRuleSummaries() {
  return useQuery({
    queryKey: ['rules_summary'],
    queryFn: ({ signal }) => api.get<RuleSummary[]>('/rules_summary', {}, signal),
    refetchInterval: 5_000,
  });
}

export function usePlaybooks(isWanted: boolean) {
  return useQuery({
    queryKey: ['playbooks'],
    queryFn: async ({ signal }) => (await api.get<{ data: Playbook[] }>('/playbooks', {}, signal)).data,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isWanted,
  });
}

async function fetchRules(signal: AbortSignal): Promise<Rule[]> {
  const rules: Rule[] = [];
  for (let page = 1; ; page++) {
    const answer = await api.get<{ data: Rule[]; meta: { hasnext: boolean } }>(
      '/rules',
      { page, limit: MOST_OF_A_PAGE },
      signal,
    );
    rules.push(...answer.data);
    if (!answer.meta.hasnext) return rules;
  }
}

export async function refreshRules(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['rules'] }),
    queryClient.invalidateQueries({ queryKey: ['rules_summary'] }),
  ]);
}

export function rulePath(id: string): string {
  return `/rules/${encodeURIComponent(id)}`;
}
