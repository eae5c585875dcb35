import type { FastifyRequest } from 'fastify';
import type { AlertFilter, Alert as KnownAlert } from '../../alerts/door.ts';
import type { Steps } from '../../lib/steps.ts';
import {
  alertCountsView,
  alertFilterOf,
  alertView,
  languageOf,
  timelineView,
  type ViewLanguage,
} from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import {
  Alert,
  AlertBulk,
  AlertBulkResult,
  AlertCounts,
  AlertCountsQuery,
  AlertDetail,
  AlertDetailQuery,
  AlertNote,
  AlertPage,
  AlertPath,
  AlertQuery,
  AlertRemark,
} from '../contract.ts';
import { finishInSlices, inSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { listJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Alerts'];
const DAY = 24 * 60 * 60_000;

type AlertParts = Pick<ApiParts, 'alerts' | 'clock'>;

export function alertRoutes(app: ApiApp, { alerts, clock }: AlertParts): void {
  const { book, log } = alerts;
  const holding = (alert: KnownAlert, at: number) => alerts.quiet.holding(alert, at);

  app.get(
    '/alerts',
    {
      schema: {
        tags,
        summary: 'Alerts, by default those that are not resolved, the newest first',
        querystring: AlertQuery,
        response: { 200: AlertPage, ...refusals(400) },
      },
    },
    async ({ query, headers }, reply) => {
      const { page, limit, order } = query;
      const found = await finishInSlices(log.page(alertFilterOf(query), requestOf(query), order));
      const meta = { page, limit, count: found.count, hasnext: found.hasMore };
      const language = languageOf(query, headers['accept-language']);
      return sendJsonText(reply, await finishInSlices(rowsJson(found.rows, meta, language)));
    },
  );

  app.get(
    '/alerts/stats',
    {
      schema: {
        tags,
        summary: 'How many alerts there are, and what began in the last 24 hours',
        querystring: AlertCountsQuery,
        response: { 200: AlertCounts, ...refusals(400) },
      },
    },
    async ({ query }) => {
      const since = query.since ?? clock.now() - DAY;
      return alertCountsView(await finishInSlices(log.figures(since)), since, book.allShortDrops());
    },
  );

  app.get(
    '/alerts/:id',
    {
      schema: {
        tags,
        summary: 'One alert with its timeline',
        params: AlertPath,
        querystring: AlertDetailQuery,
        response: { 200: AlertDetail, ...refusals(400, 404) },
      },
    },
    ({ params, query, headers }) =>
      detail(existing(params.id), languageOf(query, headers['accept-language'])),
  );

  app.post(
    '/alerts/:id/acknowledge',
    {
      schema: {
        tags,
        summary: 'Say that somebody takes care of an alert: it is not told again nor escalated',
        params: AlertPath,
        querystring: AlertDetailQuery,
        body: AlertRemark,
        response: { 200: Alert, ...refusals(400, 404, 409) },
      },
    },
    (request) => {
      const { id } = request.params;
      if (existing(id).status === 'resolved')
        throw new ApiError(409, 'CONFLICT', `alert ${id} is resolved: there is nothing to acknowledge`);
      const alert = book.acknowledge(id, shownName(request.principal));
      remark(id, request.body?.note, request);
      return shown(alert ?? existing(id), request);
    },
  );

  app.post(
    '/alerts/:id/resolve',
    {
      schema: {
        tags,
        summary: 'End an alert by hand; what comes of its condition afterwards is a new alert',
        params: AlertPath,
        querystring: AlertDetailQuery,
        body: AlertRemark,
        response: { 200: Alert, ...refusals(400, 404) },
      },
    },
    (request) => {
      const { id } = request.params;
      existing(id);
      remark(id, request.body?.note, request);
      return shown(book.resolve(id, shownName(request.principal)) ?? existing(id), request);
    },
  );

  app.post(
    '/alerts/:id/note',
    {
      schema: {
        tags,
        summary: 'Write something into the timeline of an alert, also of one that is resolved',
        params: AlertPath,
        querystring: AlertDetailQuery,
        body: AlertNote,
        response: { 200: Alert, ...refusals(400, 404) },
      },
    },
    (request) => {
      existing(request.params.id);
      remark(request.params.id, request.body.text, request);
      return shown(existing(request.params.id), request);
    },
  );

  for (const [verb, summary] of [
    ['acknowledge', 'Acknowledge several alerts'],
    ['resolve', 'End several alerts by hand'],
  ] as const) {
    app.post(
      `/alerts/${verb}`,
      {
        schema: { tags, summary, body: AlertBulk, response: { 200: AlertBulkResult, ...refusals(400) } },
      },
      async (request) => {
        const { ids, matching = {}, note } = request.body;
        const result: AlertBulkResult = { changed: [], unchanged: [], missing: [] };
        const by = shownName(request.principal);
        const status = ['open', 'acknowledged'] as const;
        const { group_id: group, ...others } = matching;
        const wanted = ids ?? (await finishInSlices(idsOf({ ...others, group, status })));
        await inSlices([...new Set(wanted)], (id) => {
          const before = log.find(id);
          if (!before) result.missing.push(id);
          else if (before.status === 'resolved' || (verb === 'acknowledge' && before.acknowledgement))
            result.unchanged.push(id);
          else {
            book[verb](id, by);
            remark(id, note, request);
            result.changed.push(id);
          }
        });
        return result;
      },
    );
  }

  function* idsOf(filter: AlertFilter): Steps<string[]> {
    const found: string[] = [];
    for (const ids of log.walk(filter)) {
      found.push(...ids);
      yield;
    }
    return found;
  }

  function existing(id: string): KnownAlert {
    const alert = log.find(id);
    if (!alert) throw new ApiError(404, 'NOT_FOUND', `there is no alert ${id}, or not any more`);
    return alert;
  }

  function remark(id: string, note: string | undefined, request: FastifyRequest): void {
    if (note !== undefined) book.note(id, note, shownName(request.principal));
  }

  function detail(alert: KnownAlert, language: ViewLanguage): AlertDetail {
    return {
      ...alertView(alert, language, clock.now(), holding),
      deliveries: log.told().of(alert),
      timeline: timelineView(log.timeline(alert), language),
    };
  }

  function shown(
    alert: KnownAlert,
    {
      query,
      headers,
    }: { query: { language?: ViewLanguage | undefined }; headers: FastifyRequest['headers'] },
  ): Alert {
    const language = languageOf(query, headers['accept-language']);
    return alertView(alert, language, clock.now(), holding);
  }

  /** What was deleted since the page was found is left out. */
  function* rowsJson(ids: readonly string[], meta: object, language: ViewLanguage) {
    const found: KnownAlert[] = [];
    const told = log.told();
    for (const id of ids) {
      const alert = log.find(id);
      if (alert) found.push(alert);
      yield;
    }
    const now = clock.now();
    return yield* listJson(
      found,
      (alert) => ({ ...alertView(alert, language, now, holding), deliveries: told.of(alert) }),
      meta,
    );
  }
}
