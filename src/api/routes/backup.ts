import { stringify } from 'yaml';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import { callerOf } from '../backup/backup-caller.ts';
import { BackupError, Backups } from '../backup/backups.ts';
import {
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

/** Bytes of a document: 10,000 rules and as many retained messages. */
const BODY_LIMIT = 64 * 1024 * 1024;

export function backupRoutes(app: ApiApp, parts: ApiParts): void {
  const backups = new Backups(parts);

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
    async (request, reply) => {
      const { format, mqtt_users: mqttUsers, retained } = request.query;
      const document = await backups.make(
        callerOf(app, request),
        (kind) => (kind !== 'mqtt_users' || mqttUsers) && (kind !== 'retained' || retained),
      );
      const name = `tocsin-${document.created_at.slice(0, 19).replaceAll(':', '-')}.${format}`;
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type(format === 'json' ? 'application/json; charset=utf-8' : 'application/yaml; charset=utf-8')
        .send(format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : (stringify(document) as never));
    },
  );

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
      const { about, entries } = await said(backups.plan(callerOf(app, request), request.body.document));
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
      const { document, only } = request.body;
      const by = shownName(request.principal);
      return { results: await said(backups.apply(callerOf(app, request), document, only, by)) };
    },
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

/** @throws ApiError 400 */
async function said<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof BackupError) throw new ApiError(400, 'BAD_REQUEST', error.message);
    throw error;
  }
}
