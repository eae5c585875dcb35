import { useCallback, useEffect, useRef } from 'react';
import { usePageSearch } from '../navigation/page-search.ts';

export interface TableSort {
  readonly id: string;
  readonly isDescending: boolean;
}

export type TableParameter = 'sort' | 'cols' | 'row';

/** `-name` is descending. */
export function parseSort(text: string | undefined): TableSort | undefined {
  if (!text) return undefined;
  return text.startsWith('-') ? { id: text.slice(1), isDescending: true } : { id: text, isDescending: false };
}

export function formatSort(sort: TableSort | undefined): string | undefined {
  return sort && `${sort.isDescending ? '-' : ''}${sort.id}`;
}

/** What a page asks the server to sort by. */
export function useTableSort(fallback?: TableSort): TableSort | undefined {
  const [search] = usePageSearch<TableParameter>();
  return parseSort(search.sort) ?? fallback;
}

/** Milliseconds after which the row that the cursor rests on is written into the address. */
const REST = 250;

/**
 * Sort, columns and the row of the cursor, as the address holds them.
 * @param prefix of their names, for the second table of a page: `windows.`
 */
export function useTableAddress(prefix: string) {
  const [search, change] = usePageSearch<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const setRow = useCallback(
    (row: string | undefined) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => change({ [`${prefix}row`]: row }), REST);
    },
    [change, prefix],
  );
  const setSort = useCallback(
    (sort: TableSort | undefined) => change({ [`${prefix}sort`]: formatSort(sort) }, 'push'),
    [change, prefix],
  );
  const setColumns = useCallback(
    (columns: readonly string[] | undefined) => change({ [`${prefix}cols`]: columns?.join(',') }),
    [change, prefix],
  );
  return {
    sort: parseSort(search[`${prefix}sort`]),
    columns: search[`${prefix}cols`]?.split(','),
    row: search[`${prefix}row`],
    setRow,
    setSort,
    setColumns,
  };
}
