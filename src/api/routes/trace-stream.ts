import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { TracePath, TraceStreamQuery } from '../contract.ts';
import { EventReader } from '../event-reader.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { securityHeaders } from '../security-headers.ts';
import { found } from './traces.ts';

/** Readers at a time. */
const MOST_STREAMS = 50;

/** The file is what waits for a slow reader: nothing is left out, and who comes again goes on where it was. */
export function traceStreamRoute(app: ApiApp, { traces, clock }: Pick<ApiParts, 'traces' | 'clock'>): void {
  const ends = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of ends) end();
  });

  app.get(
    '/trace/:name/stream',
    {
      schema: {
        tags: ['Trace'],
        summary: 'The lines of a trace and those that come, as server-sent events, until it is over',
        params: TracePath,
        querystring: TraceStreamQuery,
        response: {
          200: {
            description:
              'Events whose data is a list of TraceLine and whose id is where to go on; over says that nothing more will come',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(400, 404, 429),
        },
      },
    },
    async (request, reply) => {
      const { params, query, headers, method } = request;
      await found(traces, params.name);
      if (method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
      if (ends.size >= MOST_STREAMS)
        throw new ApiError(429, 'EXCEED_LIMIT', `there are ${MOST_STREAMS} readers of traces already`);
      reply.hijack();
      const reader = new EventReader(reply.raw, securityHeaders, clock, () => app.isStillAllowed(request));
      const closing = new AbortController();
      const end = (): void => closing.abort();
      ends.add(end);
      reply.raw.on('close', end);
      const last = headers['last-event-id'];
      const position = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : query.position;
      try {
        for await (const piece of traces.follow(params.name, position, closing.signal)) {
          const lines = piece.lines.trimEnd().split('\n').join(',');
          reader.send(`[${lines}]`, { id: String(piece.position) });
          await reader.room();
        }
        if (!closing.signal.aborted) reader.send('{}', { event: 'over' });
      } catch (error) {
        request.log.error({ err: error }, 'a trace could not be read');
      } finally {
        ends.delete(end);
        reader.close();
      }
      return reply;
    },
  );
}
