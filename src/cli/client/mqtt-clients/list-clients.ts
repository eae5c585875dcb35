import { printable } from '../../../lib/human-log.ts';
import type { MqttClientTexts } from '../../../texts/mqtt-client-commands.ts';
import { reasonText } from '../../../texts/reason-words.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { tableOf, tsvOf } from '../rows.ts';
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
  { api, output, out, error }: ClientRun,
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
  const names = tsvOf(rows.map(({ clientid }) => [clientid]));
  if (output === 'json') out(`${JSON.stringify({ data: rows, meta: page.meta })}\n`);
  else if (output === 'name') out(names);
  else if (output === 'tsv') out(tsvOf(rows.map(cellsOf)));
  else if (rows.length === 0) error(nearest ? words.nearest(nearest.join(', ')) : words.nothing);
  else {
    out(
      tableOf(
        headerOf(words),
        rows.map((row) => peopleCells(row, words, language)),
      ),
    );
    if (count > rows.length) error(words.more(rows.length, count));
  }
  return 0;
}

function headerOf({ columns }: MqttClientTexts): string[] {
  const { id, state, user, address, listener, subscriptions, queue, seen, reason, flaps } = columns;
  return [id, state, user, address, listener, subscriptions, queue, seen, reason, flaps];
}

/** For programs: as the API writes it. */
function cellsOf(row: ShownClient): string[] {
  return [
    row.clientid,
    stateOf(row),
    row.username ?? '',
    row.ip_address ?? '',
    row.listener ?? '',
    String(row.subscriptions_cnt),
    String(row.mqueue_len),
    row.last_seen_at ?? '',
    row.reason ?? '',
    String(row.flaps_24h),
  ];
}

function peopleCells(row: ShownClient, words: MqttClientTexts, language: 'en' | 'zh'): string[] {
  const [id = '', state = '', user = '', ...rest] = cellsOf(row);
  const [address = '', listener = '', subscriptions = '', queue = '', seen = '', reason = '', flaps = ''] =
    rest;
  return [
    shortText(id),
    words.states[state] ?? state,
    shortText(user),
    address,
    listener,
    subscriptions,
    queue,
    state === 'online' ? words.now : seen,
    reason === '' ? '' : reasonText(reason, language),
    flaps,
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
