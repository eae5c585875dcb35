import { Readable } from 'node:stream';
import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { TraceError, type Traces, type TraceView, textOf } from '../../trace/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import {
  Nothing,
  Trace,
  TraceDownloadQuery,
  TraceDraft,
  TraceList,
  TraceLog,
  TraceLogDetail,
  TraceLogQuery,
  TracePath,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Trace'];

/** Traces of one client, topic or address; in the shape of EMQX. */
export function traceRoutes(
  app: ApiApp,
  { traces, node, clock }: Pick<ApiParts, 'traces' | 'node' | 'clock'>,
): void {
  app.get(
    '/trace',
    { schema: { tags, summary: 'The traces, the last one first', response: { 200: TraceList } } },
    async () => (await traces.list()).map((trace) => viewOf(trace, node)),
  );

  app.post(
    '/trace',
    {
      schema: {
        tags,
        summary: 'Watch one client, topic or address for some time',
        body: TraceDraft,
        response: { 200: Trace, ...refusals(400, 409, 429) },
      },
    },
    async ({ body, principal }) => {
      const value = body[body.type];
      if (value === undefined) throw new ApiError(400, 'BAD_REQUEST', `${body.type}: is missing`);
      if (body.for !== undefined && body.end_at !== undefined)
        throw new ApiError(400, 'BAD_REQUEST', 'for: give it or end_at, not both');
      const begin = Math.max(body.start_at ?? 0, clock.now());
      return attempt(async () =>
        viewOf(
          await traces.create({
            name: body.name,
            type: body.type,
            value,
            payloadEncoding: body.payload_encode,
            format: body.formatter,
            startAt: body.start_at,
            endAt: body.for === undefined ? body.end_at : begin + (parseDuration(body.for) ?? 0),
            by: shownName(principal),
          }),
          node,
        ),
      );
    },
  );

  app.delete(
    '/trace',
    { schema: { tags, summary: 'End and delete all traces', response: { 204: Nothing } } },
    async (_request, reply) => {
      await traces.clear();
      return reply.code(204).send();
    },
  );

  app.get(
    '/trace/:name',
    { schema: { tags, summary: 'One trace', params: TracePath, response: { 200: Trace, ...refusals(404) } } },
    async ({ params }) => viewOf(await found(traces, params.name), node),
  );

  app.delete(
    '/trace/:name',
    {
      schema: {
        tags,
        summary: 'End a trace and delete its lines',
        params: TracePath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      if (!(await traces.delete(params.name))) throw notFound(params.name);
      return reply.code(204).send();
    },
  );

  app.put(
    '/trace/:name/stop',
    {
      schema: {
        tags,
        summary: 'End a trace and keep its lines',
        params: TracePath,
        response: { 200: Trace, ...refusals(404) },
      },
    },
    async ({ params }) => {
      const trace = await traces.stop(params.name);
      if (!trace) throw notFound(params.name);
      return viewOf(trace, node);
    },
  );

  app.get(
    '/trace/:name/download',
    {
      schema: {
        tags,
        summary: 'All lines as a file',
        params: TracePath,
        querystring: TraceDownloadQuery,
        response: {
          200: {
            description: 'Lines of text, or of JSON',
            content: {
              'text/plain': { schema: z.string() },
              'application/x-ndjson': { schema: z.string() },
            },
          },
          ...refusals(404),
        },
      },
    },
    async ({ params, query }, reply) => {
      const trace = await found(traces, params.name);
      const isText = (query.format ?? trace.format) === 'text';
      const lines = traces.lines(trace.name);
      return reply
        .header('content-disposition', `attachment; filename="${trace.name}.${isText ? 'log' : 'jsonl'}"`)
        .type(`${isText ? 'text/plain' : 'application/x-ndjson'}; charset=utf-8`)
        .send(Readable.from(isText ? asText(lines) : lines) as unknown as string);
    },
  );

  app.get(
    '/trace/:name/log',
    {
      schema: {
        tags,
        summary: 'Lines from a position on',
        params: TracePath,
        querystring: TraceLogQuery,
        response: { 200: TraceLog, ...refusals(400, 404) },
      },
    },
    async ({ params, query }) => {
      const trace = await found(traces, params.name);
      const piece = await traces.read(params.name, query.position, Math.max(1, query.bytes));
      if (!piece) throw notFound(params.name);
      const isText = (query.format ?? trace.format) === 'text';
      return {
        items: isText ? textOf(piece.lines) : piece.lines,
        meta: { bytes: query.bytes, position: piece.position },
      };
    },
  );

  app.get(
    '/trace/:name/log_detail',
    {
      schema: {
        tags,
        summary: 'How much there is, and how new it is',
        params: TracePath,
        response: { 200: TraceLogDetail, ...refusals(404) },
      },
    },
    async ({ params }) => {
      const { size, changedAt } = await found(traces, params.name);
      return [{ node, size, mtime: Math.floor(changedAt / 1000) }];
    },
  );
}

/** @throws ApiError 404 */
export async function found(traces: Pick<Traces, 'get'>, name: string): Promise<TraceView> {
  const trace = await traces.get(name);
  if (!trace) throw notFound(name);
  return trace;
}

async function* asText(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const lines of pieces) yield textOf(lines);
}

async function attempt(run: () => Promise<Trace>): Promise<Trace> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const { kind, message } = error;
    if (kind === 'limit') throw new ApiError(429, 'EXCEED_LIMIT', message);
    if (kind === 'exists') throw new ApiError(409, 'ALREADY_EXISTS', message);
    if (kind === 'duplicate') throw new ApiError(409, 'DUPLICATE_CONDITION', message);
    throw new ApiError(400, 'BAD_REQUEST', message);
  }
}

function viewOf(trace: TraceView, node: string): Trace {
  return {
    name: trace.name,
    type: trace.type,
    [trace.type]: trace.value,
    status: trace.status,
    stop_reason: trace.stopReason ?? null,
    payload_encode: trace.payloadEncoding,
    formatter: trace.format,
    start_at: toTimestamp(trace.startAt),
    end_at: toTimestamp(trace.endAt),
    log_size: { [node]: trace.size },
    lines: trace.lines,
    skipped: trace.skipped,
    created_by: trace.createdBy,
  };
}

function notFound(name: string): ApiError {
  return new ApiError(404, 'NOT_FOUND', `there is no trace ${name.slice(0, 100)}`);
}
