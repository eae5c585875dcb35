import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { type ListAnswer, type PageOptions, readPages } from '../pages.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';
import { optionsOf, type ShownSubscription } from './show-client.ts';

export interface ListSubscriptionsOptions extends CommonOptions, PageOptions {
  readonly sort?: string | undefined;
}

export interface UnsubscribeOptions extends CommonOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

interface Counted {
  readonly count: number;
  readonly clients: number;
}

export async function listSubscriptions(
  run: ClientRun,
  query: readonly string[],
  listing: ListSubscriptionsOptions,
  { words }: MqttClientWords,
): Promise<number> {
  const { sort } = listing;
  const search = new URLSearchParams({ q: query.join(' '), ...(sort && { sort }) });
  const answer = await readPages<ListAnswer<ShownSubscription>>(run, '/subscription_search', search, listing);
  const { topic, id, options } = words.columns;
  return run.print.list({
    answer,
    rows: answer.data,
    name: (row) => row.topic,
    nothing: words.noSubscription,
    columns: [
      { title: topic, value: (row) => row.topic, shown: (row) => shortText(row.topic) },
      { title: id, value: (row) => row.clientid, shown: (row) => shortText(row.clientid) },
      { title: options, value: optionsOf },
    ],
  });
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
