import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Alert, Client, Rule } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

interface PageOf<Row> {
  readonly data: readonly Row[];
}

/** Of each kind. */
const MOST = 5;

export interface FoundThings {
  readonly clients: readonly Pick<Client, 'clientid' | 'username' | 'connected'>[];
  readonly rules: readonly Pick<Rule, 'id' | 'name'>[];
  readonly alerts: readonly Pick<Alert, 'id' | 'title' | 'severity' | 'status'>[];
}

const NOTHING: FoundThings = { clients: [], rules: [], alerts: [] };

/** What the server finds for a few letters: clients by their ids, rules, alerts. */
export function useFoundThings(text: string) {
  return useQuery({
    queryKey: ['finder', text],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: async ({ signal }): Promise<FoundThings> => {
      if (text === '') return NOTHING;
      const limits = { limit: MOST, page: 1 };
      const [clients, rules, alerts] = await Promise.all([
        api.get<PageOf<Client>>('/clients', { ...limits, like_clientid: text }, signal),
        api.get<PageOf<Rule>>('/rules', { ...limits, like_id: text }, signal),
        api.get<PageOf<Alert>>('/alerts', { ...limits, q: text }, signal),
      ]);
      return { clients: clients.data, rules: rules.data, alerts: alerts.data };
    },
  });
}
