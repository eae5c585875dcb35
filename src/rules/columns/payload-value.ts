import { isUtf8 } from 'node:buffer';
import type { Message } from '../../broker/door.ts';
import { JsonDocument } from '../../sql/door.ts';

type Payload = Pick<Message, 'payload' | 'payloadText'>;

/**
 * Rules and receivers of one message come one after the other, so that what was read last serves them all. A weak map
 * from message to reading would cost more than the reading itself.
 */
let latest: Payload | undefined;
/** Text when it is valid UTF-8, its bytes otherwise. */
let text: string | Buffer = '';
let document: JsonDocument | undefined;
/** Why there is no document, when somebody has asked for it. */
let refusal: unknown;

function read(message: Payload): void {
  if (latest === message) return;
  latest = message;
  text = message.payloadText ? message.payloadText() : textOf(message.payload);
  document = undefined;
  refusal = undefined;
}

function textOf(payload: Buffer): string | Buffer {
  return isUtf8(payload) ? payload.toString('utf8') : payload;
}

export function payloadValue(message: Payload): string | Buffer {
  read(message);
  return text;
}

/** The payload's JSON. @throws SqlRuntimeError `decode_json_failed` */
export function payloadDocument(message: Payload): JsonDocument {
  read(message);
  if (document !== undefined) return document;
  if (refusal !== undefined) throw refusal;
  try {
    document = new JsonDocument(text);
    return document;
  } catch (error) {
    refusal = error;
    throw error;
  }
}
