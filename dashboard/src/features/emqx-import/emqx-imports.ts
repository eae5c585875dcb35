import type { BackupResult, EmqxImportPlan, EmqxImportRow } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

export type EmqxSource =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'running'; readonly url: string; readonly key: string; readonly secret: string };

export interface EmqxChoice {
  readonly only: readonly string[];
  readonly offers: readonly { readonly row: string; readonly offer: EmqxImportRow['offers'][number]['id'] }[];
}

export function planEmqx(source: EmqxSource): Promise<EmqxImportPlan> {
  if (source.kind === 'running') {
    const { url, key, secret } = source;
    return api.post('/emqx_import/plan', { url, key, secret });
  }
  const form = new FormData();
  form.set('filename', source.file, source.file.name);
  return api.post('/emqx_import/plan', form);
}

export async function applyEmqx(plan: string, choice: EmqxChoice): Promise<BackupResult> {
  const result = await api.post<BackupResult>('/emqx_import/apply', { plan, ...choice });
  // It may have changed anything.
  await queryClient.invalidateQueries();
  return result;
}
