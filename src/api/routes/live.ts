import { z } from 'zod';
import { parseEventId } from '../../journal/door.ts';
import { alertView, languageOf } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { LiveFigures, LiveQuery, type LiveServer } from '../contract.ts';
import { findDashboard } from '../dashboard/dashboard-files.ts';
import { changedObject } from '../live/changed-object.ts';
import { LiveHub } from '../live/live-hub.ts';
import { LiveReader } from '../live/live-reader.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { securityHeaders } from '../security-headers.ts';

const tags = ['Live'];

/** Readers at a time: tabs that somebody has open, all in all. */
const MOST_READERS = 100;

type Parts = Pick<
  ApiParts,
  'broker' | 'rules' | 'alerts' | 'deliveries' | 'deliveryFigures' | 'journal' | 'clock' | 'version'
>;

export function liveRoutes(app: ApiApp, parts: Parts): void {
  const { alerts, clock, version } = parts;
  const hub = new LiveHub(parts);
  const build = findDashboard()?.build ?? null;
  app.addHook('preClose', async () => hub.close());

  parts.rules.onFileChange = ({ id, what }) => {
    if (hub.wantsObjects) hub.tellObject({ kind: 'rule', id, what });
  };
  // What calls of the API change. Not before the answer: only what succeeded is told.
  app.addHook('onSend', async (request, reply, payload) => {
    const { method } = request;
    if (method === 'GET' || !hub.wantsObjects || reply.statusCode >= 300) return;
    const answer = typeof payload === 'string' && payload.startsWith('{') ? JSON.parse(payload) : undefined;
    const object = changedObject({
      method,
      route: request.routeOptions.url ?? '',
      parameters: request.params,
      bodies: [answer, request.body],
    });
    if (object) hub.tellObject(object);
  });

  app.get(
    '/live/figures',
    {
      schema: {
        tags,
        summary: 'What the topic figures of GET /live tells, once',
        response: { 200: LiveFigures },
      },
    },
    () => hub.figures(),
  );

  app.get(
    '/live',
    {
      schema: {
        tags,
        summary: 'Several topics in one stream of server-sent events; Last-Event-ID goes on after an event',
        querystring: LiveQuery,
        headers: z.looseObject({ 'last-event-id': z.string().optional() }),
        response: {
          200: {
            description:
              'First server, whose data is a LiveServer; then an event named like its topic for each message, and skipped for what is left out',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(400, 429),
        },
      },
    },
    async (request, reply) => {
      const { query, headers, method } = request;
      if (method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
      if (hub.size >= MOST_READERS) {
        throw new ApiError(429, 'EXCEED_LIMIT', `there are ${MOST_READERS} readers already`);
      }
      const lastId = headers['last-event-id'];
      const language = languageOf(query, headers['accept-language']);
      reply.hijack();
      const reader = new LiveReader({
        response: reply.raw,
        headers: { ...securityHeaders, 'x-request-id': request.id },
        clock,
        isAllowed: () => app.isStillAllowed(request),
        writeAlert: (alert) =>
          JSON.stringify(
            alertView(alert, language, clock.now(), (held, at) => alerts.quiet.holding(held, at)),
          ),
      });
      const server: LiveServer = { version, dashboard: build, at: clock.now() };
      reader.send('server', JSON.stringify(server));
      // An id that is none is of a server that was replaced: what happens from now on is better than nothing.
      const unfollow = hub.follow(reader, query.topics, lastId ? parseEventId(lastId) : undefined);
      reply.raw.on('close', () => {
        unfollow();
        reader.close();
      });
      return reply;
    },
  );
}
