import { BOTS, OFFLINE_RULE } from './offline-alert.ts';
import type { RestClient } from './rest-client.ts';

/**
 * A connector and an action for each bot, and the rule that feeds them: what an operator does once.
 * @param ports where each of the bots listens, in their order
 */
export async function configureOfflineAlert(api: RestClient, ports: readonly number[]): Promise<void> {
  for (const [index, { action }] of BOTS.entries()) {
    const url = `http://127.0.0.1:${ports[index]}`;
    await api.must('POST', '/connectors', { type: 'http', name: action.name, url });
    await api.must('POST', '/actions', action);
  }
  await api.must('POST', '/rules', OFFLINE_RULE);
}
