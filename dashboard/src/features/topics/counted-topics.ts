import { useQuery } from '@tanstack/react-query';
import type { TopicMetricsRow } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { namePath } from '../../shared/api/name-path.ts';
import { queryClient } from '../../shared/api/query-client.ts';

const KEY = ['topic-metrics'];
const PATH = '/mqtt/topic_metrics';
/** Milliseconds. */
const LOOK_AGAIN = 2_000;

export function useCountedTopics() {
  return useQuery({
    queryKey: KEY,
    refetchInterval: LOOK_AGAIN,
    queryFn: () => api.get<readonly TopicMetricsRow[]>(PATH),
  });
}

export async function countTopic(topic: string): Promise<void> {
  await api.post(PATH, { topic });
  await lookAgain();
}

export async function forgetTopic(topic: string): Promise<void> {
  await api.delete(`${PATH}/${namePath(topic)}`);
  await lookAgain();
}

export async function resetTopics(): Promise<void> {
  await api.put(PATH, { action: 'reset' });
  await lookAgain();
}

function lookAgain(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEY });
}
