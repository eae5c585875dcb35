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
  /** Alerts that are over. */
  readonly history: boolean;
  /** With it secrets are in the file, sealed. */
  readonly passphrase: string | undefined;
}

/** Hands the file to the browser. */
export async function downloadBackup(choice: BackupChoice): Promise<void> {
  const { mqttUsers, retained, history, passphrase } = choice;
  const wanted = { mqtt_users: mqttUsers, retained, history };
  const response = await (passphrase === undefined
    ? send('GET', '/backup', { query: wanted })
    : send('POST', '/backup', { body: { ...wanted, passphrase } }));
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

interface Import {
  readonly document: string;
  /** Opens its secrets. */
  readonly passphrase: string | undefined;
}

export function planImport(sent: Import): Promise<BackupPlan> {
  return api.post('/backup/plan', sent);
}

export function importBackup(sent: Import & { readonly only: readonly Chosen[] }): Promise<BackupResult> {
  return api.post('/backup/import', sent);
}

export async function undoImport(): Promise<BackupResult> {
  const result = await api.post<BackupResult>('/backup/undo');
  await queryClient.invalidateQueries();
  return result;
}
