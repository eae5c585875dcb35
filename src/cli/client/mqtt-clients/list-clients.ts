import { printable } from '../../../lib/human-log.ts';
import type { MqttClientTexts } from '../../../texts/mqtt-client-commands.ts';
import { reasonText } from '../../../texts/reason-words.ts';
import type { Column } from '../../output/printer.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { type ShownClient, stateOf } from './client-rows.ts';

export interface ListClientsOptions extends CommonOptions {
  readonly state?: string | undefined;
  readonly sort?: string | undefined;
  readonly limit?: string | undefined;
}

/** The words of these commands, in the language of whoever reads. */
export interface MqttClientWords {
  readonly words: MqttClientTexts;
  readonly language: 'en' | 'zh';
}

interface FoundClients {
  readonly data: readonly ShownClient[];
  readonly meta: { readonly count: number; readonly cursor?: string; readonly nearest?: readonly string[] };
}

/** Rows of one request, at most. */
const PAGE = 10_000;

export async function listClients(
  { api, print, error }: ClientRun,
  query: readonly string[],
  { state, sort, limit = '100' }: ListClientsOptions,
  { words, language }: MqttClientWords,
): Promise<number> {
  if (!/^[1-9]\d{0,8}$/.test(limit)) throw new UsageError(words.badLimit(limit));
  const search = new URLSearchParams({ q: query.join(' '), ...(state && { state }), ...(sort && { sort }) });
  const rows: ShownClient[] = [];
  let page: FoundClients | undefined;
  do {
    search.set('limit', String(Math.min(PAGE, Number(limit) - rows.length)));
    search.set('cursor', page?.meta.cursor ?? '');
    page = await api.get<FoundClients>(`/client_search?${search}`);
    rows.push(...page.data);
  } while (page.meta.cursor !== undefined && rows.length < Number(limit));
  const { count, nearest } = page.meta;
  const isEmpty = rows.length === 0;
  print.list({
    answer: { data: rows, meta: page.meta },
    rows,
    name: ({ clientid }) => clientid,
    nothing: nearest ? words.nearest(nearest.join(', ')) : words.nothing,
    columns: columnsOf(words, language, (at) => print.moment(at)),
  });
  if (print.isForPeople && !isEmpty && count > rows.length) error(words.more(rows.length, count));
  return 0;
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
