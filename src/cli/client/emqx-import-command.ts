import { basename } from 'node:path';
import type { Command } from 'commander';
import type { EmqxImportPlan, EmqxImportRow } from '../../api/contract.ts';
import { clientCommands } from '../../texts/client-commands.ts';
import { type SettingsTexts, settingsCommands } from '../../texts/settings-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { readGiven } from '../given-file.ts';
import { readText } from './account-commands.ts';
import { type ClientRun, type CommonOptions, runClient, UsageError } from './client-run.ts';

interface EmqxOptions extends CommonOptions {
  readonly apiKey?: string | undefined;
  readonly secretFile?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly only?: readonly string[] | undefined;
  readonly offer?: readonly string[] | undefined;
}

interface Results {
  readonly results: readonly {
    readonly kind: string;
    readonly id: string;
    readonly what: string;
    readonly reason?: string;
  }[];
}

const NOT_ALL_SUPPORTED = 5;

/** `tocsin import emqx PATH|URL`. `--key` is that of the EMQX, so that this broker's is called otherwise here. */
export function addEmqxImport(
  importing: Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { language } = context.texts;
  const texts = settingsCommands[language];
  const { help } = texts;
  const common = clientCommands[language].help;
  const many = (value: string, before: string[] = []) => [...before, value];
  importing
    .command('emqx <source>')
    .description(help.importEmqx)
    .option('--key <key>', help.emqxKey)
    .option('--secret-file <file>', help.emqxSecretFile)
    .option('--dry-run', help.emqxDryRun)
    .option('--only <id...>', help.emqxOnly)
    .option('--offer <name>', help.emqxOffer, many)
    .option('--ctx <name>', common.ctx)
    .option('--server <url>', common.server)
    .option('--token-file <file>', common.tokenFile)
    .option('--api-key <key:secret>', help.apiKey)
    .option('--token <token>', common.token)
    .option('--ca <file>', common.ca)
    .option('-o, --output <format>', common.output)
    .action(async (source: string, _: EmqxOptions, command: Command) => {
      // Options that `import` has too may have been taken for those.
      const options = command.optsWithGlobals<EmqxOptions>();
      const ofBroker = { ...options, key: options.apiKey };
      done(await runClient(ofBroker, context, (run) => importEmqx(run, source, options, texts, language)));
    });
}

/** Exit code 1 when something could not be done, 5 when a dry run finds what is not supported. */
async function importEmqx(
  run: ClientRun,
  source: string,
  options: EmqxOptions,
  texts: SettingsTexts,
  language: 'en' | 'zh',
): Promise<number> {
  const offers = options.offer ?? [];
  const wrong = offers.find((name) => name !== 'renew' && name !== 'alert');
  if (wrong !== undefined) throw new UsageError(texts.badOffer(wrong));
  const plan = await planOf(run, source, options, texts);
  const { only, dryRun } = options;
  const unknown = only?.find((id) => !plan.rows.some((row) => row.id === id));
  if (unknown !== undefined) throw new UsageError(texts.unknownRow(unknown));
  if (dryRun) {
    printPlan(run, plan, texts, language);
    return plan.counts.not_supported > 0 ? NOT_ALL_SUPPORTED : 0;
  }
  const isData = run.output === 'json' || run.output === 'yaml';
  if (!isData) printPlan(run, plan, texts, language);
  const chosen = plan.rows.filter((row) => only?.includes(row.id) ?? row.selected);
  const { results } = await run.api.post<Results>('/emqx_import/apply', {
    plan: plan.plan,
    only: chosen.map(({ id }) => id),
    offers: chosen.flatMap((row) =>
      row.offers.filter(({ id }) => offers.includes(id)).map(({ id }) => ({ row: row.id, offer: id })),
    ),
  });
  const failed = results.filter(({ what }) => what === 'failed');
  for (const { kind, id, reason = '' } of failed) run.error(texts.failed(`${kind}/${id}`, reason));
  if (isData) run.print.done({ answer: { ...plan, results }, names: [], sentence: '' });
  else run.error(texts.did(results.length - failed.length));
  return failed.length > 0 ? 1 : 0;
}

function planOf(
  run: ClientRun,
  source: string,
  options: EmqxOptions,
  texts: SettingsTexts,
): Promise<EmqxImportPlan> {
  if (/^https?:\/\//i.test(source)) {
    const [key = '', ...rest] = (options.key ?? '').split(':');
    if (key === '') throw new UsageError(texts.noEmqxKey);
    const { secretFile } = options;
    const secret =
      secretFile === undefined ? rest.join(':') : readText(secretFile, texts).split(/\r?\n/, 1)[0];
    if (!secret) throw new UsageError(texts.noSecret);
    return run.api.post('/emqx_import/plan', { url: source, key, secret });
  }
  return run.api.upload('/emqx_import/plan', basename(source), readBytes(source, texts));
}

function readBytes(file: string, texts: SettingsTexts): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readGiven(file));
  } catch (error) {
    throw new UsageError(texts.unreadable(file, String((error as NodeJS.ErrnoException).code)));
  }
}

function printPlan(run: ClientRun, plan: EmqxImportPlan, texts: SettingsTexts, language: 'en' | 'zh'): void {
  const { verdict, name, here, why } = texts.columns;
  run.print.list({
    answer: plan,
    rows: plan.rows,
    name: ({ id }) => id,
    nothing: texts.nothing,
    columns: [
      {
        title: verdict,
        value: (row) => row.verdict,
        shown: (row) => texts.verdict[row.verdict],
        kind: 'state',
      },
      { title: name, value: (row) => row.id },
      { title: here, value: (row) => row.what, shown: (row) => texts.effect[row.what] },
      { title: why, value: (row) => whyOf(row, language) },
    ],
  });
  const { same, adapted, not_supported: unsupported } = plan.counts;
  if (run.print.isForPeople) run.out(`\n${texts.verdicts(same, adapted, unsupported)}\n`);
}

function whyOf({ reasons, offers, conflict, at }: EmqxImportRow, language: 'en' | 'zh'): string {
  const said = [...reasons, ...offers].map(({ message, message_zh }) =>
    language === 'zh' ? message_zh : message,
  );
  const obstacle = conflict === undefined ? [] : [[conflict, at].filter(Boolean).join(' ')];
  return [...obstacle, ...said].join(language === 'zh' ? '；' : '; ');
}
