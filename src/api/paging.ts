import type { PageOf, PageRequest } from '../lib/page-of.ts';
import type { Steps } from '../lib/steps.ts';
import type { Page, PageQuery } from './contract.ts';

type PageMeta = Page<unknown>['meta'];

interface PagingOptions {
  /** A fuzzy filter was used: EMQX does not count then, so clients do not expect it. */
  uncounted?: boolean | undefined;
}

/** One page of rows that are already filtered and in a stable order. */
export function pageOfRows<Row>(
  rows: readonly Row[],
  { page, limit }: PageQuery,
  { uncounted = false }: PagingOptions = {},
): Page<Row> {
  const start = (page - 1) * limit;
  const end = start + limit;
  return {
    data: rows.slice(start, end),
    meta: { page, limit, ...(uncounted ? {} : { count: rows.length }), hasnext: end < rows.length },
  };
}

/** What a page of the API asks of a list that the floors below page through. */
export function requestOf({ page, limit }: PageQuery): PageRequest {
  return { skip: (page - 1) * limit, take: limit };
}

/** The answer to such a request. */
export function pageOfFound<Found, Row>(
  { rows, count, hasMore }: PageOf<Found>,
  { page, limit }: PageQuery,
  toRow: (found: Found) => Row,
  { uncounted = false }: PagingOptions = {},
): Page<Row> {
  return { data: rows.map(toRow), meta: metaOf({ rows, count, hasMore }, { page, limit }, uncounted) };
}

/** The same as text, for rows of which there may be 10,000 and each takes its time. */
export function* pageText<Found, Row>(
  found: PageOf<Found>,
  query: PageQuery,
  toRow: (found: Found) => Row,
  { uncounted = false }: PagingOptions = {},
): Steps<string> {
  const rows = yield* rowsText(found.rows, toRow);
  return `{"data":${rows},"meta":${JSON.stringify(metaOf(found, query, uncounted))}}`;
}

/** Rows that are written in a step. */
const WRITTEN = 64;

export function* rowsText<Found, Row>(rows: readonly Found[], toRow: (found: Found) => Row): Steps<string> {
  const texts: string[] = [];
  for (const row of rows) {
    texts.push(JSON.stringify(toRow(row)));
    if (texts.length % WRITTEN === 0) yield;
  }
  return `[${texts.join(',')}]`;
}

function metaOf(
  { count, hasMore }: PageOf<unknown>,
  { page, limit }: PageQuery,
  uncounted: boolean,
): PageMeta {
  return { page, limit, ...(uncounted || count === undefined ? {} : { count }), hasnext: hasMore };
}
