import { type ClientRun, UsageError } from './client-run.ts';

/** How much of a list is wanted. */
export interface PageOptions {
  readonly limit?: string | undefined;
  /** However many there are. */
  readonly all?: boolean | undefined;
  /** That there is more is not said: the list is a part of something. */
  readonly isPart?: boolean | undefined;
}

/** As the lists of the API are; they go on by a cursor, or by the number of the page. */
export interface ListAnswer<Row> {
  readonly data: readonly Row[];
  readonly meta: {
    readonly count?: number;
    readonly cursor?: string;
    readonly hasnext?: boolean;
    readonly page?: number;
  };
}

/** Rows that every list of the API gives at a time. */
const PAGE = 1000;

/**
 * A list, by as many requests as it takes. That there is more is said, also to pipes: a list that is cut off looks whole.
 * @param path without the query @param usual so many, where no limit is given @throws UsageError
 */
export async function readPages<Answer extends ListAnswer<unknown>>(
  { api, error, texts }: Pick<ClientRun, 'api' | 'error' | 'texts'>,
  path: string,
  query: URLSearchParams,
  { limit, all = false, isPart = false }: PageOptions,
  usual = 100,
): Promise<Answer> {
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit)) throw new UsageError(texts.badLimit(limit));
  if (limit !== undefined && all) throw new UsageError(texts.limitOrAll);
  const wanted = all ? Infinity : limit === undefined ? usual : Number(limit);
  query.set('limit', String(Math.min(PAGE, wanted)));
  const data: unknown[] = [];
  let answer: Answer;
  for (let page = 1; ; page++) {
    answer = await api.get<Answer>(`${path}?${query}`);
    data.push(...answer.data);
    const { cursor, hasnext = cursor !== undefined } = answer.meta;
    if (!hasnext || data.length >= wanted) break;
    if (cursor === undefined) query.set('page', String(page + 1));
    else query.set('cursor', cursor);
  }
  const { count, cursor, hasnext = cursor !== undefined } = answer.meta;
  const shown = data.slice(0, wanted);
  if (!isPart && shown.length > 0 && (count === undefined ? hasnext : count > shown.length))
    error(texts.more(shown.length, count));
  return { ...answer, data: shown };
}
