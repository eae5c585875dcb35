import type { Message, SessionMessage } from '../../broker/door.ts';
import { parseByteSize } from '../../lib/byte-size.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  ClientPath,
  type InflightMessage,
  InflightMessages,
  QueuedMessages,
  QueuedMessagesQuery,
} from '../contract.ts';
import { messagesAfter, NOWHERE, parsePosition, positionOf, priorityText } from '../message-positions.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { clientNotFound } from './clients.ts';

const tags = ['Clients'];

/** Bytes of payloads in one answer, whatever is asked for. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

const QUEUE_POSITION = /^(\d{1,24})_(\d{1,3}|infinity)$/;
const INFLIGHT_POSITION = /^(\d{1,24})$/;

export function clientMessageRoutes(app: ApiApp, { broker }: Pick<ApiParts, 'broker'>): void {
  app.get(
    '/clients/:clientid/mqueue_messages',
    {
      schema: {
        tags,
        summary: 'The messages that wait for a client',
        params: ClientPath,
        querystring: QueuedMessagesQuery,
        response: { 200: QueuedMessages, ...refusals(400, 404) },
      },
    },
    ({ params, query }) => {
      const messages = broker.queuedMessages(params.clientid);
      if (!messages) throw clientNotFound();
      const position = parsePosition(query.position, QUEUE_POSITION);
      const textOf = (message: SessionMessage) => {
        const { insertedAt, priority } = positionOf(message);
        return `${insertedAt}_${priorityText(priority)}`;
      };
      const all = [...messages];
      const taken = takePayloads(messagesAfter(all, position), query);
      return {
        data: taken.map((message) => ({
          ...rowOf(message, query.payload),
          mqueue_priority: priorityText(message.priority),
        })),
        meta: metaOf(all, taken, query.position, textOf),
      };
    },
  );

  app.get(
    '/clients/:clientid/inflight_messages',
    {
      schema: {
        tags,
        summary: 'The messages that a client has not acknowledged',
        params: ClientPath,
        querystring: QueuedMessagesQuery,
        response: { 200: InflightMessages, ...refusals(400, 404) },
      },
    },
    ({ params, query }) => {
      const messages = broker.inflightMessages(params.clientid);
      if (!messages) throw clientNotFound();
      const position = parsePosition(query.position, INFLIGHT_POSITION);
      const all = [...messages];
      const taken = takePayloads(messagesAfter(all, position), query);
      return {
        data: taken.map((message) => rowOf(message, query.payload)),
        meta: metaOf(all, taken, query.position, (message) => positionOf(message).insertedAt),
      };
    },
  );
}

/** Where the list begins, and where the next answer goes on: it repeats itself when there is nothing more. */
function metaOf(
  all: readonly SessionMessage[],
  taken: readonly SessionMessage[],
  asked: string,
  textOf: (message: SessionMessage) => string,
): QueuedMessages['meta'] {
  const [first] = all;
  if (!first) return { start: NOWHERE, position: NOWHERE };
  const last = taken.at(-1);
  return { start: textOf(first), position: last ? textOf(last) : asked };
}

/** As many as the limits allow, at least one. */
function takePayloads(messages: readonly SessionMessage[], query: QueuedMessagesQuery): SessionMessage[] {
  const most = Math.min(LARGEST_ANSWER, parseByteSize(query.max_payload_bytes) ?? LARGEST_ANSWER);
  const taken: SessionMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    bytes += query.payload === 'none' ? 0 : message.message.payload.length;
    if (taken.length === query.limit || (taken.length > 0 && bytes > most)) break;
    taken.push(message);
  }
  return taken;
}

function rowOf(found: SessionMessage, payload: QueuedMessagesQuery['payload']): InflightMessage {
  const { message, qos } = found;
  return {
    msgid: message.id,
    topic: message.topic,
    qos,
    publish_at: message.receivedAt,
    from_clientid: message.from.clientId,
    from_username: message.from.username ?? null,
    ...(payload !== 'none' && { payload: payloadText(message, payload) }),
    inserted_at: positionOf(found).insertedAt,
  };
}

/** @throws ApiError 400 for a payload that is to be shown as text and is none */
function payloadText({ id, payload }: Message, encoding: 'base64' | 'plain'): string {
  if (encoding === 'base64') return payload.toString('base64');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    throw new ApiError(
      400,
      'INVALID_PARAMETER',
      `The payload of the message ${id} is not UTF-8: ask for it with payload=base64`,
    );
  }
}
