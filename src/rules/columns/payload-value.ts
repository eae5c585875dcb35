import { isUtf8 } from 'node:buffer';
import type { Message } from '../../broker/door.ts';
import { decodePayload, type Value } from '../../sql/door.ts';

type Decoded = { readonly value: Value } | { readonly error: unknown };

type Payload = Pick<Message, 'payload'>;

/** A payload as rules see it. */
interface Reading {
  readonly message: Payload;
  /** Text when it is valid UTF-8, its bytes otherwise. */
  readonly text: string | Buffer;
  decoded: Decoded | undefined;
}

/**
 * Rules and receivers of one message come one after the other, so that the latest reading serves them all. A weak
 * map from message to reading would cost more than the reading itself.
 */
let latest: Reading | undefined;

function readingOf(message: Payload): Reading {
  if (latest?.message === message) return latest;
  const { payload } = message;
  latest = { message, text: isUtf8(payload) ? payload.toString('utf8') : payload, decoded: undefined };
  return latest;
}

export function payloadValue(message: Payload): string | Buffer {
  return readingOf(message).text;
}

/** The payload's JSON. @throws SqlRuntimeError `decode_json_failed` */
export function decodedPayload(message: Payload): Value {
  const reading = readingOf(message);
  reading.decoded ??= decode(reading.text);
  if ('error' in reading.decoded) throw reading.decoded.error;
  return reading.decoded.value;
}

function decode(text: string | Buffer): Decoded {
  try {
    return { value: decodePayload(text) };
  } catch (error) {
    return { error };
  }
}
