import { appendFileSync } from 'node:fs';
import type { EventCommandTexts } from '../../texts/event-commands.ts';
import { eventLine, type HappenedEvent } from '../../texts/event-words.ts';
import { clockTime } from '../output/clock-time.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { copyOut } from './copy-out.ts';
import { momentOf } from './moment-of.ts';
import { type ListAnswer, type PageOptions, readPages } from './pages.ts';

/** Which events are meant. */
export interface EventOptions extends CommonOptions, PageOptions {
  readonly event?: string | undefined;
  readonly client?: string | undefined;
  readonly user?: string | undefined;
  readonly reason?: string | undefined;
  readonly column?: readonly string[] | undefined;
  readonly text?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly buckets?: string | undefined;
}

export interface TailOptions extends EventOptions {
  /** The path of a file that gets each event as a line of JSON. */
  readonly record?: string | undefined;
  /** The same as `--output json`. */
  readonly json?: boolean | undefined;
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
  run: ClientRun,
  options: EventOptions,
  { words, language }: EventWordsOf,
): Promise<number> {
  const query = queryOf(options, words);
  const answer = await readPages<ListAnswer<ShownEvent>>(run, '/events', query, options);
  const { id, at, event, sentence } = words.columns;
  return run.print.list({
    answer,
    rows: answer.data,
    name: (one) => one.id,
    nothing: words.nothing,
    columns: [
      { title: id, value: (one) => one.id },
      { title: at, value: (one) => one.at, kind: 'time' },
      { title: event, value: (one) => one.event },
      { title: sentence, value: (one) => eventLine(one, language) },
    ],
  });
}

/** All that match to standard output, for a file. */
export async function exportEvents(
  run: ClientRun,
  options: EventOptions & { readonly csv?: boolean | undefined },
  { words }: EventWordsOf,
): Promise<number> {
  const query = queryOf(options, words);
  query.set('format', options.csv ? 'csv' : 'ndjson');
  return copyOut(run, run.api.text(`/events/export?${query}`));
}

/**
 * What was recorded since a time, where one is given, and then what happens, until the connection or the process ends.
 * @throws UsageError when the file for them cannot be written
 */
export async function tailEvents(
  run: ClientRun,
  options: TailOptions,
  { words, language }: EventWordsOf,
): Promise<number> {
  const { since, record, ...filters } = options;
  const tell = (event: ShownEvent): void => {
    if (record !== undefined) keep(record, event, words);
    run.print.news({
      answer: event,
      name: event.id,
      cells: [event.id, event.at, event.event, eventLine(event, language)],
      spoken: [clockTime(event.at), event.event, eventLine(event, language)],
    });
  };
  if (record !== undefined) keep(record, undefined, words);
  const coming = run.api.stream(`/events/stream?${queryOf(filters, words)}`);
  // Asked for first, so that nothing falls between what was and what comes.
  let next = coming.next();
  next.catch(() => undefined);
  const told = new Set<string>();
  if (since !== undefined) {
    const query = queryOf({ ...filters, since }, words);
    query.set('limit', '1000');
    const past = await run.api.get<{ readonly data: readonly ShownEvent[] }>(`/events?${query}`);
    for (const event of past.data.toReversed()) {
      told.add(event.id);
      tell(event);
    }
  }
  for (let news = await next; !news.done; news = await next) {
    const event = JSON.parse(news.value.data) as ShownEvent;
    if (!told.has(event.id)) tell(event);
    next = coming.next();
  }
  return 0;
}

/** Adds a line of JSON; without an event it only begins the file. @throws UsageError */
function keep(file: string, event: ShownEvent | undefined, words: EventCommandTexts): void {
  try {
    appendFileSync(file, event === undefined ? '' : `${JSON.stringify(event)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(words.unwritable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

export async function countEvents(
  { api, print, error }: ClientRun,
  options: EventOptions,
  { words }: EventWordsOf,
): Promise<number> {
  const query = queryOf(options, words);
  query.set('buckets', options.buckets ?? '60');
  const answer = await api.get<Histogram>(`/events/histogram?${query}`);
  print.list({
    answer,
    rows: answer.data,
    name: ({ at }) => at,
    nothing: words.nothing,
    columns: [
      { title: words.columns.at, value: ({ at }) => at, kind: 'time' },
      { title: words.columns.count, value: ({ count }) => count, kind: 'number' },
    ],
  });
  const { counted_from } = answer.meta;
  if (counted_from !== undefined) error(words.notAll(counted_from));
  return 0;
}

/** Gauges and rates of now, and how many alerts there are. */
export async function showStatus({ api, print }: ClientRun, { words }: EventWordsOf): Promise<number> {
  const [figures, { status }] = await Promise.all([
    api.get<Readonly<Record<string, number>>>('/monitor_current'),
    api.get<{ readonly status: { readonly open: number; readonly acknowledged: number } }>('/alerts/stats'),
  ]);
  const { open, acknowledged } = status;
  const all: Readonly<Record<string, number>> = { ...figures, open, acknowledged };
  return print.thing({
    answer: { ...figures, alerts: status },
    name: api.url,
    facts: Object.entries(words.figures).flatMap(([name, label]) =>
      all[name] === undefined ? [] : [{ name, label, value: all[name] }],
    ),
  });
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
  if (options.since !== undefined) query.set('from', String(momentOf(options.since, words.badTime)));
  if (options.until !== undefined) query.set('to', String(momentOf(options.until, words.badTime)));
  return query;
}
