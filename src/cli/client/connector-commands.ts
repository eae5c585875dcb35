import { printable } from '../../lib/human-log.ts';
import { connectorCommands } from '../../texts/connector-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

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
  { api, output, out, error }: ClientRun,
  channels: boolean,
  language: Language,
): Promise<number> {
  const texts = connectorCommands[language];
  const [all, counts] = await Promise.all([
    api.get<readonly ShownConnector[]>('/connectors_summary'),
    api.get<ShownCounts>('/deliveries/stats'),
  ]);
  const shown = all.filter(({ channel }) => channel === channels);
  const rows = shown.map((connector) => rowOf(connector, counts));
  if (output === 'json') out(`${JSON.stringify(shown)}\n`);
  else if (output === 'name') out(shown.map(({ id }) => `${id}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(channels ? texts.noChannels : texts.noConnectors);
  else {
    const { id, status, waiting, delivered, failed, minute, tested, reason } = texts.columns;
    out(tableOf([id, status, waiting, delivered, failed, minute, tested, reason], rows));
  }
  return 0;
}

function rowOf(connector: ShownConnector, { data }: ShownCounts): string[] {
  const { id, status, limits, last_minute, last_test, status_reason = '' } = connector;
  const counts = data.find((one) => one.connector === id);
  return [
    id,
    status,
    String((counts?.queued ?? 0) + (counts?.retrying ?? 0)),
    String(counts?.delivered ?? 0),
    String((counts?.failed ?? 0) + (counts?.expired ?? 0)),
    limits.per_minute === null ? '-' : `${last_minute}/${limits.per_minute}`,
    last_test === null ? '-' : `${last_test.ok ? 'ok' : 'failed'} ${last_test.at}`,
    status_reason,
  ];
}

export async function showConnector({ api, output, out }: ClientRun, id: string): Promise<number> {
  const connector = await api.get<Readonly<Record<string, unknown>>>(pathOf(id));
  if (output === 'json') out(`${JSON.stringify(connector)}\n`);
  else if (output === 'name') out(`${id}\n`);
  else {
    const rows = Object.entries(connector).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    out(output === 'tsv' ? tsvOf(rows) : tableOf(['', ''], rows).replace(/^.*\n/, ''));
  }
  return 0;
}

/** Exit code 1 when the other side does not take it; the vendor's answer and what to do are on stderr. */
export async function testConnector(
  { api, output, out }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const verdict = await api.post<Verdict>(`${pathOf(id)}/test`, {});
  if (output === 'json') out(`${JSON.stringify(verdict)}\n`);
  else {
    const code = verdict.vendor_code ?? (verdict.status === undefined ? '' : String(verdict.status));
    out(`${printable(connectorCommands[language].tested(verdict.result, code, verdict.duration_ms))}\n`);
  }
  return 0;
}

/** By the address of a bot, and what else is to be set: `--set secret=SEC…`. */
export async function addChannel(
  run: ClientRun,
  type: string,
  address: string | undefined,
  { name, set = [], test = true }: AddChannelOptions,
  language: Language,
): Promise<number> {
  const { api, output, out } = run;
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
  out(output === 'json' ? `${JSON.stringify(created)}\n` : `${output === 'name' ? id : texts.added(id)}\n`);
  return test && output !== 'name' && output !== 'json' ? testConnector(run, id, language) : 0;
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
  { api, out }: ClientRun,
  id: string,
  enable: boolean,
  language: Language,
): Promise<number> {
  await api.put(`${pathOf(id)}/enable/${enable}`, {});
  out(`${connectorCommands[language].switched(printable(id), enable)}\n`);
  return 0;
}

export async function dropQueue(
  { api, output, out }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const answer = await api.delete<{ readonly count: number }>(`${pathOf(id)}/queue`);
  out(
    output === 'json'
      ? `${JSON.stringify(answer)}\n`
      : `${connectorCommands[language].dropped(answer.count)}\n`,
  );
  return 0;
}

export function pathOf(id: string): string {
  return `/connectors/${encodeURIComponent(id)}`;
}
