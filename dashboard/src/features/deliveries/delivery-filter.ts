import type { Query } from '../../shared/api/client.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';

/** What the address of the page says, besides what the table keeps there. */
export type DeliveryParameter =
  | 'status'
  | 'connector'
  | 'rule'
  | 'alert'
  | 'action'
  | 'vendor_code'
  | 'q'
  | 'since'
  | 'until'
  | 'id';

export type DeliveryFilter = Readonly<Partial<Record<Exclude<DeliveryParameter, 'id'>, string>>>;

const NAMES = [
  'status',
  'connector',
  'rule',
  'alert',
  'action',
  'vendor_code',
  'q',
  'since',
  'until',
] as const;

const HOUR = 3_600_000;
/** Written in the address, so that a link shows the last day whenever it is opened. */
const SPANS: Readonly<Record<string, number>> = { '1h': HOUR, '24h': 24 * HOUR, '7d': 168 * HOUR };

export function useDeliveryFilter() {
  const [search, change] = usePageSearch<DeliveryParameter>();
  const filter: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) if (search[name]) filter[name] = search[name];
  const isFiltered = Object.keys(filter).length > 0;
  const clear = () => change(Object.fromEntries(NAMES.map((name) => [name, undefined])));
  return { filter: filter as DeliveryFilter, id: search.id, change, isFiltered, clear };
}

/** As the API takes it: spans of time become moments. */
export function queryOf({ since, ...filter }: DeliveryFilter): Query {
  const span = since === undefined ? undefined : SPANS[since];
  return { ...filter, since: span === undefined ? since : Date.now() - span };
}
