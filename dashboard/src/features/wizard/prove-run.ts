import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlertDetail, Delivery, SimulationDetail } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import type { WizardDraft } from './wizard-draft.ts';

/** The grace period of the test, whatever the rule says. */
export const TEST_GRACE = '3s';

/** Milliseconds between two looks at the alert, and until it is given up. */
const INTERVAL = 400;
const PATIENCE = 45_000;

export type ProvePhase = 'idle' | 'connecting' | 'cut' | 'open' | 'told' | 'failed' | 'back' | 'nothing';

export interface ProveState {
  readonly phase: ProvePhase;
  readonly clientId?: string | undefined;
  /** Unix milliseconds. */
  readonly connectedAt?: number | undefined;
  readonly alert?: AlertDetail | undefined;
  readonly problem?: Error | undefined;
}

/** Which way of going the rule does not ignore. */
export function goingOf(ignored: readonly string[]): 'cut' | 'timeout' | 'kick' {
  if (!ignored.includes('tcp_closed')) return 'cut';
  return ignored.includes('keepalive_timeout') ? 'kick' : 'timeout';
}

/** A real client connects, is lost, and what comes of it is watched until the channel has answered; then it comes back. */
export function useProof(draft: WizardDraft, rule: string | undefined, ignored: readonly string[]) {
  const [state, setState] = useState<ProveState>({ phase: 'idle' });
  const current = useRef<AbortController>(undefined);
  const simulation = useRef<string>(undefined);
  const end = useCallback(() => {
    current.current?.abort();
    const id = simulation.current;
    simulation.current = undefined;
    if (id !== undefined) api.delete(`/simulations/${id}`).catch(() => {});
  }, []);
  useEffect(() => end, [end]);

  const start = useCallback(async () => {
    if (rule === undefined) return;
    end();
    const controller = new AbortController();
    current.current = controller;
    const { signal } = controller;
    const show = (next: ProveState) => {
      if (!signal.aborted) setState(next);
    };
    show({ phase: 'connecting' });
    try {
      const going = goingOf(ignored);
      const begun = await api.post<SimulationDetail>('/simulations', {
        ...clientOf(draft),
        grace: TEST_GRACE,
        keepalive: going === 'timeout' ? 1 : 60,
      });
      simulation.current = begun.id;
      const [member] = begun.members;
      if (member?.state !== 'connected') throw new Error(member?.reason ?? member?.state ?? '');
      const about = { clientId: member.clientid, connectedAt: Date.parse(member.since) };
      show({ phase: 'connecting', ...about });
      if (going === 'kick') await api.delete(`/clients/${encodeURIComponent(member.clientid)}`);
      else await api.post(`/simulations/${begun.id}/${going}`, {});
      show({ phase: 'cut', ...about });
      const seen = await watch(rule, member.clientid, signal, (found) =>
        show({ phase: found.status === 'pending' ? 'cut' : 'open', ...about, alert: found }),
      );
      if (!seen) {
        show({ phase: 'nothing', ...about });
        return;
      }
      const { alert, isTold } = seen;
      show({ phase: isTold ? 'told' : 'failed', ...about, alert });
      await api.post(`/simulations/${begun.id}/reconnect`, {});
      const over = await watchEnd(alert.id, signal);
      show({ phase: isTold ? 'back' : 'failed', ...about, alert: over ?? alert });
    } catch (error) {
      show({ phase: 'idle', problem: error as Error });
    } finally {
      if (current.current === controller) {
        const id = simulation.current;
        simulation.current = undefined;
        if (id !== undefined) api.delete(`/simulations/${id}`).catch(() => {});
      }
    }
  }, [draft, rule, ignored, end]);
  return { state, start };
}

/** One that the rule is about. */
function clientOf({ scope }: WizardDraft): Record<string, unknown> {
  const suffix = `${Math.random().toString(36).slice(2, 7)}-`;
  const [, name, value] = /^(\w+)=(.+)$/s.exec(scope.attribute) ?? [];
  return {
    clients: 1,
    prefix: `${scope.kind === 'prefix' ? scope.prefix : ''}simulated-${suffix}`,
    ...(scope.kind === 'user' && { username: scope.user }),
    ...(scope.kind === 'attribute' && name && value && { attributes: { [name]: value } }),
  };
}

/** Until a channel has answered; undefined when no alert came. */
async function watch(
  rule: string,
  clientId: string,
  signal: AbortSignal,
  onSeen: (alert: AlertDetail) => void,
): Promise<{ alert: AlertDetail; isTold: boolean } | undefined> {
  let last: AlertDetail | undefined;
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    await pause(INTERVAL, signal);
    const { data } = await api.get<{ data: { id: string }[] }>(
      '/alerts',
      { rule, key: clientId, status: 'pending,open,acknowledged' },
      signal,
    );
    const [found] = data;
    if (!found) continue;
    last = await api.get<AlertDetail>(`/alerts/${found.id}`, {}, signal);
    onSeen(last);
    const delivery = await deliveryOf(last, signal);
    if (delivery?.status === 'delivered') return { alert: last, isTold: true };
    if (delivery && (delivery.status === 'failed' || delivery.attempt_count >= 3))
      return { alert: last, isTold: false };
  }
  return last && { alert: last, isTold: false };
}

async function deliveryOf({ timeline }: AlertDetail, signal: AbortSignal): Promise<Delivery | undefined> {
  const id = timeline.find((entry) => entry.delivery_id !== undefined)?.delivery_id;
  return id === undefined ? undefined : api.get<Delivery>(`/deliveries/${id}`, {}, signal);
}

async function watchEnd(id: string, signal: AbortSignal): Promise<AlertDetail | undefined> {
  for (const until = Date.now() + 5_000; Date.now() < until; ) {
    const alert = await api.get<AlertDetail>(`/alerts/${id}`, {}, signal);
    if (alert.status === 'resolved') return alert;
    await pause(INTERVAL, signal);
  }
  return undefined;
}

function pause(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('stopped', 'AbortError'));
    });
  });
}
