import { parseDuration } from '../../lib/duration.ts';
import { type AlertFilterOptions, queryOf } from './alert-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

export interface AlertListOptions extends CommonOptions, AlertFilterOptions {
  readonly text?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly csv?: boolean | undefined;
}

/** As the API has them, as far as they are shown here. */
interface ShownGroup {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  readonly status: { readonly open: number; readonly acknowledged: number };
  readonly count: number;
  readonly silenced: number;
  readonly since: string;
  readonly deliveries: { readonly failed: readonly string[] };
}

interface ShownDay {
  readonly day: string;
  readonly began: number;
  readonly critical: number;
  readonly warning: number;
  readonly info: number;
}

interface ShownCommon {
  readonly of: number;
  readonly common: readonly { readonly name: string; readonly value: string; readonly count: number }[];
}

/** What is not resolved, by rule and monitor. */
export async function listAlertGroups(run: ClientRun, options: AlertListOptions): Promise<number> {
  const { severity, count, since, silenced, failed, source, title } = run.texts.columns;
  const path = `/alert_groups?${listQuery(run, options)}`;
  const answer = await run.api.get<{ readonly data: readonly ShownGroup[] }>(path);
  const rows = answer.data.map((group) => [
    group.severity,
    group.id,
    String(group.count),
    String(group.silenced),
    group.since,
    group.deliveries.failed.join(','),
    group.name,
  ]);
  const names = answer.data.map(({ id }) => id);
  return print(run, answer, names, [severity, source, count, silenced, since, failed, title], rows);
}

/** How many began on each day. */
export async function listAlertDays(run: ClientRun, options: AlertListOptions): Promise<number> {
  const answer = await run.api.get<{ readonly data: readonly ShownDay[] }>(
    `/alerts/days?${listQuery(run, options)}`,
  );
  const rows = answer.data.map(({ day, began, critical, warning, info }) => [
    day,
    ...[began, critical, warning, info].map(String),
  ]);
  const { day, count } = run.texts.columns;
  const names = answer.data.map((one) => one.day);
  return print(run, answer, names, [day, count, 'CRITICAL', 'WARNING', 'INFO'], rows);
}

/** What those that fit have in common. */
export async function listCommonFactors(run: ClientRun, options: AlertListOptions): Promise<number> {
  const answer = await run.api.get<ShownCommon>(`/alerts/common?${listQuery(run, options)}`);
  const { common, of } = answer;
  const rows = common.map(({ name, value, count }) => [name, value, `${count}/${of}`]);
  const { factor, value, count } = run.texts.columns;
  return print(
    run,
    answer,
    common.map(({ name }) => name),
    [factor, value, count],
    rows,
  );
}

/** To standard output, for a file. */
export async function exportAlerts(run: ClientRun, options: AlertListOptions): Promise<number> {
  const query = listQuery(run, options);
  query.set('format', options.csv ? 'csv' : 'ndjson');
  for await (const text of run.api.text(`/alerts/export?${query}`)) run.out(text);
  return 0;
}

function print(
  { output, out, error, texts }: ClientRun,
  answer: object,
  names: readonly string[],
  header: readonly string[],
  rows: readonly string[][],
): number {
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(names.map((name) => `${name}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(texts.nothing);
  else out(tableOf(header, rows));
  return 0;
}

function listQuery({ texts }: ClientRun, options: AlertListOptions): URLSearchParams {
  const query = queryOf(options);
  if (options.text !== undefined) query.set('q', options.text);
  for (const name of ['since', 'until'] as const) {
    const given = options[name];
    if (given !== undefined) query.set(name, momentOf(given, texts.badTime));
  }
  return query;
}

/** How long ago, or a moment. */
function momentOf(given: string, complain: (given: string) => string): string {
  const ago = parseDuration(given);
  if (ago !== undefined && Number.isFinite(ago)) return String(Date.now() - ago);
  if (Number.isNaN(Date.parse(given))) throw new UsageError(complain(given));
  return new Date(given).toISOString();
}
