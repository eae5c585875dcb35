import { parseDuration } from '../../lib/duration.ts';
import type { ClientTexts } from '../../texts/client-commands.ts';
import { clockTime } from '../output/clock-time.ts';
import type { Column } from '../output/printer.ts';
import { factsOf, tsvOf } from '../output/rows.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { type ListAnswer, type PageOptions, readPages } from './pages.ts';

/** Which alerts are meant. */
export interface AlertFilterOptions {
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly rule?: string | undefined;
  readonly monitor?: string | undefined;
  readonly about?: string | undefined;
}

export interface ListAlertsOptions extends CommonOptions, AlertFilterOptions, PageOptions {
  readonly text?: string | undefined;
  readonly worst?: boolean | undefined;
}

export interface MessageOptions extends CommonOptions {
  readonly message?: string | undefined;
}

export interface ChangeOptions extends MessageOptions {
  readonly rule?: string | undefined;
  readonly monitor?: string | undefined;
  readonly severity?: string | undefined;
}

export interface SilenceOptions extends MessageOptions, Omit<AlertFilterOptions, 'status'> {
  readonly for?: string | undefined;
  readonly untilResolved?: boolean | undefined;
}

/** As the API has it, as far as it is shown here. */
interface ShownAlert {
  readonly id: string;
  readonly rule_id: string | null;
  readonly monitor: string | null;
  readonly key: string;
  readonly title: string;
  readonly summary: string | null;
  readonly severity: string;
  readonly status: string;
  readonly starts_at: string;
  readonly count: number;
  readonly acknowledged_by: string | null;
  readonly silenced_until: string | null;
}

interface AlertDetail extends ShownAlert {
  readonly timeline: readonly { readonly at: string; readonly kind: string; readonly text: string }[];
}

interface BulkResult {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly missing: readonly string[];
}

export async function listAlerts(run: ClientRun, options: ListAlertsOptions): Promise<number> {
  const query = queryOf(options);
  if (options.text !== undefined) query.set('q', options.text);
  if (options.worst) query.set('order', 'worst');
  const answer = await readPages<ListAnswer<ShownAlert>>(run, '/alerts', query, options);
  return run.print.list({
    answer,
    rows: answer.data,
    columns: columnsOf(run),
    name: ({ id }) => id,
    nothing: run.texts.nothing,
  });
}

function columnsOf({ texts }: ClientRun): readonly Column<ShownAlert>[] {
  const { id, severity, status, since, source, key, count, by, title } = texts.columns;
  return [
    { title: id, value: (alert) => alert.id },
    {
      title: severity,
      value: (alert) => alert.severity,
      shown: (alert) => texts.severities[alert.severity] ?? alert.severity,
      kind: 'state',
    },
    { title: status, value: statusOf, shown: (alert) => statusText(alert, texts), kind: 'state' },
    { title: since, value: (alert) => alert.starts_at, kind: 'time' },
    { title: source, value: (alert) => alert.rule_id ?? alert.monitor },
    { title: key, value: (alert) => alert.key },
    { title: count, value: (alert) => alert.count, kind: 'number' },
    { title: by, value: (alert) => alert.acknowledged_by },
    { title, value: (alert) => alert.title },
    { title: texts.columns.summary, value: (alert) => alert.summary, isWide: true },
  ];
}

function statusOf(alert: ShownAlert): string {
  return alert.silenced_until === null ? alert.status : `${alert.status} (silenced)`;
}

function statusText(alert: ShownAlert, { statuses }: ClientTexts): string {
  const status = statuses[alert.status] ?? alert.status;
  return alert.silenced_until === null ? status : `${status} (${statuses.silenced})`;
}

export async function showAlert({ api, texts, print, out }: ClientRun, id: string): Promise<number> {
  const alert = await api.get<AlertDetail>(`/alerts/${encodeURIComponent(id)}`);
  const { columns } = texts;
  const { severity, status, since, source, key, count, by } = columns;
  print.thing({
    answer: alert,
    name: alert.id,
    facts: [
      { name: 'id', label: columns.id, value: alert.id },
      { name: 'title', label: columns.title, value: alert.title },
      { name: 'summary', label: columns.summary, value: alert.summary },
      {
        name: 'severity',
        label: severity,
        value: alert.severity,
        shown: texts.severities[alert.severity],
        kind: 'state',
      },
      {
        name: 'status',
        label: status,
        value: statusOf(alert),
        shown: statusText(alert, texts),
        kind: 'state',
      },
      { name: 'starts_at', label: since, value: alert.starts_at, kind: 'time' },
      { name: 'source', label: source, value: alert.rule_id ?? alert.monitor },
      { name: 'key', label: key, value: alert.key },
      { name: 'count', label: count, value: alert.count },
      { name: 'acknowledged_by', label: by, value: alert.acknowledged_by },
    ],
  });
  const story = alert.timeline.map(({ at, kind, text }) => [at, kind, text]);
  if (print.output === 'tsv') out(tsvOf(story));
  else if (print.isForPeople) {
    const spoken = story.map(([at = '', , text = '']) => [print.moment(at), text]);
    out(
      `\n${factsOf(spoken, { paint: (cell, _, column) => (column === 0 ? print.colours.dim(cell) : cell) })}`,
    );
  }
  return 0;
}

/** By their ids, or all of a rule, monitor or severity. Exit code 1 when there is no such alert among them. */
export async function changeAlerts(
  { api, texts, print, error }: ClientRun,
  verb: 'acknowledge' | 'resolve',
  ids: readonly string[],
  { message, rule, monitor, severity }: ChangeOptions,
): Promise<number> {
  const matching = { rule, monitor, severity: severity?.split(',') };
  const isEmpty = Object.values(matching).every((value) => value === undefined);
  if ((ids.length === 0) === isEmpty) throw new UsageError(texts.changeWhat);
  const result = await api.post<BulkResult>(`/alerts/${verb}`, {
    ...(isEmpty ? { ids } : { matching }),
    ...(message !== undefined && { note: message }),
  });
  const { changed, unchanged, missing } = result;
  print.done({ answer: result, names: changed, sentence: texts.did(verb, changed.length) });
  if (unchanged.length > 0) error(texts.unchanged(unchanged.join(', ')));
  if (missing.length > 0) error(texts.missing(missing.join(', ')));
  return missing.length > 0 ? 1 : 0;
}

export async function noteAlert(
  { api, texts, print }: ClientRun,
  id: string,
  { message }: MessageOptions,
): Promise<number> {
  if (message === undefined) throw new UsageError(texts.noMessage);
  const alert = await api.post<ShownAlert>(`/alerts/${encodeURIComponent(id)}/note`, { text: message });
  return print.done({ answer: alert, names: [id], sentence: texts.noted });
}

/** Of one alert by its id, or of all that fit. */
export async function silenceAlerts(
  { api, texts, print }: ClientRun,
  id: string | undefined,
  { rule, monitor, about, severity, message, untilResolved, ...options }: SilenceOptions,
): Promise<number> {
  const time = {
    ...((options.for !== undefined || !untilResolved) && { for: options.for ?? '1h' }),
    ...(untilResolved && { until_resolved: true }),
    ...(message !== undefined && { reason: message }),
  };
  if (id !== undefined) {
    const alert = await api.post<ShownAlert>(`/alerts/${encodeURIComponent(id)}/silence`, time);
    print.done({ answer: alert, names: [id], sentence: texts.silenced(alert.silenced_until ?? undefined) });
    return 0;
  }
  const matchers = {
    ...(rule !== undefined && { rule }),
    ...(monitor !== undefined && { monitor }),
    ...(about !== undefined && { key: about }),
    ...(severity !== undefined && { severity: severity.split(',') }),
  };
  if (Object.keys(matchers).length === 0) throw new UsageError(texts.silenceWhat);
  const { for: length, ...rest } = time;
  const end = length === undefined ? undefined : parseDuration(length);
  if (length !== undefined && (end === undefined || !Number.isFinite(end)))
    throw new UsageError(texts.badFor(length));
  const body = { matchers, reason: '', ...rest, ...(end !== undefined && { ends_at: Date.now() + end }) };
  const silence = await api.post<{ readonly id: string; readonly ends_at: string | null }>('/silences', body);
  return print.done({
    answer: silence,
    names: [silence.id],
    sentence: texts.silenced(silence.ends_at ?? undefined),
  });
}

/** Until somebody ends it. */
export async function watchAlerts(
  run: ClientRun,
  options: CommonOptions & AlertFilterOptions,
): Promise<number> {
  const { api, print, texts, error } = run;
  for await (const { event, data } of api.stream(`/alerts/stream?${queryOf(options)}`)) {
    const at = new Date().toISOString();
    const told = JSON.parse(data) as ShownAlert | { readonly count: number };
    if (!('key' in told)) {
      if (print.isForPeople) error(texts.skipped(told.count));
      else
        print.news({
          answer: { event, data: told },
          name: event,
          cells: [at, event, told.count],
          spoken: [],
        });
      continue;
    }
    const source = told.rule_id ?? told.monitor;
    print.news({
      answer: { event, data: told },
      name: told.id,
      cells: [at, event, told.severity, source, told.key, told.title, told.id],
      spoken: [
        clockTime(at),
        texts.news[event] ?? event,
        texts.severities[told.severity] ?? told.severity,
        source ?? '',
        told.key,
        told.title,
        told.id,
      ],
      states: { 1: event, 2: told.severity },
    });
  }
  return 0;
}

export function queryOf({ status, severity, rule, monitor, about }: AlertFilterOptions): URLSearchParams {
  const given = Object.entries({ status, severity, rule, monitor, key: about });
  return new URLSearchParams(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
