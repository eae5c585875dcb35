import type { ClientRecord, Span } from '../../journal/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  ClientHistory,
  ClientHistoryQuery,
  ClientPath,
  ClientRegistryQuery,
  type ClientSpan,
  Nothing,
  pageOf,
  RegisteredClient,
} from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { pageJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';
import { clientNotFound } from './clients.ts';
import { answered } from './events.ts';

const tags = ['Clients'];

/** Clients as the journal remembers them, also those that are gone. */
export function clientRegistryRoutes(
  app: ApiApp,
  { journal, clock }: Pick<ApiParts, 'journal' | 'clock'>,
): void {
  app.get(
    '/client_registry',
    {
      schema: {
        tags,
        summary: 'All clients that are remembered, also those that are gone',
        querystring: ClientRegistryQuery,
        response: { 200: pageOf(RegisteredClient), ...refusals(400, 503) },
      },
    },
    async ({ query }, reply) => {
      const now = clock.now();
      const { gte_last_seen_at: seenFrom, lte_last_seen_at: seenTo } = query;
      const found = await answered(
        journal.clients({
          ...requestOf(query),
          clientIds: query.clientid,
          likeClientId: query.like_clientid,
          username: query.username,
          likeUsername: query.like_username,
          isOnline: query.connected,
          reason: query.reason,
          seenFrom,
          // Who is online is seen at present.
          seenTo: seenTo !== undefined && seenTo < now ? seenTo : undefined,
        }),
      );
      const page = pageJson(found, query, (record) => toRegistered(record, now));
      return sendJsonText(reply, await finishInSlices(page));
    },
  );

  app.get(
    '/client_registry/:clientid',
    {
      schema: {
        tags,
        summary: 'One of them',
        params: ClientPath,
        response: { 200: RegisteredClient, ...refusals(404, 503) },
      },
    },
    async ({ params }) => {
      const record = await answered(journal.client(params.clientid));
      if (!record) throw clientNotFound();
      return toRegistered(record, clock.now());
    },
  );

  app.delete(
    '/client_registry/:clientid',
    {
      schema: {
        tags,
        summary: 'Forget a client; its recorded events stay, and it is remembered anew when it connects',
        params: ClientPath,
        response: { 204: Nothing, ...refusals(404, 503) },
      },
    },
    async ({ params }, reply) => {
      if (!(await answered(journal.forgetClient(params.clientid)))) throw clientNotFound();
      return reply.code(204).send();
    },
  );

  app.get(
    '/clients/:clientid/history',
    {
      schema: {
        tags,
        summary: 'When a client was online and offline, and why it went',
        params: ClientPath,
        querystring: ClientHistoryQuery,
        response: { 200: ClientHistory, ...refusals(400, 404, 503) },
      },
    },
    async ({ params, query: { limit } }) => {
      // One connection more tells how the oldest of them began.
      const connections = await answered(journal.history(params.clientid, limit + 1));
      if (!connections) throw clientNotFound();
      const spans = spansOf(connections, clock.now());
      return { data: spans.slice(0, limit), meta: { limit, hasnext: spans.length > limit } };
    },
  );
}

function toRegistered(record: ClientRecord, now: number): RegisteredClient {
  const { clientId, username, peerHost, isOnline, firstSeen, connectedAt, disconnectedAt, reason } = record;
  return {
    clientid: clientId,
    username: username ?? null,
    ip_address: peerHost ?? null,
    connected: isOnline,
    first_seen_at: toTimestamp(firstSeen),
    last_seen_at: toTimestamp(isOnline ? now : (disconnectedAt ?? firstSeen)),
    ...(connectedAt !== undefined && { connected_at: toTimestamp(connectedAt) }),
    ...(disconnectedAt !== undefined && { disconnected_at: toTimestamp(disconnectedAt) }),
    ...(reason !== undefined && { reason }),
    connects: record.connects,
    disconnects: record.disconnects,
  };
}

/** What was between two connections is a span as well, if it lasted at all. */
function spansOf(connections: readonly Span[], now: number): ClientSpan[] {
  const spans: ClientSpan[] = [];
  let laterBegin: number | undefined;
  for (const { connectedAt, disconnectedAt, reason } of connections) {
    if (disconnectedAt !== undefined && (laterBegin ?? now) > disconnectedAt) {
      spans.push(spanOf('offline', { from: disconnectedAt, to: laterBegin, reason, now }));
    }
    spans.push(spanOf('online', { from: connectedAt, to: disconnectedAt, reason, now }));
    laterBegin = connectedAt;
  }
  return spans;
}

function spanOf(
  state: ClientSpan['state'],
  about: { from: number; to: number | undefined; reason: string | undefined; now: number },
): ClientSpan {
  const { from, to, reason, now } = about;
  return {
    state,
    from: toTimestamp(from),
    ...(to !== undefined && { to: toTimestamp(to) }),
    duration: Math.max(0, (to ?? now) - from),
    ...(reason !== undefined && { reason }),
  };
}
