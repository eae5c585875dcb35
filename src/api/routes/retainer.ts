import {
  type Message,
  retainedLimitsOf,
  retainerSettingsOf,
  type RetainerSettings as Settings,
} from '../../broker/door.ts';
import { inOrder } from '../../lib/in-order.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError, notStored, refuseWhileFailing } from '../api-error.ts';
import {
  Nothing,
  pageOf,
  type RETAINED_SORTS,
  RemovedRetained,
  RemoveRetainedBody,
  Retained,
  RetainedBody,
  RetainedMessageQuery,
  RetainedPath,
  RetainedQuery,
  RetainedWithPayload,
  RetainerBody,
  RetainerSettings,
} from '../contract.ts';
import { publishBodyLimit } from '../http-limits.ts';
import { finishInSlices, inSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { pageJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { RETAIN_BOUNDS, retainedPropertiesOf, toRetainedDraft } from '../retained-draft.ts';
import { toTimestamp } from '../timestamps.ts';
import { retainedTest } from '../topic-search/retained-query.ts';
import { readingSearch } from '../topic-search/search-problem.ts';
import type { RowTest } from '../topic-search/word-tests.ts';

const tags = ['Retained messages'];

/** The name of the stored settings, which the start of the program reads before the first client comes. */
const DOCUMENT = 'retainer';

/** Bytes above which a payload is left out of an answer. */
const LARGEST_PAYLOAD = 1024 * 1024;

export function retainerRoutes(app: ApiApp, parts: Pick<ApiParts, 'broker' | 'clock' | 'documents'>): void {
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
    async ({ query, headers }, reply) => {
      const { topic } = query;
      if (topic !== undefined && !parts.broker.isTopicFilter(topic))
        throw new ApiError(400, 'INVALID_PARAMETER', `topic is not a topic filter: ${topic}`);
      const accepts = testOf(query.q, headers['accept-language']);
      return sendJsonText(reply, await finishInSlices(listPage(query, accepts)));
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

  app.post(
    '/mqtt/retainer/messages/remove',
    {
      schema: {
        tags,
        summary: 'Remove the retained messages that fit, or those of these topics; `dry_run` counts them',
        body: RemoveRetainedBody,
        response: { 200: RemovedRetained, ...refusals(400, 503) },
      },
    },
    async ({ body, headers }): Promise<RemovedRetained> => {
      const { q, topics, dry_run } = body;
      const accepts = testOf(q, headers['accept-language']);
      const found = topics
        ? [...new Set(topics)].flatMap((topic) => retainer.get(topic) ?? [])
        : await finishInSlices(retainer.find(undefined, accepts));
      const removed = { count: 0, bytes: 0 };
      const count = (message: Message) => {
        removed.count++;
        removed.bytes += sizeOf(message);
      };
      if (dry_run) {
        await inSlices(found, count);
        return removed;
      }
      refuseWhileFailing(parts.broker);
      await inSlices(found, (message) => {
        // One that came meanwhile is not what was found.
        if (retainer.get(message.topic) === message && retainer.delete(message.topic)) count(message);
      });
      return removed;
    },
  );

  app.get(
    '/mqtt/retainer/message/:topic',
    {
      schema: {
        tags,
        summary: 'The retained message of a topic',
        params: RetainedPath,
        querystring: RetainedMessageQuery,
        response: { 200: RetainedWithPayload, ...refusals(400, 404) },
      },
    },
    ({ params, query }): RetainedWithPayload => {
      const message = retainer.get(params.topic);
      if (!message) throw notFound();
      const { payload } = message;
      const properties = retainedPropertiesOf(message);
      return {
        ...toRetained(message),
        ...(properties && { properties }),
        ...((query.whole || payload.length <= LARGEST_PAYLOAD) && { payload: payload.toString('base64') }),
      };
    },
  );

  app.put(
    '/mqtt/retainer/message/:topic',
    {
      bodyLimit: publishBodyLimit(parts.broker.maximumPacketSize),
      schema: {
        tags,
        summary:
          'Keep a message for a topic as it was kept elsewhere; nobody is sent it now, and no rule sees it',
        params: RetainedPath,
        body: RetainedBody,
        response: { 204: Nothing, ...refusals(400, 503) },
      },
    },
    async ({ params, body }, reply) => {
      refuseWhileFailing(parts.broker);
      if (!retainer.limits.enabled) throw new ApiError(400, 'BAD_REQUEST', 'retainer.enable is false');
      const draft = toRetainedDraft(params.topic, body, parts.broker, parts.clock.now());
      const refusal = retainer.keep(draft);
      if (refusal !== undefined) throw new ApiError(400, 'BAD_REQUEST', RETAIN_BOUNDS[refusal]);
      if (!(await parts.broker.untilDone())) throw notStored();
      return reply.code(204).send();
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

  function testOf(q: string | undefined, language: string | undefined): RowTest<Message> {
    return readingSearch(language, (texts) => retainedTest(q ?? '', texts, parts.clock.now()));
  }

  function* listPage(query: RetainedQuery, accepts: RowTest<Message>): Steps<Buffer> {
    const { topic, q, sort } = query;
    const request = requestOf(query);
    if (!q && !sort) return yield* pageJson(yield* retainer.page(topic, request), query, toRetained);
    const found = yield* retainer.find(topic, accepts);
    const rows = sort ? yield* inOrder(found, orderOf(sort)) : found;
    const { skip, take } = request;
    const page = {
      rows: rows.slice(skip, skip + take),
      count: rows.length,
      hasMore: skip + take < rows.length,
    };
    return yield* pageJson(page, query, toRetained);
  }
}

const VALUES: Readonly<Record<(typeof RETAINED_SORTS)[number], (message: Message) => string | number>> = {
  topic: ({ topic }) => topic,
  from_clientid: ({ from }) => from.clientId,
  qos: ({ qos }) => qos,
  payload_size: sizeOf,
  publish_at: ({ receivedAt }) => receivedAt,
};

function orderOf(sort: string): (a: Message, b: Message) => number {
  const value = VALUES[sort.replace(/^-/, '') as keyof typeof VALUES];
  const sign = sort.startsWith('-') ? -1 : 1;
  return (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one !== other) return one < other ? -sign : sign;
    return a.topic < b.topic ? -1 : 1;
  };
}

function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'There is no retained message of this topic');
}

function sizeOf(message: Message): number {
  return message.payloadLength ?? message.payload.length;
}

function toRetained(message: Message): Retained {
  const { id, topic, qos, receivedAt, from } = message;
  return {
    msgid: id,
    topic,
    qos,
    publish_at: toTimestamp(receivedAt),
    from_clientid: from.clientId,
    from_username: from.username ?? null,
    payload_size: sizeOf(message),
  };
}
