import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';
import { optionsOf, type ShownSubscription } from './show-client.ts';

export interface ListSubscriptionsOptions extends CommonOptions {
  readonly sort?: string | undefined;
  readonly limit?: string | undefined;
}

export interface UnsubscribeOptions extends CommonOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

interface Found {
  readonly data: readonly ShownSubscription[];
  readonly meta: { readonly count: number; readonly clients: number; readonly cursor?: string };
}

interface Counted {
  readonly count: number;
  readonly clients: number;
}

/** Rows of one request, at most. */
const PAGE = 10_000;

export async function listSubscriptions(
  { api, print, error }: ClientRun,
  query: readonly string[],
  { sort, limit = '100' }: ListSubscriptionsOptions,
  { words }: MqttClientWords,
): Promise<number> {
  if (!/^[1-9]\d{0,8}$/.test(limit)) throw new UsageError(words.badLimit(limit));
  const search = new URLSearchParams({ q: query.join(' '), ...(sort && { sort }) });
  const rows: ShownSubscription[] = [];
  let page: Found | undefined;
  do {
    search.set('limit', String(Math.min(PAGE, Number(limit) - rows.length)));
    search.set('cursor', page?.meta.cursor ?? '');
    page = await api.get<Found>(`/subscription_search?${search}`);
    rows.push(...page.data);
  } while (page.meta.cursor !== undefined && rows.length < Number(limit));
  const { count } = page.meta;
  const { topic, id, options } = words.columns;
  print.list({
    answer: { data: rows, meta: page.meta },
    rows,
    name: (row) => row.topic,
    nothing: words.noSubscription,
    columns: [
      { title: topic, value: (row) => row.topic, shown: (row) => shortText(row.topic) },
      { title: id, value: (row) => row.clientid, shown: (row) => shortText(row.clientid) },
      { title: options, value: optionsOf },
    ],
  });
  if (print.isForPeople && rows.length > 0 && count > rows.length) error(words.more(rows.length, count));
  return 0;
}

/** All that the words find, after they were counted and asked for. */
export async function removeSubscriptions(
  { api, print, error, confirm }: ClientRun,
  query: readonly string[],
  { dryRun, yes }: UnsubscribeOptions,
  { words }: MqttClientWords,
): Promise<number> {
  const text = query.join(' ').trim();
  if (text === '') throw new UsageError(words.unsubscribeWhat);
  const q = text === '*' ? '' : text;
  const tell = (counted: Counted, sentence: string) => print.done({ answer: counted, names: [], sentence });
  const path = '/subscription_search/unsubscribe';
  if (dryRun || !yes) {
    const found = await api.post<Counted>(path, { q, dry_run: true });
    if (dryRun || found.count === 0) {
      tell(found, words.wouldUnsubscribe(found.count, found.clients));
      return 0;
    }
    if (!confirm) throw new UsageError(words.notAskedToUnsubscribe(found.count));
    if (!(await confirm(words.unsubscribeThese(found.count, found.clients)))) {
      error(words.notUnsubscribed);
      return 1;
    }
  }
  const done = await api.post<Counted>(path, { q });
  tell(done, words.unsubscribed(done.count));
  return 0;
}
