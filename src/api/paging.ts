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
