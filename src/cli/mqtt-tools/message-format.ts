import type { PublishPacket } from '../../mqtt/packets.ts';
import { shownProperties, textIn } from './message-properties.ts';

/** A message that came, and when. */
export interface Arrival {
  readonly at: Date;
  readonly message: PublishPacket;
}

type Field = (arrival: Arrival) => string | Buffer;

/** As mosquitto_sub calls them. */
const FIELDS: Readonly<Record<string, Field>> = {
  '%': () => '%',
  t: ({ message }) => message.topic,
  p: ({ message }) => message.payload,
  x: ({ message }) => message.payload.toString('hex'),
  X: ({ message }) => message.payload.toString('hex').toUpperCase(),
  b: ({ message }) => message.payload.toString('base64'),
  l: ({ message }) => String(message.payload.length),
  q: ({ message }) => String(message.qos),
  r: ({ message }) => (message.retain ? '1' : '0'),
  m: ({ message }) => String(message.packetId ?? 0),
  I: ({ at }) => at.toISOString(),
  U: ({ at }) => (at.getTime() / 1000).toFixed(3),
  j: (arrival) => JSON.stringify(arrivalForPrograms(arrival)),
  C: ({ message }) => message.properties.contentType ?? '',
  R: ({ message }) => message.properties.responseTopic ?? '',
  D: ({ message }) => message.properties.correlationData ?? '',
  E: ({ message }) => String(message.properties.messageExpiryInterval ?? ''),
  F: ({ message }) => String(message.properties.payloadFormatIndicator ?? ''),
  S: ({ message }) => (message.properties.subscriptionIdentifiers ?? []).join(','),
  P: ({ message }) =>
    (message.properties.userProperties ?? []).map(([name, value]) => `${name}:${value}`).join(' '),
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\' };

/** What `--format` says, as something that writes messages. @returns the field that is none, where there is one */
export function formatOf(format: string): ((arrival: Arrival) => Buffer) | { readonly unknown: string } {
  const parts: (string | Field)[] = [];
  for (const [part, field, escaped] of format.matchAll(/%(.?)|\\(.)|[^%\\]+|\\$/gs)) {
    if (field !== undefined) {
      const known = FIELDS[field];
      if (!known) return { unknown: part };
      parts.push(known);
    } else parts.push(escaped === undefined ? part : (ESCAPES[escaped] ?? part));
  }
  return (arrival) =>
    Buffer.concat(
      parts.map((part) => {
        const written = typeof part === 'string' ? part : part(arrival);
        return typeof written === 'string' ? Buffer.from(written) : written;
      }),
    );
}

/** As `-o json` has it. */
export function arrivalForPrograms({ at, message }: Arrival): Readonly<Record<string, unknown>> {
  const { topic, qos, retain, payload } = message;
  const text = textIn(payload);
  const properties = shownProperties(message.properties);
  return {
    at: at.toISOString(),
    topic,
    qos,
    retain,
    ...(text === undefined ? { payload_base64: payload.toString('base64') } : { payload: text }),
    ...(properties && { properties }),
  };
}
