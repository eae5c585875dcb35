import type { ObjectTexts } from '../../texts/object-commands.ts';
import { progressTexts } from '../../texts/progress.ts';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { whileWorking } from '../output/progress.ts';
import { type BackupFile, openBackupFile } from './backup-file.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { copyOut } from './copy-out.ts';
import { passphraseFrom } from './objects/passphrase.ts';

export interface ExportOptions extends CommonOptions {
  readonly format?: string | undefined;
  readonly retained?: boolean | undefined;
  /** With the form that it has: `jsonl`, the only one. */
  readonly history?: boolean | string | undefined;
  /** False with `--no-mqtt-users`. */
  readonly mqttUsers?: boolean | undefined;
  /** Sealed with a passphrase. */
  readonly withSecrets?: boolean | undefined;
  readonly passphraseFile?: string | undefined;
}

export interface ImportOptions extends CommonOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly only?: readonly string[] | undefined;
  readonly undo?: boolean | undefined;
  readonly passphraseFile?: string | undefined;
}

interface PlanEntry {
  readonly kind: string;
  readonly id: string;
  readonly what: 'add' | 'change' | 'same' | 'conflict';
  readonly conflict?: string;
  readonly at?: string;
  readonly changes: readonly { readonly path: string }[];
  /** Of the history. */
  readonly counts?: HistoryCounts;
}

interface HistoryCounts {
  readonly added: number;
  readonly same: number;
  readonly too_old: number;
  readonly refused: number;
  readonly problems: readonly { readonly index: number; readonly reason: string }[];
}

interface Results {
  readonly results: readonly {
    readonly kind: string;
    readonly id: string;
    readonly what: string;
    readonly reason?: string;
  }[];
}

const FOUND_DIFFERENCES = 5;

/** What the history of alerts is called among what an import does. */
const HISTORY = { kind: 'history', id: 'alerts' };

/** What a command on backups says. */
interface BackupTexts {
  readonly texts: SettingsTexts;
  readonly objectTexts: ObjectTexts;
}

export async function exportBackup(
  run: ClientRun,
  options: ExportOptions,
  { texts, objectTexts }: BackupTexts,
): Promise<number> {
  const { api } = run;
  const { format = 'yaml', mqttUsers = true, retained = false, history = false } = options;
  if (typeof history === 'string' && history !== 'jsonl') throw new UsageError(texts.badHistory(history));
  const body = { format, mqtt_users: mqttUsers, retained, history: history !== false };
  if (options.withSecrets) {
    const asked = { run, texts: objectTexts, settingsTexts: texts };
    const passphrase = await passphraseFrom(asked, options.passphraseFile, true);
    return copyOut(run, api.text('/backup', { ...body, passphrase }));
  }
  const query = new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]));
  return copyOut(run, api.text(`/backup?${query}`));
}

/** Exit code 1 when something could not be done, 5 when a dry run finds differences. */
export async function importBackup(
  run: ClientRun,
  name: string | undefined,
  options: ImportOptions,
  { texts, objectTexts }: BackupTexts,
): Promise<number> {
  if (options.undo) return finish(run, await run.api.post<Results>('/backup/undo', {}), texts.undone, texts);
  const file = await openBackupFile(name ?? '-', texts);
  try {
    return await importFile(run, file, options, { texts, objectTexts });
  } finally {
    file.close();
  }
}

async function importFile(
  run: ClientRun,
  file: BackupFile,
  { dryRun, yes, only, passphraseFile }: ImportOptions,
  { texts, objectTexts }: BackupTexts,
): Promise<number> {
  const { document } = file;
  const chosen = only?.map((text) => chosenOf(text, texts));
  const isSealed = /^\s*"?contains_secrets"?:\s*"?sealed/m.test(document);
  const asked = { run, texts: objectTexts, settingsTexts: texts };
  const passphrase =
    passphraseFile !== undefined || (isSealed && run.ask)
      ? await passphraseFrom(asked, passphraseFile, false)
      : undefined;
  const sent = { document, ...(passphrase !== undefined && { passphrase }) };
  const { working } = progressTexts[run.language];
  const plan = await whileWorking(
    run.progress,
    working,
    run.api.post<{ readonly entries: readonly PlanEntry[] }>('/backup/plan', sent),
  );
  const history = await historyEntry(run, file, texts);
  const entries = [...plan.entries, ...history];
  printPlan(run, { ...plan, entries }, texts);
  const shown = entries.filter(({ what }) => what !== 'same');
  if (dryRun) return shown.length > 0 ? FOUND_DIFFERENCES : 0;
  const isChosen = ({ kind, id }: PlanEntry): boolean =>
    chosen?.some((one) => one.kind === kind && one.id === id) !== false;
  const wanted = shown.filter((entry) => entry.what !== 'conflict' && isChosen(entry));
  if (wanted.length === 0) return 0;
  if (!yes && run.confirm && !(await run.confirm(objectTexts.sure))) {
    run.error(objectTexts.left);
    return 1;
  }
  const body = { ...sent, ...(chosen && { only: chosen }) };
  const hasHistory = wanted.some(({ kind }) => kind === HISTORY.kind);
  // First: a user of the backup may be the one who is signed in here, with another password.
  const counts = hasHistory ? await sendHistory(run, file, '/backup/history', texts) : undefined;
  if (counts) run.out(`${texts.historyDid(counts)}\n`);
  const isWhole = (counts?.refused ?? 0) === 0;
  if (!wanted.some(({ kind }) => kind !== HISTORY.kind)) return isWhole ? 0 : 1;
  const importing = run.api.post<Results>('/backup/import', body);
  const code = finish(run, await whileWorking(run.progress, working, importing), texts.did, texts);
  return isWhole ? code : 1;
}

function printPlan(run: ClientRun, plan: { readonly entries: readonly PlanEntry[] }, texts: SettingsTexts) {
  const { what, kind, id, changes } = texts.columns;
  run.print.list({
    answer: plan,
    rows: plan.entries.filter((entry) => entry.what !== 'same'),
    name: (entry) => `${entry.kind}/${entry.id}`,
    nothing: texts.nothingToDo,
    columns: [
      { title: what, value: (entry) => entry.what, shown: (entry) => texts.plan[entry.what], kind: 'state' },
      { title: kind, value: (entry) => entry.kind },
      { title: id, value: (entry) => entry.id },
      {
        title: changes,
        value: ({ conflict, at, changes: parts, counts }) => {
          if (counts) return texts.historyPlan(counts);
          if (conflict !== undefined) return [conflict, at].filter(Boolean).join(' ');
          return parts.map(({ path }) => path).join(' ');
        },
      },
    ],
  });
}

/** As one thing of the plan; none when the file has none. */
async function historyEntry(run: ClientRun, file: BackupFile, texts: SettingsTexts): Promise<PlanEntry[]> {
  if (!file.history) return [];
  const counts = await sendHistory(run, file, '/backup/history/plan', texts);
  const what = counts.added > 0 ? 'add' : counts.refused > 0 ? 'conflict' : 'same';
  for (const { reason } of counts.problems) run.error(texts.failed(`${HISTORY.kind}/${HISTORY.id}`, reason));
  return [{ ...HISTORY, what, changes: [], counts }];
}

/** All parts, one after the other. */
async function sendHistory(
  { api, progress }: ClientRun,
  { history }: BackupFile,
  path: string,
  texts: SettingsTexts,
): Promise<HistoryCounts> {
  let all: HistoryCounts = { added: 0, same: 0, too_old: 0, refused: 0, problems: [] };
  if (!history) return all;
  try {
    for await (const { share, ...part } of history()) {
      const counts = await api.post<HistoryCounts>(path, part);
      all = {
        added: all.added + counts.added,
        same: all.same + counts.same,
        too_old: all.too_old + counts.too_old,
        refused: all.refused + counts.refused,
        problems: [...all.problems, ...counts.problems].slice(0, 10),
      };
      progress({ unit: 'percent', done: share, total: 1, note: texts.historyNote });
    }
  } finally {
    progress(undefined);
  }
  return all;
}

function finish(
  { error, out }: ClientRun,
  { results }: Results,
  sentence: (count: number) => string,
  texts: SettingsTexts,
): number {
  const failed = results.filter(({ what }) => what === 'failed');
  for (const { kind, id, reason = '' } of failed) error(texts.failed(`${kind}/${id}`, reason));
  out(`${sentence(results.length - failed.length)}\n`);
  return failed.length > 0 ? 1 : 0;
}

function chosenOf(text: string, texts: SettingsTexts): { kind: string; id: string } {
  const slash = text.indexOf('/');
  if (slash <= 0) throw new UsageError(texts.badOnly(text));
  return { kind: text.slice(0, slash), id: text.slice(slash + 1) };
}
