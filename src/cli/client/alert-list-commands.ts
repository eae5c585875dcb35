import { type AlertFilterOptions, queryOf } from './alert-commands.ts';
import type { ClientRun, CommonOptions } from './client-run.ts';
import { copyOut } from './copy-out.ts';
import { momentOf } from './moment-of.ts';

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
  return run.print.list({
    answer,
    rows: answer.data,
    name: ({ id }) => id,
    nothing: run.texts.nothing,
    columns: [
      {
        title: severity,
        value: (group) => group.severity,
        shown: (group) => run.texts.severities[group.severity] ?? group.severity,
        kind: 'state',
      },
      { title: source, value: ({ id }) => id },
      { title: count, value: (group) => group.count, kind: 'number' },
      { title: silenced, value: (group) => group.silenced, kind: 'number' },
      { title: since, value: (group) => group.since, kind: 'time' },
      { title: failed, value: (group) => group.deliveries.failed.join(',') },
      { title, value: ({ name }) => name },
    ],
  });
}

/** How many began on each day. */
export async function listAlertDays(run: ClientRun, options: AlertListOptions): Promise<number> {
  const answer = await run.api.get<{ readonly data: readonly ShownDay[] }>(
    `/alerts/days?${listQuery(run, options)}`,
  );
  const { columns, severities, nothing } = run.texts;
  return run.print.list({
    answer,
    rows: answer.data,
    name: ({ day }) => day,
    nothing,
    columns: [
      { title: columns.day, value: ({ day }) => day },
      { title: columns.count, value: ({ began }) => began, kind: 'number' },
      ...(['critical', 'warning', 'info'] as const).map((severity) => ({
        title: (severities[severity] ?? severity).toUpperCase(),
        value: (day: ShownDay) => day[severity],
        kind: 'number' as const,
      })),
    ],
  });
}

/** What those that fit have in common. */
export async function listCommonFactors(run: ClientRun, options: AlertListOptions): Promise<number> {
  const answer = await run.api.get<ShownCommon>(`/alerts/common?${listQuery(run, options)}`);
  const { common, of } = answer;
  const { factor, value, count } = run.texts.columns;
  return run.print.list({
    answer,
    rows: common,
    name: ({ name }) => name,
    nothing: run.texts.nothing,
    columns: [
      { title: factor, value: ({ name }) => name },
      { title: value, value: (one) => one.value },
      { title: count, value: (one) => `${one.count}/${of}`, kind: 'number' },
    ],
  });
}

/** To standard output, for a file. */
export async function exportAlerts(run: ClientRun, options: AlertListOptions): Promise<number> {
  const query = listQuery(run, options);
  query.set('format', options.csv ? 'csv' : 'ndjson');
  return copyOut(run, run.api.text(`/alerts/export?${query}`));
}

function listQuery({ texts }: ClientRun, options: AlertListOptions): URLSearchParams {
  const query = queryOf(options);
  if (options.text !== undefined) query.set('q', options.text);
  for (const name of ['since', 'until'] as const) {
    const given = options[name];
    if (given !== undefined) query.set(name, String(momentOf(given, texts.badTime)));
  }
  return query;
}
