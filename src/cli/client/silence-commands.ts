import { type SilenceTexts, silenceCommands } from '../../texts/silence-commands.ts';
import type { ClientRun, CommonOptions } from './client-run.ts';

export interface ListSilencesOptions extends CommonOptions {
  readonly state?: string | undefined;
}

/** As the API has it, as far as it is shown here. */
interface ShownSilence {
  readonly id: string;
  readonly state: string;
  readonly matchers: Readonly<Record<string, unknown>>;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly until_resolved: boolean;
  readonly reason: string;
  readonly created_by: string;
  readonly hides: { readonly count: number };
}

export async function listSilences(run: ClientRun, { state }: ListSilencesOptions): Promise<number> {
  const texts = silenceCommands[run.language];
  const query = new URLSearchParams({ limit: '1000', ...(state !== undefined && { state }) });
  const answer = await run.api.get<{ readonly data: readonly ShownSilence[] }>(`/silences?${query}`);
  const { id, state: of, matchers, starts, ends, hides, by, reason } = texts.columns;
  return run.print.list({
    answer,
    rows: answer.data,
    name: (one) => one.id,
    nothing: texts.nothing,
    columns: [
      { title: id, value: (one) => one.id },
      { title: of, value: (one) => one.state, shown: (one) => texts.states[one.state] ?? one.state },
      { title: matchers, value: matchersOf },
      { title: starts, value: (one) => one.starts_at, kind: 'time', isWide: true },
      { title: ends, value: (one) => endOf(one, texts), kind: 'time' },
      { title: hides, value: (one) => one.hides.count, kind: 'number' },
      { title: by, value: (one) => one.created_by },
      { title: reason, value: (one) => one.reason },
    ],
  });
}

export async function showSilence(run: ClientRun, id: string): Promise<number> {
  const texts = silenceCommands[run.language];
  const one = await run.api.get<ShownSilence>(`/silences/${encodeURIComponent(id)}`);
  const { columns } = texts;
  return run.print.thing({
    answer: one,
    name: one.id,
    facts: [
      { name: 'id', label: columns.id, value: one.id },
      { name: 'state', label: columns.state, value: one.state, shown: texts.states[one.state] },
      { name: 'matchers', label: columns.matchers, value: matchersOf(one) },
      { name: 'starts_at', label: columns.starts, value: one.starts_at, kind: 'time' },
      { name: 'ends_at', label: columns.ends, value: endOf(one, texts), kind: 'time' },
      { name: 'hides', label: columns.hides, value: one.hides.count },
      { name: 'created_by', label: columns.by, value: one.created_by },
      { name: 'reason', label: columns.reason, value: one.reason },
    ],
  });
}

export async function endSilences(run: ClientRun, ids: readonly string[]): Promise<number> {
  for (const id of ids) {
    const answer = await run.api.post<object>(`/silences/${encodeURIComponent(id)}/expire`, {});
    run.print.done({ answer, names: [id], sentence: silenceCommands[run.language].ended(id) });
  }
  return 0;
}

function matchersOf({ matchers }: ShownSilence): string {
  return Object.entries(matchers)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

function endOf({ ends_at, until_resolved }: ShownSilence, texts: SilenceTexts): string {
  return ends_at ?? (until_resolved ? texts.untilResolved : '-');
}
