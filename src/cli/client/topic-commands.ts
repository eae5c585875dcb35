import { setTimeout as pause } from 'node:timers/promises';
import { parseDuration } from '../../lib/duration.ts';
import type { TopicCommandTexts } from '../../texts/topic-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

export interface ListTopicsOptions extends CommonOptions {
  readonly busiest?: boolean | undefined;
  readonly watch?: string | undefined;
  readonly limit?: string | undefined;
}

export interface ListRetainedOptions extends CommonOptions {
  readonly limit?: string | undefined;
  readonly sort?: string | undefined;
}

export interface RemoveRetainedOptions extends CommonOptions {
  readonly topic?: string | undefined;
  readonly query?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** As the API has them, as far as they are shown here. */
interface ShownTopic {
  readonly topic: string;
  readonly subscribed: boolean;
  readonly retained: boolean;
  readonly messages: number;
  readonly rate: number;
  readonly last?: { readonly payload: string };
}

interface ShownRetained {
  readonly topic: string;
  readonly payload_size: number;
  readonly qos: number;
  readonly publish_at: string;
  readonly from_clientid: string;
  readonly payload?: string;
}

interface Listed<Row> {
  readonly data: readonly Row[];
  readonly meta: { readonly count?: number; readonly missed?: number };
}

/** Characters of a payload in a row. */
const LONGEST = 60;

export async function listTopics(
  run: ClientRun,
  search: string | undefined,
  options: ListTopicsOptions,
  texts: TopicCommandTexts,
): Promise<number> {
  const query = new URLSearchParams({
    q: search ?? '',
    limit: options.limit ?? '1000',
    sort: options.busiest ? '-rate' : 'topic',
  });
  if (options.watch !== undefined) {
    const time = parseDuration(options.watch);
    if (time === undefined || !Number.isFinite(time) || time > 600_000)
      throw new UsageError(texts.badTime(options.watch));
    await count(run, time);
  }
  const answer = await run.api.get<Listed<ShownTopic>>(`/topic_activity?${query}`);
  const rows = answer.data.map(({ topic, rate, messages, subscribed, retained, last }) => [
    topic,
    String(rate),
    String(messages),
    [subscribed && texts.uses.subscribed, retained && texts.uses.retained].filter(Boolean).join(','),
    last ? shortText(last.payload) : '',
  ]);
  print(run, answer, texts.topicColumns, rows, texts.nothing, texts);
  if (answer.meta.missed && run.output !== 'json') run.error(texts.missed(answer.meta.missed));
  return 0;
}

/** Milliseconds after which the broker is asked again, so that it goes on counting. */
const ASK_AGAIN = 10_000;

async function count({ api }: ClientRun, time: number): Promise<void> {
  for (let left = time; left > 0; left -= ASK_AGAIN) {
    await api.get('/topic_activity?limit=1');
    await pause(Math.min(left, ASK_AGAIN));
  }
}

export async function listRetained(
  run: ClientRun,
  search: string | undefined,
  { limit = '1000', sort = 'topic' }: ListRetainedOptions,
  texts: TopicCommandTexts,
): Promise<number> {
  const query = new URLSearchParams({ q: search ?? '', limit, sort });
  const answer = await run.api.get<Listed<ShownRetained>>(`/mqtt/retainer/messages?${query}`);
  const rows = answer.data.map(({ topic, payload_size, qos, publish_at, from_clientid }) => [
    topic,
    String(payload_size),
    String(qos),
    publish_at,
    from_clientid,
  ]);
  return print(run, answer, texts.retainedColumns, rows, texts.nothingRetained, texts);
}

/** The payload to standard output, as it is. */
export async function showRetained(run: ClientRun, topic: string, texts: TopicCommandTexts): Promise<number> {
  const path = `/mqtt/retainer/message/~base64url:${Buffer.from(topic).toString('base64url')}`;
  const message = await run.api.get<ShownRetained>(path);
  if (run.output === 'json') {
    run.out(`${JSON.stringify(message)}\n`);
    return 0;
  }
  if (message.payload === undefined) {
    run.error(texts.tooLarge);
    return 1;
  }
  const bytes = Buffer.from(message.payload, 'base64');
  const text = bytes.toString();
  const isText = Buffer.from(text).equals(bytes);
  if (!isText) run.error(texts.base64);
  run.out(`${isText ? text : message.payload}\n`);
  return 0;
}

/** Without `--yes` it only counts, and the exit code is 2. */
export async function removeRetained(
  run: ClientRun,
  topics: readonly string[],
  { topic, query, yes = false }: RemoveRetainedOptions,
  texts: TopicCommandTexts,
): Promise<number> {
  const search = [topic === undefined ? '' : `topic:${quoted(topic)}`, query ?? ''].join(' ').trim();
  const hasSearch = topic !== undefined || query !== undefined;
  if (topics.length > 0 && hasSearch) throw new UsageError(texts.eitherOr);
  // An empty search would mean all of them.
  if (topics.length === 0 && search === '') throw new UsageError(texts.whichOnes);
  const { count: found, bytes } = await run.api.post<{ readonly count: number; readonly bytes: number }>(
    '/mqtt/retainer/messages/remove',
    { ...(hasSearch ? { q: search } : { topics }), dry_run: !yes },
  );
  if (run.output === 'json') run.out(`${JSON.stringify({ count: found, bytes, dry_run: !yes })}\n`);
  else if (yes) run.out(`${texts.removed(found)}\n`);
  else run.error(texts.wouldRemove(found, bytes));
  return yes ? 0 : 2;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function shortText(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function print(
  { output, out, error }: ClientRun,
  answer: Listed<unknown>,
  header: readonly string[],
  rows: readonly string[][],
  nothing: string,
  texts: TopicCommandTexts,
): number {
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(rows.map(([name]) => `${name}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(nothing);
  else out(tableOf(header, rows));
  const { count: all } = answer.meta;
  if (output === 'table' && all !== undefined && all > rows.length) error(texts.more(rows.length, all));
  return 0;
}
