import { reasonText } from '../../../texts/reason-words.ts';
import { clockTime } from '../../output/clock-time.ts';
import type { ClientRun } from '../client-run.ts';
import { rowsOf } from './client-rows.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';

interface Comings {
  readonly online: readonly string[];
  readonly offline: readonly string[];
  readonly count: number;
}

/** Who comes and goes, until somebody ends it; with words, only those that fit. */
export async function watchClients(
  { api, print, error }: ClientRun,
  query: readonly string[],
  { words, language }: MqttClientWords,
): Promise<number> {
  const q = query.join(' ');
  // A search that cannot be meant is refused now, not when somebody comes.
  await rowsOf(api, [''], q);
  for await (const { event, data } of api.stream('/live?topics=clients')) {
    if (event !== 'clients') continue;
    const { online, offline, count } = JSON.parse(data) as Comings;
    const at = new Date().toISOString();
    const rows = new Map((await rowsOf(api, [...online, ...offline], q)).map((row) => [row.clientid, row]));
    for (const [ids, state] of [
      [online, 'online'],
      [offline, 'offline'],
    ] as const) {
      for (const clientid of ids) {
        const row = rows.get(clientid);
        if (!row && q !== '') continue;
        const { username = null, ip_address = null, reason = null } = row ?? {};
        const why = state === 'offline' ? reason : null;
        print.news({
          answer: { at, state, clientid, username, ip_address, reason: why },
          name: clientid,
          cells: [at, state, clientid, username, ip_address, why],
          spoken: [
            clockTime(at),
            words.states[state] ?? state,
            shortText(clientid),
            shortText(username ?? ''),
            ip_address ?? '',
            why === null ? '' : reasonText(why, language),
          ],
          states: { 1: state },
        });
      }
    }
    const untold = count - online.length - offline.length;
    if (untold > 0) error(words.skipped(untold));
  }
  return 0;
}
