import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import type { Identity } from '../authentication/identity.ts';
import { shownName } from '../authentication/principal.ts';
import { callerOf } from '../backup/backup-caller.ts';
import type { Backups } from '../backup/backups.ts';
import {
  DataExportBody,
  DataFile,
  DataFilePage,
  DataFilePath,
  DataFileQuery,
  DataImportBody,
  DataNodeQuery,
  Nothing,
} from '../contract.ts';
import { type ArchiveFile, ArchivesFullError, isArchiveName } from '../data-export/archive-files.ts';
import { DataArchiveError } from '../data-export/data-archive.ts';
import {
  DataExports,
  type Exporter,
  PartlyImportedError,
  PrivateKindsError,
} from '../data-export/data-exports.ts';
import { EmqxImportError } from '../emqx-import/emqx-import-error.ts';
import type { EmqxImports } from '../emqx-import/emqx-imports.ts';
import { readEmqxArchive } from '../emqx-import/read-archive.ts';
import { ARCHIVE_BODY_LIMIT } from '../http-limits.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestampOfSeconds } from '../timestamps.ts';
import { isUpload, uploadedBytes } from '../upload.ts';

const tags = ['Data export'];

interface Helpers {
  readonly identity: Identity;
  readonly backups: Backups;
  readonly emqxImports: EmqxImports;
}

/** Archives of what is configured, by the calls of EMQX. */
export function dataExportRoutes(
  app: ApiApp,
  parts: ApiParts,
  { identity, backups, emqxImports }: Helpers,
): void {
  const { node } = parts;
  const exports = new DataExports({
    ...parts,
    identity,
    backups,
    importEmqx: (archive, { caller, name }) => emqxImports.applyAll(caller, readEmqxArchive(archive), name),
  });
  const exporterOf = (request: FastifyRequest): Exporter => ({
    caller: callerOf(app, request),
    name: shownName(request.principal),
    isSignedIn: request.principal?.kind === 'user',
  });
  const viewOf = ({ filename, size, createdAt }: ArchiveFile): DataFile => ({
    filename,
    node,
    size,
    created_at: toTimestampOfSeconds(createdAt),
    created_at_sec: Math.floor(createdAt / 1000),
  });
  const refuseOthers = (asked: string | undefined): void => {
    if (asked !== undefined && asked !== node)
      throw new ApiError(400, 'BAD_REQUEST', `there is no node ${asked.slice(0, 200)}: this one is ${node}`);
  };

  app.post(
    '/data/export',
    {
      schema: {
        tags,
        summary: 'Write everything that is configured, or what is chosen, into an archive that is kept here',
        body: DataExportBody,
        response: { 200: DataFile, ...refusals(400) },
      },
    },
    async (request) => {
      const { table_sets: tableSets, root_keys: rootKeys } = request.body ?? {};
      return viewOf(await said(exports.export({ tableSets, rootKeys }, exporterOf(request))));
    },
  );

  app.get(
    '/data/files',
    {
      schema: {
        tags,
        summary: 'The archives, the last one first',
        querystring: DataFileQuery,
        response: { 200: DataFilePage, ...refusals(400) },
      },
    },
    async (request) => pageOfRows((await exports.files.list()).map(viewOf), request.query),
  );

  app.post(
    '/data/files',
    {
      bodyLimit: ARCHIVE_BODY_LIMIT,
      schema: {
        tags,
        summary: 'Bring an archive of Tocsin or EMQX (multipart field `filename`)',
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      if (!isUpload(request.body))
        throw new ApiError(400, 'BAD_REQUEST', 'send a .tar.gz as multipart field filename');
      const { name, bytes } = uploadedBytes(request.body, 'filename');
      await said(exports.upload(name, bytes));
      return reply.code(204).send();
    },
  );

  app.get(
    '/data/files/:filename',
    {
      schema: {
        tags,
        summary: 'An archive itself',
        params: DataFilePath,
        querystring: DataNodeQuery,
        response: {
          200: { description: 'A .tar.gz', content: { 'application/octet-stream': { schema: z.unknown() } } },
          ...refusals(400, 404),
        },
      },
    },
    async (request, reply) => {
      refuseOthers(request.query.node);
      const file = await exports.files.find(nameOf(request.params.filename));
      if (!file) throw missing(request.params.filename);
      return reply
        .header('content-disposition', `attachment; filename="${file.filename}"`)
        .header('content-length', file.size)
        .type('application/octet-stream')
        .send(exports.files.stream(file) as never);
    },
  );

  app.delete(
    '/data/files/:filename',
    {
      schema: {
        tags,
        summary: 'Delete an archive',
        params: DataFilePath,
        querystring: DataNodeQuery,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      refuseOthers(request.query.node);
      const { filename } = request.params;
      if (!(await exports.files.delete(nameOf(filename)))) throw missing(filename);
      return reply.code(204).send();
    },
  );

  app.post(
    '/data/import',
    {
      schema: {
        tags,
        summary: 'Take over what is in an archive; what is not in it stays',
        body: DataImportBody,
        response: { 204: Nothing, ...refusals(400, 403) },
      },
    },
    async (request, reply) => {
      const { filename, node: asked } = request.body;
      refuseOthers(asked);
      if (!(await said(exports.import(filename, exporterOf(request)))))
        throw new ApiError(400, 'BAD_REQUEST', `there is no file ${filename.slice(0, 200)}`);
      return reply.code(204).send();
    },
  );
}

/** @throws ApiError 400 */
function nameOf(filename: string): string {
  if (isArchiveName(filename)) return filename;
  throw new ApiError(400, 'BAD_REQUEST', 'filename: is no name of an archive');
}

function missing(filename: string): ApiError {
  return new ApiError(404, 'NOT_FOUND', `there is no file ${filename}`);
}

/** @throws ApiError */
async function said<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof PrivateKindsError) throw new ApiError(403, 'FORBIDDEN', error.message);
    if (error instanceof ArchivesFullError) throw new ApiError(400, 'EXCEED_LIMIT', error.message);
    if (
      error instanceof DataArchiveError ||
      error instanceof EmqxImportError ||
      error instanceof PartlyImportedError
    )
      throw new ApiError(400, 'BAD_REQUEST', error.message);
    throw error;
  }
}
