import { parseDuration } from '../../lib/duration.ts';
import { printable } from '../../lib/human-log.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

/** Which alerts are meant. */
export interface AlertFilterOptions {
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly rule?: string | undefined;
  readonly monitor?: string | undefined;
  readonly about?: string | undefined;
}

export interface ListAlertsOptions extends CommonOptions, AlertFilterOptions {
  readonly text?: string | undefined;
  readonly limit?: string | undefined;
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
  const { api, texts, output, out, error } = run;
  const query = queryOf(options);
  if (options.text !== undefined) query.set('q', options.text);
  if (options.worst) query.set('order', 'worst');
  query.set('limit', options.limit ?? '100');
  const answer = await api.get<{ readonly data: readonly ShownAlert[] }>(`/alerts?${query}`);
  const rows = answer.data.map(rowOf);
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(answer.data.map(({ id }) => `${id}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(texts.nothing);
  else {
    const { id, severity, status, since, source, key, count, by, title } = texts.columns;
    out(tableOf([id, severity, status, since, source, key, count, by, title], rows));
  }
  return 0;
}

export async function showAlert({ api, output, out }: ClientRun, id: string): Promise<number> {
  const alert = await api.get<AlertDetail>(`/alerts/${encodeURIComponent(id)}`);
  if (output === 'json') out(`${JSON.stringify(alert)}\n`);
  else if (output === 'name') out(`${alert.id}\n`);
  else {
    const head = [alert.title, ...(alert.summary === null ? [] : [alert.summary]), rowOf(alert).join('  ')];
    const story = alert.timeline.map(({ at, kind, text }) => [at, kind, text]);
    out(head.map((line) => `${printable(line)}\n`).join(''));
    out(output === 'tsv' ? tsvOf(story) : `\n${tableOf(['', '', ''], story).replace(/^.*\n/, '')}`);
  }
  return 0;
}

/** By their ids, or all of a rule, monitor or severity. Exit code 1 when there is no such alert among them. */
export async function changeAlerts(
  { api, texts, output, out, error }: ClientRun,
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
  if (output === 'json') out(`${JSON.stringify(result)}\n`);
  else if (output === 'name') out(changed.map((id) => `${id}\n`).join(''));
  else out(`${texts.did(verb, changed.length)}\n`);
  if (unchanged.length > 0) error(texts.unchanged(unchanged.join(', ')));
  if (missing.length > 0) error(texts.missing(missing.join(', ')));
  return missing.length > 0 ? 1 : 0;
}

export async function noteAlert(
  { api, texts, output, out }: ClientRun,
  id: string,
  { message }: MessageOptions,
): Promise<number> {
  if (message === undefined) throw new UsageError(texts.noMessage);
  const alert = await api.post<ShownAlert>(`/alerts/${encodeURIComponent(id)}/note`, { text: message });
  out(output === 'json' ? `${JSON.stringify(alert)}\n` : `${texts.noted}\n`);
  return 0;
}

/** Of one alert by its id, or of all that fit. */
export async function silenceAlerts(
  { api, texts, output, out }: ClientRun,
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
    out(
      output === 'json'
        ? `${JSON.stringify(alert)}\n`
        : `${texts.silenced(alert.silenced_until ?? undefined)}\n`,
    );
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
  if (output === 'json') out(`${JSON.stringify(silence)}\n`);
  else out(output === 'name' ? `${silence.id}\n` : `${texts.silenced(silence.ends_at ?? undefined)}\n`);
  return 0;
}

/** Until somebody ends it. */
export async function watchAlerts(
  run: ClientRun,
  options: CommonOptions & AlertFilterOptions,
): Promise<number> {
  const { api, output, out } = run;
  for await (const { event, data } of api.stream(`/alerts/stream?${queryOf(options)}`)) {
    if (output === 'json') {
      out(`${JSON.stringify({ event, data: JSON.parse(data) })}\n`);
      continue;
    }
    if (event === 'skipped') {
      out(tsvOf([[new Date().toISOString(), event, String((JSON.parse(data) as { count: number }).count)]]));
      continue;
    }
    const alert = JSON.parse(data) as ShownAlert;
    const source = alert.rule_id ?? alert.monitor ?? '';
    const row = [new Date().toISOString(), event, alert.severity, source, alert.key, alert.title, alert.id];
    out(output === 'table' ? `${row.map(printable).join('  ')}\n` : tsvOf([row]));
  }
  return 0;
}

export function queryOf({ status, severity, rule, monitor, about }: AlertFilterOptions): URLSearchParams {
  const given = Object.entries({ status, severity, rule, monitor, key: about });
  return new URLSearchParams(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function rowOf(alert: ShownAlert): string[] {
  return [
    alert.id,
    alert.severity,
    alert.silenced_until === null ? alert.status : `${alert.status} (silenced)`,
    alert.starts_at,
    alert.rule_id ?? alert.monitor ?? '',
    alert.key,
    String(alert.count),
    alert.acknowledged_by ?? '',
    alert.title,
  ];
}
