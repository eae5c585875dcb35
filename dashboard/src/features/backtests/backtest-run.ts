import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Backtest, BacktestList, BacktestSummary } from '../../../../src/api/contract.ts';
import { api, send } from '../../shared/api/client.ts';
import { readServerSentEvents } from '../../shared/live/server-sent-events.ts';

/** A rule as it is tried: saved or not. */
export interface TriedRule {
  readonly id?: string | undefined;
  readonly sql: string;
  /** The member `alert` of a rule; null or absent: without. */
  readonly alert?: object | null | undefined;
  readonly actions?: readonly unknown[] | undefined;
}

/** What `POST /backtests` takes. */
export interface BacktestOrder {
  readonly rule_id?: string | undefined;
  readonly sql?: string | undefined;
  readonly alert?: object | null | undefined;
  readonly actions?: readonly unknown[] | undefined;
  /** How long ago (`24h`), or RFC 3339. */
  readonly from: string;
  readonly to?: string | undefined;
}

/** Members that an alert may have: what is not there is taken away from the one that is kept. */
const NOTHING = Object.fromEntries(
  [
    'title',
    'severity',
    'key',
    'summary',
    'description',
    'runbook_url',
    'labels',
    'for',
    'resolve_on',
    'threshold',
    'absence',
    'group',
    'flapping',
    'repeat',
    'notify',
    'hours',
    'escalate',
  ].map((name) => [name, null]),
);

export function orderOf(
  { id, sql, alert, actions }: TriedRule,
  range: Pick<BacktestOrder, 'from' | 'to'>,
): BacktestOrder {
  // A rule that is kept names itself, so that the list tells which one was tried; what is edited goes before it.
  if (!id) return { sql, alert: alert ?? null, actions: actions ?? [], ...range };
  return {
    rule_id: id,
    sql,
    alert: alert ? { ...NOTHING, ...alert } : null,
    actions: actions ?? [],
    ...range,
  };
}

export const BACKTESTS = ['backtests'];

export function useBacktests() {
  return useQuery({
    queryKey: BACKTESTS,
    queryFn: ({ signal }) => api.get<BacktestList>('/backtests', {}, signal),
    refetchInterval: 5_000,
  });
}

export interface BacktestRun {
  /** What there is so far; its `state` says whether it goes on. */
  readonly summary: BacktestSummary | undefined;
  /** When it has ended. */
  readonly report: Backtest | undefined;
  readonly problem: Error | undefined;
  readonly isRunning: boolean;
  /** Takes the place of one that runs, which is cancelled. */
  start(order: BacktestOrder): void;
  /** Looks at one that was started before. */
  watch(id: string): void;
  cancel(): void;
}

interface RunState {
  readonly summary?: BacktestSummary | undefined;
  readonly report?: Backtest | undefined;
  readonly problem?: Error | undefined;
  readonly isRunning: boolean;
}

const IDLE: RunState = { isRunning: false };

/** One backtest at a time: begun, followed while it runs, and cancelled when nobody waits for it any more. */
export function useBacktestRun(): BacktestRun {
  const [state, setState] = useState<RunState>(IDLE);
  const queries = useQueryClient();
  const current = useRef<AbortController>(undefined);
  const running = useRef<string>(undefined);

  const abandon = useCallback((isForgotten: boolean) => {
    current.current?.abort();
    current.current = undefined;
    const id = running.current;
    running.current = undefined;
    if (id !== undefined && !isForgotten) api.delete(`/backtests/${id}`).catch(() => {});
  }, []);
  useEffect(() => () => abandon(false), [abandon]);

  const follow = useCallback(
    async (begin: (signal: AbortSignal) => Promise<Backtest>, isOurs: boolean) => {
      abandon(false);
      const controller = new AbortController();
      current.current = controller;
      const { signal } = controller;
      const isCurrent = () => current.current === controller;
      setState((before) => ({ report: before.report, isRunning: true }));
      try {
        const first = await begin(signal);
        if (!isCurrent()) {
          // It was begun before anybody could say which one it is.
          if (isOurs && !hasEnded(first)) await api.delete(`/backtests/${first.id}`);
          return;
        }
        if (isOurs && !hasEnded(first)) running.current = first.id;
        const last = hasEnded(first)
          ? first
          : await readToEnd(first, signal, (summary) => {
              if (isCurrent()) setState((before) => ({ ...before, summary }));
            });
        if (!isCurrent()) return;
        running.current = undefined;
        setState({ summary: last, report: last, isRunning: false });
        void queries.invalidateQueries({ queryKey: BACKTESTS });
      } catch (error) {
        if (isCurrent()) setState({ problem: error as Error, isRunning: false });
      }
    },
    [abandon, queries],
  );

  return {
    summary: state.summary,
    report: state.report,
    problem: state.problem,
    isRunning: state.isRunning,
    start: useCallback(
      (order) =>
        void follow(async () => {
          const answer = await send('POST', '/backtests', { body: order, query: { wait: 0 } });
          return (await answer.json()) as Backtest;
        }, true),
      [follow],
    ),
    watch: useCallback(
      (id) => void follow((signal) => api.get<Backtest>(`/backtests/${id}`, {}, signal), false),
      [follow],
    ),
    cancel: useCallback(() => {
      const id = running.current;
      if (id !== undefined) api.delete(`/backtests/${id}`).catch(() => {});
    }, []),
  };
}

function hasEnded({ state }: Pick<BacktestSummary, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running';
}

async function readToEnd(
  first: Backtest,
  signal: AbortSignal,
  onProgress: (summary: BacktestSummary) => void,
): Promise<Backtest> {
  onProgress(first);
  const answer = await send('GET', `/backtests/${first.id}/stream`, { signal });
  for await (const { event, data } of readServerSentEvents(answer)) {
    if (event === 'progress') onProgress(JSON.parse(data) as BacktestSummary);
    if (event === 'end') return JSON.parse(data) as Backtest;
  }
  // The stream broke; the backtest did not.
  return api.get<Backtest>(`/backtests/${first.id}`, {}, signal);
}
