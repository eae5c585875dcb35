import { isUtf8 } from 'node:buffer';
import type { Message } from '../../broker/door.ts';

/** One message may be read by many rules and in many events (delivered to each subscriber): its text is made once. */
const values = new WeakMap<Message, string | Buffer>();

/** A payload as rules see it: text when it is valid UTF-8, its bytes otherwise. */
export function payloadValue(message: Message): string | Buffer {
  let value = values.get(message);
  if (value === undefined) {
    value = isUtf8(message.payload) ? message.payload.toString('utf8') : message.payload;
    values.set(message, value);
  }
  return value;
}
