import { parseDuration } from '../../lib/duration.ts';
import { printable } from '../../lib/human-log.ts';
import type { EventCommandTexts } from '../../texts/event-commands.ts';
import { eventLine, type HappenedEvent } from '../../texts/event-words.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

/** Which events are meant. */
export interface EventOptions extends CommonOptions {
  readonly event?: string | undefined;
  readonly client?: string | undefined;
  readonly user?: string | undefined;
  readonly reason?: string | undefined;
  readonly column?: readonly string[] | undefined;
  readonly text?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: string | undefined;
  readonly buckets?: string | undefined;
}

interface ShownEvent extends HappenedEvent {
  readonly id: string;
  readonly at: string;
}

interface Histogram {
  readonly data: readonly { readonly at: string; readonly count: number }[];
  readonly meta: { readonly counted_from?: string };
}

/** The words of these commands, in the language of whoever reads. */
export interface EventWordsOf {
  readonly words: EventCommandTexts;
  readonly language: 'en' | 'zh';
}

export async function listEvents(
  { api, output, out, error }: ClientRun,
  options: EventOptions,
  { words, language }: EventWordsOf,
): Promise<number> {
  const query = queryOf(options, words);
  query.set('limit', options.limit ?? '100');
  const answer = await api.get<{ readonly data: readonly ShownEvent[] }>(`/events?${query}`);
  const rows = answer.data.map((event) => rowOf(event, language));
  const { id, at, event, sentence } = words.columns;
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(answer.data.map((one) => `${one.id}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(words.nothing);
  else out(tableOf([id, at, event, sentence], rows));
  return 0;
}

/** All that match to standard output, for a file. */
export async function exportEvents(
  { api, out }: ClientRun,
  options: EventOptions & { readonly csv?: boolean | undefined },
  { words }: EventWordsOf,
): Promise<number> {
  const query = queryOf(options, words);
  query.set('format', options.csv ? 'csv' : 'ndjson');
  for await (const text of api.text(`/events/export?${query}`)) out(text);
  return 0;
}

/** Goes on until the connection or the process ends. */
export async function tailEvents(
  { api, output, out }: ClientRun,
  options: EventOptions,
  { words, language }: EventWordsOf,
): Promise<number> {
  for await (const { data } of api.stream(`/events/stream?${queryOf(options, words)}`)) {
    const event = JSON.parse(data) as ShownEvent;
    if (output === 'json') out(`${data}\n`);
    else if (output === 'name') out(`${event.id}\n`);
    else if (output === 'tsv') out(tsvOf([rowOf(event, language)]));
    else out(`${[event.at, event.event, eventLine(event, language)].map(printable).join('  ')}\n`);
  }
  return 0;
}

export async function countEvents(
  { api, output, out, error }: ClientRun,
  options: EventOptions,
  { words }: EventWordsOf,
): Promise<number> {
  const query = queryOf(options, words);
  query.set('buckets', options.buckets ?? '60');
  const answer = await api.get<Histogram>(`/events/histogram?${query}`);
  const rows = answer.data.map(({ at, count }) => [at, String(count)]);
  const { counted_from } = answer.meta;
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output !== 'table') out(tsvOf(rows));
  else if (rows.length === 0) error(words.nothing);
  else out(tableOf([words.columns.at, words.columns.count], rows));
  if (counted_from !== undefined) error(words.notAll(counted_from));
  return 0;
}

/** Gauges and rates of now, and how many alerts there are. */
export async function showStatus({ api, output, out }: ClientRun, { words }: EventWordsOf): Promise<number> {
  const [figures, { status }] = await Promise.all([
    api.get<Readonly<Record<string, number>>>('/monitor_current'),
    api.get<{ readonly status: { readonly open: number; readonly acknowledged: number } }>('/alerts/stats'),
  ]);
  const { open, acknowledged } = status;
  const all: Readonly<Record<string, number>> = { ...figures, open, acknowledged };
  const names = Object.entries(words.figures).filter(([name]) => all[name] !== undefined);
  if (output === 'json') out(`${JSON.stringify({ ...figures, alerts: status })}\n`);
  else if (output === 'table') {
    const table = tableOf(
      ['', ''],
      names.map(([name, words]) => [words, String(all[name])]),
    );
    out(table.replace(/^.*\n/, ''));
  } else out(tsvOf(names.map(([name]) => [name, String(all[name])])));
  return 0;
}

function rowOf(event: ShownEvent, language: 'en' | 'zh'): string[] {
  return [event.id, event.at, event.event, eventLine(event, language)];
}

function queryOf(options: EventOptions, words: EventCommandTexts): URLSearchParams {
  const query = new URLSearchParams();
  const each = (name: string, list: string | undefined) => {
    for (const value of list?.split(',') ?? []) query.append(name, value);
  };
  each('event', options.event);
  each('clientid', options.client);
  if (options.user !== undefined) query.set('username', options.user);
  if (options.reason !== undefined) query.append('column', `reason:${options.reason}`);
  for (const column of options.column ?? []) query.append('column', column);
  if (options.text !== undefined) query.set('text', options.text);
  if (options.since !== undefined) query.set('from', momentOf(options.since, words));
  if (options.until !== undefined) query.set('to', momentOf(options.until, words));
  return query;
}

/** `24h` is so long ago. @throws UsageError */
function momentOf(text: string, words: EventCommandTexts): string {
  const ago = parseDuration(text);
  if (ago !== undefined && Number.isFinite(ago)) return String(Date.now() - ago);
  if (Number.isNaN(Date.parse(text))) throw new UsageError(words.badTime(text));
  return text;
}
