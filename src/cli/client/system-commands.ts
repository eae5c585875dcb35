import { writeFileSync } from 'node:fs';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

export interface BundleOptions extends CommonOptions {
  readonly file?: string | undefined;
}

interface Advice {
  readonly sentence: string;
  readonly fix: string | null;
}

interface Report {
  readonly state: string;
  readonly checks: readonly {
    readonly name: string;
    readonly state: 'fine' | 'look' | 'wrong' | 'unknown';
    readonly en: Advice;
    readonly zh: Advice;
  }[];
}

const MARKS = { fine: '✓', look: '◆', wrong: '▲', unknown: '–' } as const;

/** Exit code 1 when something is wrong. */
export async function runDoctor({ api, output, out }: ClientRun, texts: SettingsTexts): Promise<number> {
  const report = await api.get<Report>('/system/doctor');
  if (output === 'json') out(`${JSON.stringify(report)}\n`);
  else if (output === 'name') {
    for (const { name, state } of report.checks) if (state === 'wrong' || state === 'look') out(`${name}\n`);
  } else {
    const said = report.checks.map((check) => ({ ...check, ...check[texts.language] }));
    if (output === 'tsv')
      out(tsvOf(said.map(({ name, state, sentence, fix }) => [name, state, sentence, fix ?? ''])));
    else {
      const rows = said.flatMap(({ name, state, sentence, fix }) => [
        [MARKS[state], texts.checks[name] ?? name, sentence],
        ...(fix !== null && state !== 'fine' ? [['', '', `→ ${fix}`]] : []),
      ]);
      out(tableOf(['', '', ''], rows).replace(/^.*\n/, ''));
    }
  }
  return report.state === 'wrong' ? 1 : 0;
}

/** To a file, or to standard output. */
export async function writeBundle(
  { api, out, error }: ClientRun,
  { file }: BundleOptions,
  texts: SettingsTexts,
): Promise<number> {
  const text = `${JSON.stringify(await api.get<object>('/system/support_bundle'), undefined, 2)}\n`;
  if (file === undefined || file === '-') {
    out(text);
    return 0;
  }
  try {
    writeFileSync(file, text);
  } catch (problem) {
    throw new UsageError(texts.unwritable(file, (problem as NodeJS.ErrnoException).code ?? String(problem)));
  }
  error(texts.bundleWritten(file));
  return 0;
}

export async function showSystem({ api, output, out }: ClientRun): Promise<number> {
  const system = await api.get<Readonly<Record<string, unknown>>>('/system');
  if (output === 'json') out(`${JSON.stringify(system)}\n`);
  else {
    const rows = Object.entries(system).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    out(output === 'table' ? tableOf(['', ''], rows).replace(/^.*\n/, '') : tsvOf(rows));
  }
  return 0;
}
