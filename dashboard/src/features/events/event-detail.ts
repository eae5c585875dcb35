import { useQuery } from '@tanstack/react-query';
import type { RecordedEvent, Rule, RuleExplanation } from '../../../../src/api/contract.ts';
import { api, request, send } from '../../shared/api/client.ts';

export interface EventDetail {
  readonly event: RecordedEvent;
  /** As it was written: numbers of 64 bits do not fit into those of JavaScript. */
  readonly columns: string;
}

const COLUMNS = ',"columns":';

export function useEventDetail(id: string) {
  return useQuery({
    queryKey: ['events', 'one', id],
    queryFn: async ({ signal }): Promise<EventDetail> => {
      const response = await send('GET', `/events/${encodeURIComponent(id)}`, { signal });
      const text = await response.text();
      // What stands before it are texts, in which a quote is escaped.
      const columns = text.slice(text.indexOf(COLUMNS) + COLUMNS.length, -1);
      return { event: JSON.parse(text) as RecordedEvent, columns };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function useRuleNames() {
  return useQuery({
    queryKey: ['rules', 'names'],
    queryFn: async ({ signal }) => {
      const { data } = await api.get<{ data: readonly Rule[] }>('/rules', { limit: 1000 }, signal);
      return data.map(({ id, name }) => ({ value: id, label: name && name !== id ? `${name} (${id})` : id }));
    },
  });
}

/** What the rule makes of the event; nothing is sent. */
export function useExplanation(rule: string | undefined, eventId: string, language: string) {
  return useQuery({
    queryKey: ['rules', 'explain', rule, eventId, language],
    queryFn: ({ signal }) =>
      request<RuleExplanation>('POST', `/rules/${encodeURIComponent(rule ?? '')}/explain`, {
        body: { event_id: eventId },
        headers: { 'accept-language': language },
        signal,
      }),
    enabled: rule !== undefined,
    retry: false,
  });
}
