import { z } from 'zod';
import type { ClientView } from '../../broker/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError, notStored, refuseWhileFailing } from '../api-error.ts';
import { toConnection } from '../client-connection.ts';
import { isFuzzy, searchOf } from '../client-filter.ts';
import { toClient } from '../client-view.ts';
import {
  Client,
  ClientConnection,
  ClientCursorQuery,
  ClientFields,
  ClientPath,
  ClientQuery,
  ClientsFromCursor,
  KeepAliveBody,
  KickBody,
  KickQuery,
  Nothing,
  pageOf,
  SessionsCountQuery,
} from '../contract.ts';
import { finishInSlices, inSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { checkNodeFilter } from '../node-check.ts';
import { listJson, pageJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Clients'];

export function clientRoutes(
  app: ApiApp,
  { broker, node, clock }: Pick<ApiParts, 'broker' | 'node' | 'clock'>,
): void {
  /** Whether the session outlives its connection, so that its end has to be stored. */
  const isLasting = (clientId: string) => (broker.client(clientId)?.expiryInterval ?? 0) > 0;

  app.get(
    '/clients',
    {
      schema: {
        tags,
        summary: 'Connected clients and kept sessions',
        querystring: ClientQuery,
        response: { 200: pageOf(ClientFields), ...refusals(400, 500) },
      },
    },
    async ({ query }, reply) => {
      checkNodeFilter(query.node, node);
      return sendJsonText(reply, await finishInSlices(listPage(query)));
    },
  );

  app.get(
    '/clients_v2',
    {
      schema: {
        tags,
        summary: 'The same, from one cursor to the next',
        querystring: ClientCursorQuery,
        response: { 200: ClientsFromCursor, ...refusals(400, 500) },
      },
    },
    async ({ query }, reply) => {
      checkNodeFilter(query.node, node);
      return sendJsonText(reply, await finishInSlices(listFromCursor(query)));
    },
  );

  app.get(
    '/clients/:clientid',
    {
      schema: {
        tags,
        summary: 'One client',
        params: ClientPath,
        response: { 200: Client, ...refusals(404) },
      },
    },
    (request) => {
      const view = broker.client(request.params.clientid);
      if (!view) throw clientNotFound();
      return toClient(view, node);
    },
  );

  app.get(
    '/clients/:clientid/connection',
    {
      schema: {
        tags,
        summary: 'How a client is connected: TLS, its certificate, the properties of its CONNECT',
        params: ClientPath,
        response: { 200: ClientConnection, ...refusals(404) },
      },
    },
    (request) => {
      const facts = broker.connection(request.params.clientid);
      if (!facts) throw clientNotFound();
      return toConnection(facts, clock.now());
    },
  );

  app.delete(
    '/clients/:clientid',
    {
      schema: {
        tags,
        summary: 'Kick: end connection and session',
        params: ClientPath,
        querystring: KickQuery,
        response: { 204: Nothing, ...refusals(404, 503) },
      },
    },
    async (request, reply) => {
      const { clientid } = request.params;
      if (isLasting(clientid)) refuseWhileFailing(broker);
      if (!broker.kick(clientid, request.query.reason_string)) throw clientNotFound();
      return reply.code(204).send();
    },
  );

  app.post(
    '/clients/kickout/bulk',
    {
      schema: {
        tags,
        summary: 'Kick many; unknown ids are ignored',
        body: KickBody,
        querystring: KickQuery,
        response: { 204: Nothing, ...refusals(400, 503) },
      },
    },
    async (request, reply) => {
      if (broker.isFailing && request.body.some(isLasting)) throw notStored();
      const { reason_string: reason } = request.query;
      await inSlices(request.body, (clientId) => broker.kick(clientId, reason));
      return reply.code(204).send();
    },
  );

  app.put(
    '/clients/:clientid/keepalive',
    {
      schema: {
        tags,
        summary: 'Set the keep-alive time',
        params: ClientPath,
        body: KeepAliveBody,
        response: { 200: Client, ...refusals(400, 404) },
      },
    },
    (request) => {
      const { clientid } = request.params;
      const changed = broker.setKeepAlive(clientid, request.body.interval);
      const view = changed ? broker.client(clientid) : undefined;
      if (!view) throw clientNotFound();
      return toClient(view, node);
    },
  );

  app.get(
    '/sessions_count',
    {
      schema: {
        tags,
        summary: 'The number of sessions',
        querystring: SessionsCountQuery,
        response: {
          200: { description: 'A number as text', content: { 'text/plain': { schema: z.string() } } },
          ...refusals(400),
        },
      },
    },
    // `since` asks for expired sessions too, which EMQX may still keep; here an expired session is gone.
    async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(String(broker.stats().sessions.count)),
  );

  function rowOf(fields: ClientQuery['fields']): (view: ClientView) => ClientFields {
    return (view) => pick(toClient(view, node), fields);
  }

  function* listPage(query: ClientQuery): Steps<Buffer> {
    const found = yield* broker.clients({ ...searchOf(query), ...requestOf(query) });
    return yield* pageJson(found, query, rowOf(query.fields), { uncounted: isFuzzy(query) });
  }

  function* listFromCursor(query: ClientCursorQuery): Steps<Buffer> {
    const { cursor, limit, fields } = query;
    const before = cursor === undefined ? undefined : clientIdOf(cursor);
    const { rows, hasMore } = yield* broker.clients({ ...searchOf(query), before, skip: 0, take: limit });
    const last = rows.at(-1);
    const meta: ClientsFromCursor['meta'] = {
      count: rows.length,
      ...(last && hasMore && { cursor: cursorAt(last.clientId) }),
    };
    return yield* listJson(rows, rowOf(fields), meta);
  }
}

export function clientNotFound(): ApiError {
  return new ApiError(404, 'CLIENTID_NOT_FOUND', 'Client ID not found');
}

function pick(client: Client, fields: ClientQuery['fields']): ClientFields {
  if (!fields) return client;
  return Object.fromEntries(fields.filter((name) => name in client).map((name) => [name, client[name]]));
}

/** Where a list goes on: after this client. Callers have no business with what is in it. */
function cursorAt(clientId: string): string {
  return Buffer.from(clientId).toString('base64url');
}

/** @throws ApiError 400 for a cursor that no answer gave */
function clientIdOf(cursor: string): string {
  const clientId = Buffer.from(cursor, 'base64url').toString();
  if (cursorAt(clientId) !== cursor)
    throw new ApiError(400, 'INVALID_PARAMETER', `cursor is not one that an answer gave: ${cursor}`);
  return clientId;
}
