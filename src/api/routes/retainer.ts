import {
  type Message,
  retainedLimitsOf,
  retainerSettingsOf,
  type RetainerSettings as Settings,
} from '../../broker/door.ts';
import type { PageOf } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError, refuseWhileFailing } from '../api-error.ts';
import {
  Nothing,
  pageOf,
  Retained,
  RetainedPath,
  RetainedQuery,
  RetainedWithPayload,
  RetainerBody,
  RetainerSettings,
} from '../contract.ts';
import { finishInSlices, inSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { pageJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Retained messages'];

/** The name of the stored settings, which the start of the program reads before the first client comes. */
const DOCUMENT = 'retainer';

/** Bytes above which a payload is left out of an answer. */
const LARGEST_PAYLOAD = 1024 * 1024;

export function retainerRoutes(app: ApiApp, parts: Pick<ApiParts, 'broker' | 'documents'>): void {
  const { retainer } = parts.broker;
  const { documents } = parts;
  const settings = (): Settings =>
    (documents.get(DOCUMENT, DOCUMENT)?.body as Settings | undefined) ?? retainerSettingsOf(retainer.limits);

  app.get(
    '/mqtt/retainer',
    { schema: { tags, summary: 'How retained messages are treated', response: { 200: RetainerSettings } } },
    () => settings(),
  );

  app.put(
    '/mqtt/retainer',
    {
      schema: {
        tags,
        summary: 'Change how retained messages are treated',
        body: RetainerBody,
        response: { 200: RetainerSettings, ...refusals(400) },
      },
    },
    ({ body }) => {
      const before = settings();
      const changed = { ...before, ...body, backend: { ...before.backend, ...body.backend } } as Settings;
      const limits = retainedLimitsOf(changed);
      if ('unreadable' in limits) {
        const name = limits.unreadable as keyof typeof body;
        throw new ApiError(400, 'UPDATE_FAILED', `${name} cannot be read: ${JSON.stringify(body[name])}`);
      }
      documents.put(DOCUMENT, DOCUMENT, changed);
      retainer.configure(limits);
      return changed;
    },
  );

  app.get(
    '/mqtt/retainer/messages',
    {
      schema: {
        tags,
        summary: 'Retained messages',
        querystring: RetainedQuery,
        response: { 200: pageOf(Retained), ...refusals(400) },
      },
    },
    async ({ query }, reply) => {
      const { topic } = query;
      if (topic !== undefined && !parts.broker.isTopicFilter(topic))
        throw new ApiError(400, 'INVALID_PARAMETER', `topic is not a topic filter: ${topic}`);
      return sendJsonText(reply, await finishInSlices(listPage(query)));
    },
  );

  app.delete(
    '/mqtt/retainer/messages',
    {
      schema: {
        tags,
        summary: 'Remove all retained messages',
        response: { 204: Nothing, ...refusals(503) },
      },
    },
    async (_request, reply) => {
      refuseWhileFailing(parts.broker);
      await inSlices(retainer.topics(), (topic) => retainer.delete(topic));
      return reply.code(204).send();
    },
  );

  app.get(
    '/mqtt/retainer/message/:topic',
    {
      schema: {
        tags,
        summary: 'The retained message of a topic',
        params: RetainedPath,
        response: { 200: RetainedWithPayload, ...refusals(404) },
      },
    },
    ({ params }) => {
      const message = retainer.get(params.topic);
      if (!message) throw notFound();
      const { payload } = message;
      const row: RetainedWithPayload = toRetained(message);
      return payload.length > LARGEST_PAYLOAD ? row : { ...row, payload: payload.toString('base64') };
    },
  );

  app.delete(
    '/mqtt/retainer/message/:topic',
    {
      schema: {
        tags,
        summary: 'Remove the retained message of a topic',
        params: RetainedPath,
        response: { 204: Nothing, ...refusals(404, 503) },
      },
    },
    async ({ params }, reply) => {
      refuseWhileFailing(parts.broker);
      if (!retainer.delete(params.topic)) throw notFound();
      return reply.code(204).send();
    },
  );

  function* listPage(query: RetainedQuery): Steps<Buffer> {
    if (query.q) return yield* pageJson(named(query.q.toLowerCase(), query), query, toRetained);
    return yield* pageJson(yield* retainer.page(query.topic, requestOf(query)), query, toRetained);
  }

  function named(part: string, query: RetainedQuery): PageOf<Message> {
    const topics = retainer
      .topics()
      .filter((topic) => topic.toLowerCase().includes(part))
      .sort();
    const { skip, take } = requestOf(query);
    const rows = topics.slice(skip, skip + take).flatMap((topic) => retainer.get(topic) ?? []);
    return { rows, count: topics.length, hasMore: skip + take < topics.length };
  }
}

function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'There is no retained message of this topic');
}

function toRetained({ id, topic, qos, receivedAt, from }: Message): Retained {
  return {
    msgid: id,
    topic,
    qos,
    publish_at: toTimestamp(receivedAt),
    from_clientid: from.clientId,
    from_username: from.username ?? null,
  };
}
