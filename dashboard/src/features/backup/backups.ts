import { useQuery } from '@tanstack/react-query';
import type { BackupPlan, BackupPlanEntry, BackupResult, BackupUndo } from '../../../../src/api/contract.ts';
import { api, send } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

export type Chosen = Pick<BackupPlanEntry, 'kind' | 'id'>;

const UNDO = ['backup', 'undo'];

export function useUndoPoint(isAllowed: boolean) {
  return useQuery({ queryKey: UNDO, queryFn: () => api.get<BackupUndo>('/backup/undo'), enabled: isAllowed });
}

export interface BackupChoice {
  readonly mqttUsers: boolean;
  readonly retained: boolean;
}

/** Hands the file to the browser. */
export async function downloadBackup({ mqttUsers, retained }: BackupChoice): Promise<void> {
  const response = await send('GET', '/backup', { query: { mqtt_users: mqttUsers, retained } });
  const disposition = response.headers.get('content-disposition') ?? '';
  const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'tocsin.yaml';
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function planImport(document: string): Promise<BackupPlan> {
  return api.post('/backup/plan', { document });
}

export async function importBackup(document: string, only: readonly Chosen[]): Promise<BackupResult> {
  const result = await api.post<BackupResult>('/backup/import', { document, only });
  // It may have changed anything.
  await queryClient.invalidateQueries();
  return result;
}

export async function undoImport(): Promise<BackupResult> {
  const result = await api.post<BackupResult>('/backup/undo');
  await queryClient.invalidateQueries();
  return result;
}
