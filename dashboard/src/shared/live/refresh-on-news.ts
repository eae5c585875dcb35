import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LiveTopic } from '../../../../src/api/contract.ts';
import { useLive } from './live.ts';

/** Milliseconds in which news that comes together is gathered. */
const GATHERING = 200;
/** Milliseconds between two refreshes: in a storm there is news all the time. */
const PAUSE = 2_000;

/** Asks again for what is shown when there is news of a topic; soon after the first of them, and not after each. */
export function useRefreshOnNews(topic: LiveTopic, queryKey: QueryKey): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(topic, () => {
    const wait = Math.max(GATHERING, last.current + PAUSE - performance.now());
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      last.current = performance.now();
      void client.invalidateQueries({ queryKey });
    }, wait);
  });
}
