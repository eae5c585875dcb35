import { type ConnectorTexts, connectorCommands } from '../../texts/connector-commands.ts';
import { factsIn } from '../output/facts-in.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';

type Language = 'en' | 'zh';

/** As the API has it, as far as it is shown here. */
interface ShownConnector {
  readonly id: string;
  readonly channel: boolean;
  readonly status: string;
  readonly status_reason?: string;
  readonly limits: { readonly per_minute: number | null };
  readonly last_minute: number;
  readonly held_until: string | null;
  readonly last_test: { readonly at: string; readonly ok: boolean } | null;
}

interface ShownCounts {
  readonly data: readonly {
    readonly connector: string;
    readonly queued: number;
    readonly retrying: number;
    readonly delivered: number;
    readonly failed: number;
    readonly expired: number;
  }[];
}

interface Verdict {
  readonly result: string;
  readonly duration_ms: number;
  readonly vendor_code?: string | null;
  readonly status?: number;
}

export interface AddChannelOptions extends CommonOptions {
  readonly name?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly test?: boolean | undefined;
}

/** @param channels only what speaks to people, or only what does not */
export async function listConnectors(
  { api, print }: ClientRun,
  channels: boolean,
  language: Language,
): Promise<number> {
  const texts = connectorCommands[language];
  const [all, counts] = await Promise.all([
    api.get<readonly ShownConnector[]>('/connectors_summary'),
    api.get<ShownCounts>('/deliveries/stats'),
  ]);
  const shown = all.filter(({ channel }) => channel === channels);
  const countsOf = ({ id }: ShownConnector) => counts.data.find(({ connector }) => connector === id);
  const { id, status, waiting, delivered, failed, minute, tested, reason } = texts.columns;
  return print.list({
    answer: shown,
    rows: shown,
    name: (one) => one.id,
    nothing: channels ? texts.noChannels : texts.noConnectors,
    columns: [
      { title: id, value: (one) => one.id },
      {
        title: status,
        value: (one) => one.status,
        shown: (one) => texts.statuses[one.status] ?? one.status,
        kind: 'state',
      },
      {
        title: waiting,
        value: (one) => (countsOf(one)?.queued ?? 0) + (countsOf(one)?.retrying ?? 0),
        kind: 'number',
      },
      { title: delivered, value: (one) => countsOf(one)?.delivered ?? 0, kind: 'number' },
      {
        title: failed,
        value: (one) => (countsOf(one)?.failed ?? 0) + (countsOf(one)?.expired ?? 0),
        kind: 'number',
      },
      {
        title: minute,
        value: ({ limits, last_minute }) =>
          limits.per_minute === null ? '-' : `${last_minute}/${limits.per_minute}`,
        kind: 'number',
      },
      {
        title: tested,
        value: ({ last_test }) => testOf(last_test, texts, (at) => at),
        shown: ({ last_test }) => testOf(last_test, texts, (at) => print.moment(at)),
      },
      { title: reason, value: (one) => one.status_reason },
    ],
  });
}

function testOf(
  test: ShownConnector['last_test'],
  { tests }: ConnectorTexts,
  moment: (at: string) => string,
): string {
  return test === null ? '-' : `${test.ok ? tests.ok : tests.failed} ${moment(test.at)}`;
}

export async function showConnector({ api, print }: ClientRun, id: string): Promise<number> {
  const connector = await api.get<Readonly<Record<string, unknown>>>(pathOf(id));
  return print.thing({ answer: connector, name: id, facts: factsIn(connector) });
}

/** Exit code 1 when the other side does not take it; the vendor's answer and what to do are on stderr. */
export async function testConnector(
  { api, print }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const verdict = await api.post<Verdict>(`${pathOf(id)}/test`, {});
  const code = verdict.vendor_code ?? (verdict.status === undefined ? '' : String(verdict.status));
  const sentence = connectorCommands[language].tested(verdict.result, code, verdict.duration_ms);
  return print.done({ answer: verdict, names: [id], sentence });
}

/** By the address of a bot, and what else is to be set: `--set secret=SEC…`. */
export async function addChannel(
  run: ClientRun,
  type: string,
  address: string | undefined,
  { name, set = [], test = true }: AddChannelOptions,
  language: Language,
): Promise<number> {
  const { api, print } = run;
  const texts = connectorCommands[language];
  const settings = Object.fromEntries(
    set.map((given) => {
      const at = given.indexOf('=');
      if (at < 1) throw new UsageError(texts.badSet(given));
      return [given.slice(0, at), settingOf(given.slice(at + 1))];
    }),
  );
  const created = await api.post<{ readonly type: string; readonly name: string }>('/connectors', {
    ...settings,
    ...(address !== undefined && { url: address }),
    type,
    name: name ?? type,
  });
  const id = `${created.type}:${created.name}`;
  print.done({ answer: created, names: [id], sentence: texts.added(id) });
  const isRead = print.isForPeople || print.output === 'tsv';
  return test && isRead ? testConnector(run, id, language) : 0;
}

/** A number, a list or true is written as JSON; everything else is a text. */
function settingOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export async function switchConnector(
  { api, print }: ClientRun,
  id: string,
  enable: boolean,
  language: Language,
): Promise<number> {
  await api.put(`${pathOf(id)}/enable/${enable}`, {});
  return print.done({
    answer: { id, enable },
    names: [id],
    sentence: connectorCommands[language].switched(id, enable),
  });
}

export async function dropQueue({ api, print }: ClientRun, id: string, language: Language): Promise<number> {
  const answer = await api.delete<{ readonly count: number }>(`${pathOf(id)}/queue`);
  return print.done({ answer, names: [id], sentence: connectorCommands[language].dropped(answer.count) });
}

export async function removeConnector(
  { api, print }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  await api.delete(pathOf(id));
  return print.done({ answer: { id }, names: [id], sentence: connectorCommands[language].removed(id) });
}

export function pathOf(id: string): string {
  return `/connectors/${encodeURIComponent(id)}`;
}
