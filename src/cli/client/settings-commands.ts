import { printable } from '../../lib/human-log.ts';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { momentOf } from './moment-of.ts';
import { type ListAnswer, type PageOptions, readPages } from './pages.ts';

export interface AuditOptions extends CommonOptions, PageOptions {
  readonly text?: string | undefined;
  readonly type?: string | undefined;
  readonly from?: string | undefined;
  readonly result?: string | undefined;
  readonly since?: string | undefined;
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
  const { text, type, from, result, since } = options;
  const query = new URLSearchParams();
  const given = { text, operation_type: type, from, operation_result: result };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  if (since !== undefined) {
    query.set('gte_created_at', String(momentOf(since, texts.badTime) * 1000));
  }
  const answer = await readPages<ListAnswer<Entry>>(run, '/audit', query, options);
  const { time, who, from: origin, what, result: verdict, changes } = texts.columns;
  return run.print.list({
    answer,
    rows: answer.data,
    name: ({ id }) => String(id),
    nothing: texts.nothing,
    columns: [
      { title: time, value: (entry) => entry.created_at, kind: 'time' },
      { title: who, value: (entry) => entry.source },
      { title: origin, value: (entry) => `${entry.from} ${entry.source_ip}` },
      { title: what, value: operationOf },
      { title: verdict, value: (entry) => entry.operation_result, kind: 'state' },
      { title: changes, value: (entry) => entry.changes.length, kind: 'number' },
    ],
  });
}

function operationOf({ http_method, operation_id, http_request }: Entry): string {
  const path = operation_id.replaceAll(
    /:(\w+)/g,
    (whole, name: string) => http_request.bindings[name] ?? whole,
  );
  return `${http_method.toUpperCase()} ${path}`;
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
  return run.print.list({
    answer,
    rows: answer,
    name: (one) => one.id,
    nothing: texts.nothing,
    columns: [
      { title: id, value: (one) => one.id },
      {
        title: state,
        value: stateOf,
        shown: (one) => texts.listenerStates[stateOf(one)],
        kind: 'state',
      },
      { title: address, value: (one) => one.address ?? one.bind },
      { title: connections, value: (one) => one.status.current_connections, kind: 'number' },
    ],
  });
}

function stateOf({ status, enable }: Listener): 'running' | 'failed' | 'stopped' {
  if (status.running === true) return 'running';
  return enable ? 'failed' : 'stopped';
}

export async function operateListener(
  { api, print }: ClientRun,
  id: string,
  operation: 'start' | 'stop' | 'restart',
  texts: SettingsTexts,
): Promise<number> {
  await api.perform(`/listeners/${encodeURIComponent(id)}/${operation}`);
  return print.done({ answer: { id, operation }, names: [id], sentence: texts.operated[operation](id) });
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
  const { print } = run;
  if (!print.isForPeople && print.output !== 'tsv') {
    print.done({ answer, names: [answer.result], sentence: '' });
  } else {
    const verdict = print.colours.state(isAllowed ? texts.allowed : texts.denied, answer.result);
    run.out(`${verdict}: ${printable(answer.reason)}\n`);
    if (answer.sources.length > 0) {
      if (print.isForPeople) run.out('\n');
      listSources(run, answer, texts);
    }
  }
  return isAllowed ? 0 : 1;
}

function listSources({ print }: ClientRun, answer: Explanation, texts: SettingsTexts): void {
  const { source, verdict, rule } = texts.columns;
  print.list({
    answer,
    rows: answer.sources,
    name: ({ type }) => type,
    nothing: texts.nothing,
    columns: [
      { title: source, value: ({ type }) => type },
      { title: verdict, value: (one) => (one.consulted ? one.verdict : '-'), kind: 'state' },
      { title: rule, value: (one) => (one.rule ? `${one.rule.text} (${one.rule.position})` : '') },
    ],
  });
}
