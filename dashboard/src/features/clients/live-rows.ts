import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ClientRow } from '../../../../src/api/contract.ts';
import { useLive, useLiveState } from '../../shared/live/live.ts';
import { clientRows } from './client-search.ts';

/** Milliseconds between two looks at what can be seen. */
const EVERY = 5_000;
/** Milliseconds in which the comings and goings of a moment gather. */
const GATHER = 300;
const MOST_VISIBLE = 200;

/**
 * Rows whose states and counters follow what happens, of those that can be seen; the others are as they were found.
 * @param onCount somebody came or went, so that lists and counts are others
 */
export function useLiveRows(rows: readonly ClientRow[], onCount: () => void) {
  const [news, setNews] = useState<ReadonlyMap<string, ClientRow>>(new Map());
  const visible = useRef<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isPaused = useLiveState().kind === 'paused';

  // What was just found is newer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are what it is about
  useEffect(() => setNews(new Map()), [rows]);

  const renew = useCallback(async () => {
    const ids = visible.current.slice(0, MOST_VISIBLE);
    if (ids.length === 0 || document.hidden) return;
    const fresh = await clientRows(ids).catch(() => []);
    setNews((before) => new Map([...before, ...fresh.map((row) => [row.clientid, row] as const)]));
  }, []);

  useEffect(() => {
    if (isPaused) return undefined;
    const interval = setInterval(() => void renew(), EVERY);
    return () => clearInterval(interval);
  }, [renew, isPaused]);
  useEffect(() => () => clearTimeout(timer.current), []);

  useLive('clients', () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void renew();
      onCount();
    }, GATHER);
  });

  const shown = useMemo(
    () =>
      news.size === 0
        ? rows
        : rows.map((row) => {
            const fresh = news.get(row.clientid);
            return fresh && !isAlike(row, fresh) ? fresh : row;
          }),
    [rows, news],
  );
  const onVisible = useCallback((ids: readonly string[]) => {
    visible.current = ids;
  }, []);
  return { rows: shown, onVisible };
}

/** Of one that is online, the moment at which it was last seen is always another one, and is not shown. */
function isAlike(a: ClientRow, b: ClientRow): boolean {
  return (Object.keys(b) as (keyof ClientRow)[]).every(
    (name) =>
      a[name] === b[name] || (name === 'last_seen_at' && b.state === 'online' && a.state === 'online'),
  );
}
