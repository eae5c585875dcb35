import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

type Search = Readonly<Record<string, string | undefined>>;

/**
 * What stands behind the `?` of the address: filters, sorting, the row that is open. So every view is a link, and
 * Back undoes it.
 * @returns the values, and a function that changes some of them; `undefined` takes one away
 */
export function usePageSearch<Names extends string>(): [
  Readonly<Partial<Record<Names, string>>>,
  (change: Readonly<Partial<Record<Names, string | undefined>>>, how?: 'push' | 'replace') => void,
] {
  const search = useLocation().search as Readonly<Partial<Record<Names, string>>>;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Search, how: 'push' | 'replace' = 'replace') => {
      void navigate({
        to: '.',
        search: ((before: Search) => ({ ...before, ...changes })) as never,
        replace: how === 'replace',
      });
    },
    [navigate],
  );
  return [search, change];
}
