import { parseDuration } from '../../lib/duration.ts';
import { printable } from '../../lib/human-log.ts';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

export interface AuditOptions extends CommonOptions {
  readonly text?: string | undefined;
  readonly type?: string | undefined;
  readonly from?: string | undefined;
  readonly result?: string | undefined;
  readonly since?: string | undefined;
  readonly limit?: string | undefined;
}

export interface TryOptions extends CommonOptions {
  readonly client?: string | undefined;
  readonly user?: string | undefined;
  readonly ip?: string | undefined;
  readonly publish?: string | undefined;
  readonly subscribe?: string | undefined;
  readonly qos?: string | undefined;
}

interface Entry {
  readonly id: number;
  readonly created_at: string;
  readonly from: string;
  readonly source: string;
  readonly source_ip: string;
  readonly operation_id: string;
  readonly operation_result: string;
  readonly http_method: string;
  readonly http_request: { readonly bindings: Readonly<Record<string, string>> };
  readonly changes: readonly unknown[];
}

export async function listAudit(
  run: ClientRun,
  options: AuditOptions,
  texts: SettingsTexts,
): Promise<number> {
  const { text, type, from, result, since, limit } = options;
  const query = new URLSearchParams({ limit: limit ?? '100' });
  const given = { text, operation_type: type, from, operation_result: result };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  if (since !== undefined) {
    const age = parseDuration(since);
    query.set('gte_created_at', age === undefined ? since : String((Date.now() - age) * 1000));
  }
  const answer = await run.api.get<{ readonly data: readonly Entry[] }>(`/audit?${query}`);
  const { time, who, from: origin, what, result: verdict, changes } = texts.columns;
  return printRows(run, texts, {
    answer,
    header: [time, who, origin, what, verdict, changes],
    rows: answer.data.map((entry) => [
      entry.created_at,
      entry.source,
      `${entry.from} ${entry.source_ip}`,
      `${entry.http_method.toUpperCase()} ${entry.operation_id.replaceAll(/:(\w+)/g, (whole, name: string) => entry.http_request.bindings[name] ?? whole)}`,
      entry.operation_result,
      String(entry.changes.length),
    ]),
    names: answer.data.map(({ id }) => String(id)),
  });
}

interface Listener {
  readonly id: string;
  readonly bind: string;
  readonly address: string | null;
  readonly enable: boolean;
  readonly status: { readonly running: boolean | string; readonly current_connections: number };
}

export async function listListeners(run: ClientRun, texts: SettingsTexts): Promise<number> {
  const answer = await run.api.get<readonly Listener[]>('/listeners');
  const { id, state, address, connections } = texts.columns;
  return printRows(run, texts, {
    answer,
    header: [id, state, address, connections],
    rows: answer.map((one) => [
      one.id,
      one.status.running === true ? 'running' : one.enable ? 'failed' : 'stopped',
      one.address ?? one.bind,
      String(one.status.current_connections),
    ]),
    names: answer.map((one) => one.id),
  });
}

export async function operateListener(
  { api, out }: ClientRun,
  id: string,
  operation: string,
  texts: SettingsTexts,
): Promise<number> {
  await api.perform(`/listeners/${encodeURIComponent(id)}/${operation}`);
  out(`${texts.done(`${operation} ${printable(id)}`)}\n`);
  return 0;
}

interface Explanation {
  readonly result: string;
  readonly reason: string;
  readonly sources: readonly {
    readonly type: string;
    readonly consulted: boolean;
    readonly verdict: string | null;
    readonly rule: { readonly text: string; readonly position: string } | null;
  }[];
}

/** Exit code 1 when it is denied. */
export async function tryAccess(run: ClientRun, options: TryOptions, texts: SettingsTexts): Promise<number> {
  const { client, user, ip, publish, subscribe, qos } = options;
  const topic = publish ?? subscribe;
  if (topic === undefined) throw new UsageError(texts.publishOrSubscribe);
  const answer = await run.api.post<Explanation>('/authorization/explain', {
    clientid: client ?? '',
    ...(user !== undefined && { username: user }),
    ...(ip !== undefined && { peerhost: ip }),
    action: publish === undefined ? 'subscribe' : 'publish',
    topic,
    qos: Number(qos ?? 0),
  });
  const isAllowed = answer.result === 'allow';
  if (run.output === 'json') run.out(`${JSON.stringify(answer)}\n`);
  else if (run.output === 'name') run.out(`${answer.result}\n`);
  else {
    run.out(`${isAllowed ? texts.allowed : texts.denied}: ${printable(answer.reason)}\n`);
    const { source, verdict, rule } = texts.columns;
    const rows = answer.sources.map((one) => [
      one.type,
      one.consulted ? (one.verdict ?? '') : '-',
      one.rule ? `${one.rule.text} (${one.rule.position})` : '',
    ]);
    if (rows.length > 0)
      run.out(run.output === 'tsv' ? tsvOf(rows) : `\n${tableOf([source, verdict, rule], rows)}`);
  }
  return isAllowed ? 0 : 1;
}

interface Rows {
  readonly answer: unknown;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly names: readonly string[];
}

/** As the output wants it. */
export function printRows(
  { output, out, error }: ClientRun,
  { nothing }: SettingsTexts,
  { answer, header, rows, names }: Rows,
): number {
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(names.map((name) => `${name}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(nothing);
  else out(tableOf(header, rows));
  return 0;
}
