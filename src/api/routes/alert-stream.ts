import { z } from 'zod';
import { AlertStream } from '../alert-stream.ts';
import { alertView, languageOf, liveAlertFilterOf } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { AlertStreamQuery } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { securityHeaders } from '../security-headers.ts';

/** Readers at a time. */
const MOST_STREAMS = 50;

export function alertStreamRoute(app: ApiApp, { alerts, clock }: Pick<ApiParts, 'alerts' | 'clock'>): void {
  const streams = new Set<AlertStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.close();
  });

  app.get(
    '/alerts/stream',
    {
      schema: {
        tags: ['Alerts'],
        summary: 'What happens to alerts from now on, as server-sent events',
        querystring: AlertStreamQuery,
        response: {
          200: {
            description:
              'Events pending, suppressed, opened, repeated, escalated, unstable, stable, acknowledged, noted and resolved, whose data is an Alert; skipped tells how many were not',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(400, 429),
        },
      },
    },
    async (request, reply) => {
      const { query, headers, method } = request;
      if (method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
      if (streams.size >= MOST_STREAMS) {
        throw new ApiError(429, 'EXCEED_LIMIT', `there are ${MOST_STREAMS} readers of alerts already`);
      }
      reply.hijack();
      const language = languageOf(query, headers['accept-language']);
      const stream = new AlertStream(
        reply.raw,
        securityHeaders,
        clock,
        () => app.isStillAllowed(request),
        (alert) =>
          JSON.stringify(
            alertView(alert, language, clock.now(), (held, at) => alerts.quiet.holding(held, at)),
          ),
      );
      streams.add(stream);
      const unfollow = alerts.log.follow(liveAlertFilterOf(query), stream);
      reply.raw.on('close', () => {
        unfollow();
        stream.close();
        streams.delete(stream);
      });
      return reply;
    },
  );
}
