import { printable } from '../../../lib/human-log.ts';
import type { MqttClientTexts } from '../../../texts/mqtt-client-commands.ts';
import { reasonText } from '../../../texts/reason-words.ts';
import type { Column } from '../../output/printer.ts';
import type { ClientRun, CommonOptions } from '../client-run.ts';
import { type ListAnswer, type PageOptions, readPages } from '../pages.ts';
import { type ShownClient, stateOf } from './client-rows.ts';

export interface ListClientsOptions extends CommonOptions, PageOptions {
  readonly state?: string | undefined;
  readonly sort?: string | undefined;
}

/** The words of these commands, in the language of whoever reads. */
export interface MqttClientWords {
  readonly words: MqttClientTexts;
  readonly language: 'en' | 'zh';
}

interface FoundClients extends ListAnswer<ShownClient> {
  readonly meta: { readonly count: number; readonly cursor?: string; readonly nearest?: readonly string[] };
}

export async function listClients(
  run: ClientRun,
  query: readonly string[],
  options: ListClientsOptions,
  { words, language }: MqttClientWords,
): Promise<number> {
  const { print } = run;
  const { state, sort } = options;
  const search = new URLSearchParams({ q: query.join(' '), ...(state && { state }), ...(sort && { sort }) });
  const answer = await readPages<FoundClients>(run, '/client_search', search, options);
  const { nearest } = answer.meta;
  return print.list({
    answer,
    rows: answer.data,
    name: ({ clientid }) => clientid,
    nothing: nearest ? words.nearest(nearest.join(', ')) : words.nothing,
    columns: columnsOf(words, language, (at) => print.moment(at)),
  });
}

function columnsOf(
  { columns, states, now }: MqttClientTexts,
  language: 'en' | 'zh',
  moment: (at: string) => string,
): readonly Column<ShownClient>[] {
  return [
    { title: columns.id, value: (row) => row.clientid, shown: (row) => shortText(row.clientid) },
    {
      title: columns.state,
      value: stateOf,
      shown: (row) => states[stateOf(row)] ?? stateOf(row),
      kind: 'state',
    },
    { title: columns.user, value: (row) => row.username, shown: (row) => shortText(row.username ?? '') },
    { title: columns.address, value: (row) => row.ip_address },
    { title: columns.listener, value: (row) => row.listener },
    { title: columns.subscriptions, value: (row) => row.subscriptions_cnt, kind: 'number' },
    { title: columns.queue, value: (row) => row.mqueue_len, kind: 'number' },
    {
      title: columns.seen,
      value: (row) => row.last_seen_at,
      shown: (row) => (row.state === 'online' ? now : moment(row.last_seen_at ?? '')),
    },
    {
      title: columns.reason,
      value: (row) => row.reason,
      shown: ({ reason }) => (reason === null ? '' : reasonText(reason, language)),
    },
    { title: columns.flaps, value: (row) => row.flaps_24h, kind: 'number' },
    { title: columns.protocol, value: (row) => row.proto_ver, isWide: true },
    { title: columns.connected, value: (row) => row.connected_at, kind: 'time', isWide: true },
  ];
}

const LONGEST_CELL = 64;

/** A name from a device for a line of a terminal: harmless, and not longer than one. */
export function shortText(text: string): string {
  const characters = [...printable(text.slice(0, 2 * LONGEST_CELL))];
  return characters.length > LONGEST_CELL || text.length > 2 * LONGEST_CELL
    ? `${characters.slice(0, LONGEST_CELL).join('')}…`
    : characters.join('');
}
