import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import { callerOf } from '../backup/backup-caller.ts';
import { BackupError } from '../backup/backup-document.ts';
import type { Backups, Import } from '../backup/backups.ts';
import { historyLines } from '../backup/history-lines.ts';
import { writeYaml } from '../backup/yaml-text.ts';
import {
  BackupBody,
  BackupHistoryBody,
  BackupHistoryCounts,
  BackupImportBody,
  BackupPlan,
  BackupPlanBody,
  BackupQuery,
  BackupResult,
  BackupUndo,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Backup'];

type BackupChoice = z.output<typeof BackupQuery> & { readonly passphrase?: string };

/** Bytes of a document: 10,000 rules and as many retained messages. */
const BODY_LIMIT = 64 * 1024 * 1024;

/** Bytes of a part of a history. */
const HISTORY_LIMIT = 16 * 1024 * 1024;

export function backupRoutes(app: ApiApp, backups: Backups, { alerts }: Pick<ApiParts, 'alerts'>): void {
  app.get(
    '/backup',
    {
      schema: {
        tags,
        summary: 'Everything that is configured, as one document; secrets are left out',
        querystring: BackupQuery,
        response: {
          200: {
            description: 'The document; PUT it back by /backup/import',
            content: { 'application/yaml': { schema: z.string() } },
          },
        },
      },
    },
    (request, reply) => sent(request, reply, request.query),
  );

  // Not GET: a passphrase has no business in addresses, which everybody on the way writes down.
  app.post(
    '/backup',
    {
      schema: {
        tags,
        summary: 'The same with secrets, sealed with a passphrase',
        body: BackupBody,
        response: {
          200: {
            description: 'The document',
            content: { 'application/yaml': { schema: z.string() } },
          },
          ...refusals(400),
        },
      },
    },
    (request, reply) => sent(request, reply, request.body),
  );

  async function sent(
    request: FastifyRequest,
    reply: FastifyReply,
    { format, mqtt_users: mqttUsers, retained, history, passphrase }: BackupChoice,
  ): Promise<never> {
    const document = await backups.make(
      callerOf(app, request),
      (kind) => (kind !== 'mqtt_users' || mqttUsers) && (kind !== 'retained' || retained),
      passphrase,
      history,
    );
    const name = `tocsin-${document.created_at.slice(0, 19).replaceAll(':', '-')}.${format}`;
    const text = format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : await writeYaml(document);
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type(format === 'json' ? 'application/json; charset=utf-8' : 'application/yaml; charset=utf-8')
      .send(history ? Readable.from(withHistory(text, format)) : text) as never;
  }

  async function* withHistory(text: string, format: 'yaml' | 'json'): AsyncGenerator<string> {
    yield text;
    const past = {
      walk: alerts.log.walk({ status: ['resolved'] }),
      read: (id: string) => {
        const alert = alerts.log.find(id);
        return alert && alerts.history.read(alert);
      },
    };
    yield* historyLines(past, format);
  }

  app.post(
    '/backup/plan',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'What an import would add and change; nothing is done',
        body: BackupPlanBody,
        response: { 200: BackupPlan, ...refusals(400) },
      },
    },
    async (request) => {
      const { about, entries } = await said(backups.plan(callerOf(app, request), importOf(request.body)));
      return {
        ...about,
        entries: entries.map((entry) => ({ ...entry, changes: [...entry.changes] })),
      };
    },
  );

  app.post(
    '/backup/import',
    {
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Do what the plan says, for all or for those that are chosen',
        body: BackupImportBody,
        response: { 200: BackupResult, ...refusals(400) },
      },
    },
    async (request) => {
      const { body, principal } = request;
      const applied = backups.apply(callerOf(app, request), importOf(body), body.only, shownName(principal));
      return { results: await said(applied) };
    },
  );

  app.post(
    '/backup/history/plan',
    {
      bodyLimit: HISTORY_LIMIT,
      schema: {
        tags,
        summary: 'How many alerts of a part of a history would be added; nothing is done',
        body: BackupHistoryBody,
        response: { 200: BackupHistoryCounts, ...refusals(400) },
      },
    },
    ({ body }) => alerts.history.plan(body.alerts),
  );

  app.post(
    '/backup/history',
    {
      bodyLimit: HISTORY_LIMIT,
      schema: {
        tags,
        summary: 'Add alerts that are over, of a part of a history; nobody is told of them',
        body: BackupHistoryBody,
        response: { 200: BackupHistoryCounts, ...refusals(400) },
      },
    },
    ({ body }) => alerts.history.add(body.alerts),
  );

  app.get(
    '/backup/undo',
    { schema: { tags, summary: 'Whether the last import can be undone', response: { 200: BackupUndo } } },
    () => {
      const point = backups.undoPoint();
      return {
        available: point !== undefined,
        at: point ? toTimestamp(point.at) : null,
        by: point?.by ?? null,
        count: point?.count ?? 0,
      };
    },
  );

  app.post(
    '/backup/undo',
    {
      schema: {
        tags,
        summary: 'Make everything that the last import added or changed as it was',
        response: { 200: BackupResult, ...refusals(404) },
      },
    },
    async (request) => {
      const results = await backups.undo(callerOf(app, request));
      if (!results) throw new ApiError(404, 'NOT_FOUND', 'there is no import that could be undone');
      return { results };
    },
  );
}

function importOf({ document, passphrase, prune }: z.output<typeof BackupPlanBody>): Import {
  return { text: document, passphrase, prune };
}

/** @throws ApiError 400 */
async function said<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof BackupError) {
      const members = { message_zh: error.zh };
      throw new ApiError(400, 'BAD_REQUEST', error.message, { members });
    }
    throw error;
  }
}
