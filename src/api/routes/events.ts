import { Readable } from 'node:stream';
import { z } from 'zod';
import { formatEventId, JournalError, parseEventId } from '../../journal/door.ts';
import { BusyError } from '../../lib/work-queue.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  EventExportQuery,
  EventHistogram,
  EventHistogramQuery,
  EventPath,
  EventQuery,
  EventStreamQuery,
  FoundEvents,
  JournalStatus,
  RecordedEvent,
} from '../contract.ts';
import { EXPORTED_AT_ONCE, exportedEvents } from '../event-export.ts';
import { EventStream } from '../event-stream.ts';
import { eventJson, filterOf, histogramJson } from '../event-view.ts';
import { finishInSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { securityHeaders } from '../security-headers.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Events'];

/** Readers of the stream at a time. */
const MOST_STREAMS = 50;

export function eventRoutes(app: ApiApp, parts: Pick<ApiParts, 'journal' | 'clock' | 'rules'>): void {
  const { journal, clock, rules } = parts;
  const streams = new Set<EventStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.close();
  });

  app.get(
    '/events',
    {
      schema: {
        tags,
        summary: 'What the broker did, as it was recorded',
        querystring: EventQuery,
        response: { 200: FoundEvents, ...refusals(400, 503) },
      },
    },
    async ({ query }, reply) => {
      const { from, to, order, limit, cursor } = query;
      const after = cursor === undefined ? undefined : eventIdOf(cursor, 'cursor');
      const range = { from: from ?? 0, to: to ?? Number.POSITIVE_INFINITY };
      const search = { ...filterOf(query), ...range, order, limit, after };
      const { records, next } = await answered(journal.search(search));
      const meta = {
        limit,
        hasnext: next !== undefined,
        ...(next && { cursor: formatEventId(next) }),
      };
      const hits = query.rule_hits ? await finishInSlices(rules.hits(records)) : undefined;
      const data = records.map((record, index) => eventJson(record, hits?.[index])).join(',');
      return sendJsonText(reply, `{"data":[${data}],"meta":${JSON.stringify(meta)}}`);
    },
  );

  app.get(
    '/events/export',
    {
      schema: {
        tags,
        summary: 'All events that match as a file, of JSON lines or CSV, the newest first',
        querystring: EventExportQuery,
        response: {
          200: {
            description: 'An event a line; the last line says so when it had to end before',
            content: {
              'application/x-ndjson': { schema: z.string() },
              'text/csv': { schema: z.string() },
            },
          },
          ...refusals(400, 503),
        },
      },
    },
    async ({ query }, reply) => {
      const { from = 0, to = clock.now(), format } = query;
      const search = { ...filterOf(query), from, to, order: 'desc' as const };
      // What cannot be searched for is refused before the file begins.
      const first = await answered(journal.search({ ...search, limit: EXPORTED_AT_ONCE, after: undefined }));
      const text = exportedEvents(
        first,
        (after) => journal.search({ ...search, limit: EXPORTED_AT_ONCE, after }),
        format,
      );
      const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
      return reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="events.${format}"`)
        .send(Readable.from(text) as unknown as string);
    },
  );

  app.get(
    '/events/histogram',
    {
      schema: {
        tags,
        summary: 'How many events there are, by time and kind',
        querystring: EventHistogramQuery,
        response: { 200: EventHistogram, ...refusals(400, 503) },
      },
    },
    async ({ query }) => {
      const { from = 0, to = clock.now(), buckets } = query;
      return histogramJson(await answered(journal.histogram({ ...filterOf(query), from, to, buckets })));
    },
  );

  app.get(
    '/events/status',
    {
      schema: {
        tags,
        summary: 'How much is recorded, and what was not',
        response: { 200: JournalStatus, ...refusals(503) },
      },
    },
    async (): Promise<JournalStatus> => {
      const figures = await answered(journal.figures());
      const { settings, oldest, newest } = figures;
      return {
        enable: settings.isOn,
        retention: settings.retention,
        max_size: settings.maximumSize,
        size: figures.size,
        events: [...settings.kinds],
        messages: [...settings.messages],
        rule_messages: settings.ruleMessages,
        count: figures.events,
        counts: { ...figures.byKind },
        ...(oldest !== undefined && { oldest: toTimestamp(oldest) }),
        ...(newest !== undefined && { newest: toTimestamp(newest) }),
        waiting: figures.waiting,
        lost: { ...figures.lost },
        clients: figures.clients,
        clients_online: figures.clientsOnline,
        streams: streams.size,
      };
    },
  );

  app.get(
    '/events/stream',
    {
      schema: {
        tags,
        summary: 'The same as it happens, as server-sent events; Last-Event-ID goes on after an event',
        querystring: EventStreamQuery,
        headers: z.looseObject({ 'last-event-id': z.string().optional() }),
        response: {
          200: {
            description: 'An event for each recorded event, with its id; the data is a RecordedEvent',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(400, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { query, headers, method } = request;
      const lastId = headers['last-event-id'];
      const after = lastId ? eventIdOf(lastId, 'Last-Event-ID') : undefined;
      if (!journal.isOn) throw switchedOff();
      if (method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
      if (streams.size >= MOST_STREAMS) {
        throw new ApiError(429, 'EXCEED_LIMIT', `there are ${MOST_STREAMS} readers of events already`);
      }
      reply.hijack();
      const stream = new EventStream(reply.raw, securityHeaders, clock, () => app.isStillAllowed(request));
      streams.add(stream);
      const unfollow = journal.follow(filterOf(query), stream, after);
      reply.raw.on('close', () => {
        unfollow();
        stream.close();
        streams.delete(stream);
      });
      return reply;
    },
  );

  app.get(
    '/events/:id',
    {
      schema: {
        tags,
        summary: 'One event',
        params: EventPath,
        response: { 200: RecordedEvent, ...refusals(400, 404, 503) },
      },
    },
    async ({ params }, reply) => {
      const record = await answered(journal.get(eventIdOf(params.id, 'id')));
      if (!record) throw new ApiError(404, 'NOT_FOUND', `there is no event ${params.id}, or not any more`);
      return sendJsonText(reply, eventJson(record));
    },
  );
}

/** What the journal cannot do, as an answer. @throws ApiError */
export async function answered<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof BusyError)
      throw new ApiError(
        503,
        'SERVICE_UNAVAILABLE',
        'too many searches wait already: try again in some seconds',
      );
    if (error instanceof JournalError) throw new ApiError(503, 'SERVICE_UNAVAILABLE', error.message);
    throw error;
  }
}

/** @throws ApiError for a text that is no id */
export function eventIdOf(text: string, name: string) {
  const id = parseEventId(text);
  if (!id) throw new ApiError(400, 'INVALID_PARAMETER', `${name} is not the id of an event: ${text}`);
  return id;
}

function switchedOff(): ApiError {
  return new ApiError(503, 'SERVICE_UNAVAILABLE', 'nothing is recorded: journal.enable is false');
}
