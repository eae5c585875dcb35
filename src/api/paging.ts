import type { PageOf, PageRequest } from '../lib/page-of.ts';
import type { Page, PageQuery } from './contract.ts';

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
  return {
    data: rows.map(toRow),
    meta: { page, limit, ...(uncounted || count === undefined ? {} : { count }), hasnext: hasMore },
  };
}
