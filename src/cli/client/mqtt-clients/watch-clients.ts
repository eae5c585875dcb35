import { printable } from '../../../lib/human-log.ts';
import { reasonText } from '../../../texts/reason-words.ts';
import type { ClientRun } from '../client-run.ts';
import { tsvOf } from '../rows.ts';
import { rowsOf } from './client-rows.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';

interface Comings {
  readonly online: readonly string[];
  readonly offline: readonly string[];
  readonly count: number;
}

/** Who comes and goes, until somebody ends it; with words, only those that fit. */
export async function watchClients(
  { api, output, out, error }: ClientRun,
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
        const cells = [at, state, clientid, username ?? '', ip_address ?? '', why ?? ''];
        if (output === 'json') {
          out(`${JSON.stringify({ at, state, clientid, username, ip_address, reason: why })}\n`);
        } else if (output === 'name') out(tsvOf([[clientid]]));
        else if (output === 'tsv') out(tsvOf([cells]));
        else {
          const line = [
            at,
            words.states[state] ?? state,
            shortText(clientid),
            shortText(username ?? ''),
            ip_address ?? '',
            why === null ? '' : reasonText(why, language),
          ];
          out(`${line.filter(Boolean).map(printable).join('  ')}\n`);
        }
      }
    }
    const untold = count - online.length - offline.length;
    if (untold > 0) error(words.skipped(untold));
  }
  return 0;
}
