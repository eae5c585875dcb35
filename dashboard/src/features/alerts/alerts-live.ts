import { useEffect, useRef } from 'react';
import { queryClient } from '../../shared/api/query-client.ts';
import { useLive } from '../../shared/live/live.ts';
import { refreshAlerts } from './alert-queries.ts';

/** Milliseconds between two looks at the server, however much happens; what happens first is seen at once. */
const PAUSE = 1_000;
const FIRST = 100;

/** Keeps everything that is shown of alerts as it is on the server, while the component is there. */
export function useAlertsLive(): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  const refresh = () => {
    if (timer.current !== undefined) return;
    const wait = Math.max(FIRST, last.current + PAUSE - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      void refreshAlerts();
    }, wait);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  useLive('alerts', refresh);
  useLive('deliveries', ({ delivery }) => {
    if (delivery.action.startsWith('alert:')) refresh();
  });
  useLive('objects', ({ kind }) => {
    if (!/silence|maintenance|rule|monitor/.test(kind)) return;
    void queryClient.invalidateQueries({ queryKey: ['silences'] });
    refresh();
  });
}
