import { setTimeout as pause } from 'node:timers/promises';
import { parseDuration } from '../../lib/duration.ts';
import type { TopicCommandTexts } from '../../texts/topic-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { type ListAnswer, type PageOptions, readPages } from './pages.ts';

export interface ListTopicsOptions extends CommonOptions, PageOptions {
  readonly busiest?: boolean | undefined;
  /** A duration in which messages are counted first. */
  readonly for?: string | undefined;
}

export interface ListRetainedOptions extends CommonOptions, PageOptions {
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

interface Listed<Row> extends ListAnswer<Row> {
  readonly meta: ListAnswer<Row>['meta'] & { readonly missed?: number };
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
    sort: options.busiest ? '-rate' : 'topic',
  });
  if (options.for !== undefined) {
    const time = parseDuration(options.for);
    if (time === undefined || !Number.isFinite(time) || time > 600_000)
      throw new UsageError(texts.badTime(options.for));
    await count(run, time);
  }
  const answer = await readPages<Listed<ShownTopic>>(run, '/topic_activity', query, options, 1000);
  const [topic = '', rate = '', messages = '', uses = '', last = ''] = texts.topicColumns;
  run.print.list({
    answer,
    rows: answer.data,
    name: (one) => one.topic,
    nothing: texts.nothing,
    columns: [
      { title: topic, value: (one) => one.topic },
      { title: rate, value: (one) => one.rate, kind: 'number' },
      { title: messages, value: (one) => one.messages, kind: 'number' },
      {
        title: uses,
        value: (one) =>
          [one.subscribed && 'subscribed', one.retained && 'retained'].filter(Boolean).join(','),
        shown: (one) =>
          [one.subscribed && texts.uses.subscribed, one.retained && texts.uses.retained]
            .filter(Boolean)
            .join(','),
      },
      { title: last, value: (one) => one.last && shortText(one.last.payload) },
    ],
  });
  if (answer.meta.missed && run.print.isForPeople) run.error(texts.missed(answer.meta.missed));
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
  options: ListRetainedOptions,
  texts: TopicCommandTexts,
): Promise<number> {
  const query = new URLSearchParams({ q: search ?? '', sort: options.sort ?? 'topic' });
  const answer = await readPages<ListAnswer<ShownRetained>>(
    run,
    '/mqtt/retainer/messages',
    query,
    options,
    1000,
  );
  const [topic = '', size = '', qos = '', at = '', from = ''] = texts.retainedColumns;
  run.print.list({
    answer,
    rows: answer.data,
    name: (one) => one.topic,
    nothing: texts.nothingRetained,
    columns: [
      { title: topic, value: (one) => one.topic },
      { title: size, value: (one) => one.payload_size, kind: 'number' },
      { title: qos, value: (one) => one.qos, kind: 'number' },
      { title: at, value: (one) => one.publish_at, kind: 'time' },
      { title: from, value: (one) => one.from_clientid },
    ],
  });
  return 0;
}

/** The payload to standard output, as it is. */
export async function showRetained(run: ClientRun, topic: string, texts: TopicCommandTexts): Promise<number> {
  const path = `/mqtt/retainer/message/~base64url:${Buffer.from(topic).toString('base64url')}`;
  const message = await run.api.get<ShownRetained>(path);
  if (run.output === 'json' || run.output === 'yaml' || run.output === 'name')
    return run.print.done({ answer: message, names: [message.topic], sentence: '' });
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
  const isData = run.output === 'json' || run.output === 'yaml';
  if (yes || isData)
    run.print.done({
      answer: { count: found, bytes, dry_run: !yes },
      names: topics,
      sentence: texts.removed(found),
    });
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

/** Where a list was cut. */
