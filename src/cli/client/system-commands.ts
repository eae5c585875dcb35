import { writeFileSync } from 'node:fs';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { factsIn } from '../output/facts-in.ts';
import { factsOf } from '../output/rows.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';

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
export async function runDoctor({ api, print, out }: ClientRun, texts: SettingsTexts): Promise<number> {
  const report = await api.get<Report>('/system/doctor');
  const { checks } = report;
  if (!print.isForPeople) {
    print.list({
      answer: report,
      rows: print.output === 'name' ? checks.filter(({ state }) => isWrong(state)) : checks,
      name: ({ name }) => name,
      nothing: '',
      columns: [
        { title: '', value: ({ name }) => name },
        { title: '', value: ({ state }) => state },
        { title: '', value: (check) => check[texts.language].sentence },
        { title: '', value: (check) => check[texts.language].fix },
      ],
    });
  } else {
    const rows = checks.flatMap((check) => {
      const { sentence, fix } = check[texts.language];
      return [
        { state: check.state, cells: [MARKS[check.state], texts.checks[check.name] ?? check.name, sentence] },
        ...(fix !== null && check.state !== 'fine' ? [{ state: '', cells: ['', '', `→ ${fix}`] }] : []),
      ];
    });
    out(
      factsOf(
        rows.map(({ cells }) => cells),
        {
          paint: (text, at, column) =>
            column === 0 ? print.colours.state(text, rows[at]?.state ?? '') : text,
        },
      ),
    );
  }
  return report.state === 'wrong' ? 1 : 0;
}

function isWrong(state: string): boolean {
  return state === 'wrong' || state === 'look';
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

export async function showSystem({ api, print }: ClientRun): Promise<number> {
  const system = await api.get<Readonly<Record<string, unknown>>>('/system');
  return print.thing({ answer: system, name: api.url, facts: factsIn(system) });
}
