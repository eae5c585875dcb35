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

/** The answer to such a request as JSON, for rows of which there may be 10,000 and each takes its time. */
export function* pageJson<Found, Row>(
  found: PageOf<Found>,
  query: PageQuery,
  toRow: (found: Found) => Row,
  { uncounted = false }: PagingOptions = {},
): Steps<Buffer> {
  return yield* listJson(found.rows, toRow, metaOf(found, query, uncounted));
}

/** Rows that are written in a step. */
const WRITTEN = 64;

/** `{data, meta}` as bytes: to make them of a text of 10 MB at once would take longer than all the rest. */
export function* listJson<Found, Row>(
  rows: readonly Found[],
  toRow: (found: Found) => Row,
  meta: object,
): Steps<Buffer> {
  const parts: Buffer[] = [];
  let text = '{"data":[';
  for (const [index, row] of rows.entries()) {
    text += `${index > 0 ? ',' : ''}${JSON.stringify(toRow(row))}`;
    if ((index + 1) % WRITTEN > 0) continue;
    parts.push(Buffer.from(text));
    text = '';
    yield;
  }
  parts.push(Buffer.from(`${text}],"meta":${JSON.stringify(meta)}}`));
  return Buffer.concat(parts);
}

function metaOf(
  { count, hasMore }: PageOf<unknown>,
  { page, limit }: PageQuery,
  uncounted: boolean,
): PageMeta {
  return { page, limit, ...(uncounted || count === undefined ? {} : { count }), hasnext: hasMore };
}
