import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { filterClients, isFuzzy } from '../client-filter.ts';
import { toClient } from '../client-view.ts';
import {
  Client,
  ClientFields,
  ClientPath,
  ClientQuery,
  KeepAliveBody,
  KickBody,
  Nothing,
  pageOf,
  SessionsCountQuery,
} from '../contract.ts';
import { checkNodeFilter } from '../node-check.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Clients'];

export function clientRoutes(app: ApiApp, { broker, node }: Pick<ApiParts, 'broker' | 'node'>): void {
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
    (request) => {
      const { query } = request;
      checkNodeFilter(query.node, node);
      const page = pageOfRows(filterClients(broker.clients(), query), query, { uncounted: isFuzzy(query) });
      return { ...page, data: page.data.map((view) => pick(toClient(view, node), query.fields)) };
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

  app.delete(
    '/clients/:clientid',
    {
      schema: {
        tags,
        summary: 'Kick: end connection and session',
        params: ClientPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      if (!broker.kick(request.params.clientid)) throw clientNotFound();
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
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      for (const clientId of request.body) broker.kick(clientId);
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
}

export function clientNotFound(): ApiError {
  return new ApiError(404, 'CLIENTID_NOT_FOUND', 'Client ID not found');
}

function pick(client: Client, fields: ClientQuery['fields']): ClientFields {
  if (!fields) return client;
  return Object.fromEntries(fields.filter((name) => name in client).map((name) => [name, client[name]]));
}
