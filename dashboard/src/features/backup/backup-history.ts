import type { BackupHistoryCounts, BackupPlanEntry } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import type { BackupFile } from './backup-file.ts';

/** What the history of alerts is called among what an import does. */
export const HISTORY = { kind: 'history', id: 'alerts' };

/** All parts of a history, one after the other. @param onShare told how much is done: 0 to 1 */
async function send(
  { history }: BackupFile,
  path: string,
  onShare: (share: number) => void,
): Promise<BackupHistoryCounts> {
  let all: BackupHistoryCounts = { added: 0, same: 0, too_old: 0, refused: 0, problems: [] };
  for await (const part of history?.(onShare) ?? []) {
    const counts = await api.post<BackupHistoryCounts>(path, part);
    all = {
      added: all.added + counts.added,
      same: all.same + counts.same,
      too_old: all.too_old + counts.too_old,
      refused: all.refused + counts.refused,
      problems: [...all.problems, ...counts.problems].slice(0, 10),
    };
  }
  return all;
}

export function planHistory(file: BackupFile, onShare: (share: number) => void) {
  return file.history ? send(file, '/backup/history/plan', onShare) : Promise.resolve(undefined);
}

export function importHistory(file: BackupFile, onShare: (share: number) => void) {
  return send(file, '/backup/history', onShare);
}

/** As one thing of the plan. */
export function historyEntry({ added, refused }: BackupHistoryCounts): BackupPlanEntry {
  return { ...HISTORY, what: added > 0 ? 'add' : refused > 0 ? 'conflict' : 'same', changes: [] };
}
