import type { Subscription } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { namePath } from '../../shared/api/name-path.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { showDone, showUndo } from '../../shared/ui/undo-toast.tsx';
import { SUBSCRIPTIONS_KEY, type SubscriptionSet, unsubscribeAll } from './subscription-search.ts';

function renew(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [SUBSCRIPTIONS_KEY] });
}

/**
 * Ends subscriptions. Those that are known one by one can be made again.
 * @param say what was done, for so many
 */
export async function unsubscribe(set: SubscriptionSet, say: (count: number) => string): Promise<void> {
  const { count } = await unsubscribeAll(set);
  await renew();
  const message = say(count);
  if ('q' in set) showDone(message);
  else
    showUndo({
      message,
      undo: async () => {
        await subscribeAgain(set.rows);
        await renew();
      },
    });
}

/** One call for each client. */
async function subscribeAgain(rows: readonly Subscription[]): Promise<void> {
  for (const [clientId, ofClient] of Map.groupBy(rows, ({ clientid }) => clientid)) {
    const body = ofClient.map(({ topic, qos, nl, rap, rh }) => ({ topic, qos, nl, rap, rh }));
    await api.post(`/clients/${namePath(clientId)}/subscribe/bulk`, body);
  }
}
