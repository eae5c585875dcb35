import type { AlertBulkResult, Silence, SilencePreview } from '../../../../../src/api/contract.ts';
import { api } from '../../../shared/api/client.ts';
import { queryClient } from '../../../shared/api/query-client.ts';
import { refreshAlerts } from '../alert-queries.ts';
import { type AlertTargets, bulkBodiesOf, silenceMatchersOf, sumOfPreviews } from './alert-targets.ts';

/** @returns how many it was done to. @throws Problem */
export async function changeAlerts(
  verb: 'acknowledge' | 'resolve',
  targets: AlertTargets,
  note?: string,
): Promise<number> {
  let changed = 0;
  try {
    for (const body of bulkBodiesOf(targets, note))
      changed += (await api.post<AlertBulkResult>(`/alerts/${verb}`, body)).changed.length;
  } finally {
    void refreshAlerts();
  }
  return changed;
}

export async function noteAlerts({ alerts }: AlertTargets, text: string): Promise<void> {
  try {
    for (const { id } of alerts) await api.post(`/alerts/${encodeURIComponent(id)}/note`, { text });
  } finally {
    void refreshAlerts();
  }
}

export interface SilenceTime {
  /** Unix milliseconds. */
  readonly ends_at?: number;
  readonly until_resolved?: boolean;
}

/** @returns what undoes it. @throws Problem */
export async function silenceTargets(
  targets: AlertTargets,
  time: SilenceTime,
  reason: string,
): Promise<() => Promise<void>> {
  const made: string[] = [];
  try {
    for (const matchers of silenceMatchersOf(targets))
      made.push((await api.post<Silence>('/silences', { matchers, reason, ...time })).id);
  } finally {
    refreshQuiet();
  }
  return async () => {
    for (const id of made) await api.delete(`/silences/${encodeURIComponent(id)}`);
    refreshQuiet();
  };
}

export async function previewSilence(targets: AlertTargets): Promise<SilencePreview> {
  const previews: SilencePreview[] = [];
  for (const matchers of silenceMatchersOf(targets))
    previews.push(await api.post<SilencePreview>('/silences/preview', { matchers }));
  return sumOfPreviews(previews);
}

function refreshQuiet(): void {
  void queryClient.invalidateQueries({ queryKey: ['silences'] });
  void refreshAlerts();
}
