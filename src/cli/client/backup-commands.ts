import type { ObjectTexts } from '../../texts/object-commands.ts';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { readText } from './account-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { passphraseFrom } from './objects/passphrase.ts';

export interface ExportOptions extends CommonOptions {
  readonly format?: string | undefined;
  readonly retained?: boolean | undefined;
  /** False with `--no-mqtt-users`. */
  readonly mqttUsers?: boolean | undefined;
  /** Sealed with a passphrase. */
  readonly withSecrets?: boolean | undefined;
  readonly passphraseFile?: string | undefined;
}

export interface ImportOptions extends CommonOptions {
  readonly dryRun?: boolean | undefined;
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

export async function exportBackup(
  run: ClientRun,
  options: ExportOptions,
  texts: SettingsTexts,
  objectTexts: ObjectTexts,
): Promise<number> {
  const { api, out } = run;
  if (options.withSecrets) {
    const asked = { run, texts: objectTexts, settingsTexts: texts };
    const passphrase = await passphraseFrom(asked, options.passphraseFile, true);
    const { format = 'yaml', mqttUsers = true, retained = false } = options;
    const body = { format, mqtt_users: mqttUsers, retained, passphrase };
    for await (const text of api.text('/backup', body)) out(text);
    return 0;
  }
  const query = new URLSearchParams({
    format: options.format ?? 'yaml',
    mqtt_users: String(options.mqttUsers ?? true),
    retained: String(options.retained ?? false),
  });
  for await (const text of api.text(`/backup?${query}`)) out(text);
  return 0;
}

/** Exit code 1 when something could not be done, 5 when a dry run finds differences. */
export async function importBackup(
  run: ClientRun,
  file: string | undefined,
  { dryRun, only, undo, passphraseFile }: ImportOptions,
  texts: SettingsTexts,
  objectTexts: ObjectTexts,
): Promise<number> {
  if (undo) return finish(run, await run.api.post<Results>('/backup/undo', {}), texts.undone, texts);
  const document = readText(file ?? '-', texts);
  const chosen = only?.map((text) => chosenOf(text, texts));
  const isSealed = /^\s*"?contains_secrets"?:\s*"?sealed/m.test(document);
  const asked = { run, texts: objectTexts, settingsTexts: texts };
  const passphrase =
    passphraseFile !== undefined || (isSealed && run.ask)
      ? await passphraseFrom(asked, passphraseFile, false)
      : undefined;
  const sent = { document, ...(passphrase !== undefined && { passphrase }) };
  const plan = await run.api.post<{ readonly entries: readonly PlanEntry[] }>('/backup/plan', sent);
  const shown = plan.entries.filter(({ what }) => what !== 'same');
  const { what, kind, id, changes } = texts.columns;
  run.print.list({
    answer: plan,
    rows: shown,
    name: (entry) => `${entry.kind}/${entry.id}`,
    nothing: texts.nothingToDo,
    columns: [
      { title: what, value: (entry) => entry.what, shown: (entry) => texts.plan[entry.what], kind: 'state' },
      { title: kind, value: (entry) => entry.kind },
      { title: id, value: (entry) => entry.id },
      {
        title: changes,
        value: ({ conflict, at, changes: parts }) =>
          conflict === undefined
            ? parts.map(({ path }) => path).join(' ')
            : [conflict, at].filter(Boolean).join(' '),
      },
    ],
  });
  if (dryRun) return shown.length > 0 ? FOUND_DIFFERENCES : 0;
  if (!shown.some((entry) => entry.what === 'add' || entry.what === 'change')) return 0;
  const body = { ...sent, ...(chosen && { only: chosen }) };
  return finish(run, await run.api.post<Results>('/backup/import', body), texts.did, texts);
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
