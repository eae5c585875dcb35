import { Readable } from 'node:stream';
import { z } from 'zod';
import type { AlertGroup as Gathered, Alert as KnownAlert } from '../../alerts/door.ts';
import { readZone } from '../../lib/zoned-time.ts';
import { exportedAlerts } from '../alert-export.ts';
import { alertGroupView } from '../alert-group-view.ts';
import { alertFilterOf, alertView, languageOf, type ViewLanguage } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  AlertCommon,
  AlertCommonQuery,
  AlertDays,
  AlertDaysQuery,
  AlertExportQuery,
  AlertGroupPage,
  AlertGroupQuery,
} from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Alerts'];

type ListParts = Pick<ApiParts, 'alerts' | 'clock' | 'monitors' | 'rules'>;

/** Alerts seen as a whole: by rule and monitor, by day, by what they have in common, and as a file. */
export function alertListRoutes(app: ApiApp, { alerts, clock, monitors, rules }: ListParts): void {
  const { log, quiet } = alerts;
  const holding = (alert: KnownAlert, at: number) => quiet.holding(alert, at);

  app.get(
    '/alert_groups',
    {
      schema: {
        tags,
        summary: 'What is not resolved, by rule and monitor, the worst first',
        querystring: AlertGroupQuery,
        response: { 200: AlertGroupPage, ...refusals(400) },
      },
    },
    async ({ query, headers }) => {
      const language = languageOf(query, headers['accept-language']);
      const now = clock.now();
      const silencedUntil = (alert: KnownAlert): number | undefined => {
        const held = holding(alert, now);
        return held && (held.endsAt ?? Infinity);
      };
      const status = query.status ?? (['open', 'acknowledged'] as const);
      const filter = { ...alertFilterOf(query), status };
      const { data, meta } = pageOfRows(await finishInSlices(log.groups(filter, silencedUntil)), query);
      const told = log.told();
      const shown = data.map((group) =>
        alertGroupView(group, {
          language,
          now,
          holdingOf: holding,
          name: nameOf(group.source, language),
          told: told.ofAll(group.first),
        }),
      );
      return { data: shown, meta };
    },
  );

  app.get(
    '/alerts/common',
    {
      schema: {
        tags,
        summary: 'What the alerts that match have in common',
        querystring: AlertCommonQuery,
        response: { 200: AlertCommon, ...refusals(400) },
      },
    },
    async ({ query }) => {
      const { of, factors } = await finishInSlices(log.common(alertFilterOf(query)));
      return { of, common: factors.map(({ name, value, count }) => ({ name, value, count })) };
    },
  );

  app.get(
    '/alerts/days',
    {
      schema: {
        tags,
        summary: 'How many alerts began on each day',
        querystring: AlertDaysQuery,
        response: { 200: AlertDays, ...refusals(400) },
      },
    },
    async ({ query }) => {
      const zone = zoneOf(query.time_zone);
      const filter = { ...alertFilterOf(query), status: query.status };
      const days = await finishInSlices(log.days(filter, zone));
      const data = days.map(({ day, began }) => ({
        day,
        began: began.critical + began.warning + began.info,
        ...began,
      }));
      return { time_zone: zone, data };
    },
  );

  app.get(
    '/alerts/export',
    {
      schema: {
        tags,
        summary: 'The list of alerts as a file, of JSON lines or CSV, the newest first',
        querystring: AlertExportQuery,
        response: {
          200: {
            description: 'An alert a line',
            content: {
              'application/x-ndjson': { schema: z.string() },
              'text/csv': { schema: z.string() },
            },
          },
          ...refusals(400),
        },
      },
    },
    async ({ query, headers }, reply) => {
      const { format } = query;
      const language = languageOf(query, headers['accept-language']);
      const now = clock.now();
      const text = exportedAlerts(
        {
          walk: log.walk(alertFilterOf(query)),
          find: (id) => log.find(id),
          view: (alert) => alertView(alert, language, now, holding),
        },
        format,
      );
      const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
      return reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="alerts.${format}"`)
        .send(Readable.from(text) as unknown as string);
    },
  );

  /** A rule may be gone, or have no name. */
  function nameOf(source: Gathered['source'], language: ViewLanguage): string {
    if (source.kind === 'monitor') return monitors.get(source.name).title[language];
    return rules.get(source.id)?.name || source.id;
  }
}

function zoneOf(name: string | undefined): string {
  const zone = readZone(name ?? 'local');
  if (typeof zone === 'string') return zone;
  const hint = zone.suggestion === undefined ? '' : `; did you mean ${zone.suggestion}?`;
  throw new ApiError(400, 'BAD_REQUEST', `time_zone: there is no zone ${JSON.stringify(name)}${hint}`);
}
