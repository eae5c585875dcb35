import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import { callerOf } from '../backup/backup-caller.ts';
import { EmqxApplyBody, EmqxImportPlan, EmqxImportResult, EmqxPlanBody } from '../contract.ts';
import { DataArchiveError, readDataArchive } from '../data-export/data-archive.ts';
import type { EmqxConfig } from '../emqx-import/emqx-config.ts';
import { EmqxImportError } from '../emqx-import/emqx-import-error.ts';
import type { EmqxImports } from '../emqx-import/emqx-imports.ts';
import { readClusterText, readEmqxArchive } from '../emqx-import/read-archive.ts';
import { readRunningEmqx } from '../emqx-import/read-broker.ts';
import { ARCHIVE_BODY_LIMIT } from '../http-limits.ts';
import { refusals } from '../refusals.ts';
import { isUpload, uploadedBytes } from '../upload.ts';

const tags = ['Import from EMQX'];

type Source = EmqxImportPlan['source'];

/** A plan of what an EMQX has, and then of it what is chosen. */
export function emqxImportRoutes(app: ApiApp, imports: EmqxImports): void {
  app.post(
    '/emqx_import/plan',
    {
      bodyLimit: ARCHIVE_BODY_LIMIT,
      schema: {
        tags,
        summary:
          'What of an EMQX can be taken over, and what becomes of it: of a data export or cluster.hocon (multipart field `filename`), a text, or a running one',
        response: { 200: EmqxImportPlan, ...refusals(400) },
      },
    },
    async (request) => {
      const { source, config } = await said(read(request.body));
      return imports.plan(callerOf(app, request), source, config, shownName(request.principal));
    },
  );

  app.post(
    '/emqx_import/apply',
    {
      schema: {
        tags,
        summary: 'Take over what is chosen of a plan; POST /backup/undo takes it back',
        body: EmqxApplyBody,
        response: { 200: EmqxImportResult, ...refusals(400, 404) },
      },
    },
    async (request) => {
      const { plan, only, offers = [] } = request.body;
      const by = shownName(request.principal);
      const results = await imports.apply(callerOf(app, request), plan, { only, offers }, by);
      if (!results)
        throw new ApiError(
          404,
          'NOT_FOUND',
          'there is no such plan: they are kept for half an hour; make a new one',
        );
      return { results };
    },
  );
}

async function read(body: unknown): Promise<{ source: Source; config: EmqxConfig }> {
  if (isUpload(body)) return readFile(uploadedBytes(body, 'filename').bytes);
  const draft = EmqxPlanBody.safeParse(body);
  if (!draft.success)
    throw new ApiError(
      400,
      'BAD_REQUEST',
      'send a file as multipart field filename, or {"text": …} of a cluster.hocon, or {"url": …, "key": …, "secret": …} of a running EMQX',
    );
  if ('text' in draft.data) return { source: 'cluster_hocon', config: readClusterText(draft.data.text) };
  return { source: 'running', config: await readRunningEmqx(draft.data) };
}

async function readFile(bytes: Buffer): Promise<{ source: Source; config: EmqxConfig }> {
  const isArchive = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isArchive) {
    if (bytes.includes(0))
      throw new EmqxImportError('this is neither a data export (.tar.gz) nor a cluster.hocon');
    return { source: 'cluster_hocon', config: readClusterText(bytes.toString('utf8')) };
  }
  const archive = await readDataArchive(bytes);
  if (archive.document !== undefined)
    throw new EmqxImportError(
      'this is a data export of Tocsin and not of EMQX: take it over by /data/files and /data/import',
    );
  return { source: 'archive', config: readEmqxArchive(archive) };
}

/** @throws ApiError 400 */
async function said<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof EmqxImportError || error instanceof DataArchiveError)
      throw new ApiError(400, 'BAD_REQUEST', error.message);
    throw error;
  }
}
