import type { Delayed, WaitingMessage } from '../../broker/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError, refuseWhileFailing } from '../api-error.ts';
import {
  DelayedChange,
  DelayedMessage,
  DelayedPath,
  DelayedSettings,
  DelayedTopicPath,
  DelayedWithPayload,
  Nothing,
  PageQuery,
  pageOf,
} from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { checkNode } from '../node-check.ts';
import { pageJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Delayed messages'];

/** The name of the stored settings, which the start of the program reads before the first client comes. */
const DOCUMENT = 'delayed';

/** Bytes above which a payload is left out of an answer. */
const LARGEST_PAYLOAD = 1024 * 1024;

const MESSAGE_ID = /^[0-9A-F]{32}$/;

export function delayedRoutes(
  app: ApiApp,
  { broker, documents, node, clock }: Pick<ApiParts, 'broker' | 'documents' | 'node' | 'clock'>,
): void {
  const { delayed } = broker;
  const toRow = ({ message, dueAt }: WaitingMessage): DelayedMessage => ({
    msgid: message.id,
    node,
    publish_at: toTimestamp(message.receivedAt),
    delayed_interval: Math.round((dueAt - message.receivedAt) / 1000),
    delayed_remaining: Math.max(0, Math.ceil((dueAt - clock.now()) / 1000)),
    expected_at: toTimestamp(dueAt),
    topic: message.topic,
    qos: message.qos,
    from_clientid: message.from.clientId,
    from_username: message.from.username ?? null,
  });

  app.get(
    '/mqtt/delayed',
    { schema: { tags, summary: 'Whether messages can be delayed', response: { 200: DelayedSettings } } },
    () => settingsOf(delayed),
  );

  app.put(
    '/mqtt/delayed',
    {
      schema: {
        tags,
        summary: 'Change whether messages can be delayed',
        body: DelayedChange,
        response: { 200: DelayedSettings, ...refusals(400) },
      },
    },
    ({ body }) => {
      const before = settingsOf(delayed);
      const changed: DelayedSettings = {
        enable: body.enable ?? before.enable,
        max_delayed_messages: body.max_delayed_messages ?? before.max_delayed_messages,
      };
      documents.put(DOCUMENT, DOCUMENT, changed);
      delayed.configure({ isOn: changed.enable, maximumMessages: changed.max_delayed_messages });
      return changed;
    },
  );

  app.get(
    '/mqtt/delayed/messages',
    {
      schema: {
        tags,
        summary: 'Messages that wait, in the order in which they came',
        querystring: PageQuery,
        response: { 200: pageOf(DelayedMessage), ...refusals(400) },
      },
    },
    async ({ query }, reply) => sendJsonText(reply, await finishInSlices(listPage(query))),
  );

  app.delete(
    '/mqtt/delayed/messages/:topic',
    {
      schema: {
        tags,
        summary: 'Remove all that wait for a topic',
        params: DelayedTopicPath,
        response: { 204: Nothing, ...refusals(404, 503) },
      },
    },
    async ({ params }, reply) => {
      refuseWhileFailing(broker);
      if (delayed.deleteTopic(params.topic) === 0)
        throw new ApiError(404, 'NOT_FOUND', 'No message waits for this topic');
      return reply.code(204).send();
    },
  );

  app.get(
    '/mqtt/delayed/messages/:node/:msgid',
    {
      schema: {
        tags,
        summary: 'One message that waits',
        params: DelayedPath,
        response: { 200: DelayedWithPayload, ...refusals(400, 404) },
      },
    },
    ({ params }) => {
      checkPath(params, node);
      const waiting = delayed.get(params.msgid);
      if (!waiting) throw notFound();
      const row: DelayedWithPayload = toRow(waiting);
      const { payload } = waiting.message;
      return payload.length > LARGEST_PAYLOAD ? row : { ...row, payload: payload.toString('base64') };
    },
  );

  app.delete(
    '/mqtt/delayed/messages/:node/:msgid',
    {
      schema: {
        tags,
        summary: 'Remove one message that waits',
        params: DelayedPath,
        response: { 204: Nothing, ...refusals(400, 404, 503) },
      },
    },
    async ({ params }, reply) => {
      checkPath(params, node);
      refuseWhileFailing(broker);
      if (!delayed.delete(params.msgid)) throw notFound();
      return reply.code(204).send();
    },
  );

  function* listPage(query: PageQuery): Steps<Buffer> {
    return yield* pageJson(yield* delayed.page(requestOf(query)), query, toRow);
  }
}

function settingsOf({ settings }: Delayed): DelayedSettings {
  return { enable: settings.isOn, max_delayed_messages: settings.maximumMessages };
}

/** @throws ApiError for another node or what cannot be the id of a message */
function checkPath({ node, msgid }: { node: string; msgid: string }, here: string): void {
  checkNode(node, here);
  if (!MESSAGE_ID.test(msgid))
    throw new ApiError(400, 'MESSAGE_ID_SCHEMA_ERROR', `Not the id of a message: ${msgid}`);
}

function notFound(): ApiError {
  return new ApiError(404, 'MESSAGE_ID_NOT_FOUND', 'No message of this id waits');
}
