import { isUtf8 } from 'node:buffer';
import type { Packet, Properties, ProtocolVersion } from '../mqtt/packets.ts';
import { reasonCodeName } from '../mqtt/reason-codes.ts';
import type { PayloadEncoding } from './trace-definition.ts';
import type { TraceFields } from './trace-record.ts';

/** Bytes of a payload that are shown. */
const SHOWN_BYTES = 1024;

/** What stands for what nobody is to read: that it is there is worth knowing. */
const MASKED = '******';

/** What a packet says, by the names of the API; of a password and of authentication data only that there are some. */
export function packetFields(
  packet: Packet,
  version: ProtocolVersion,
  encoding: PayloadEncoding,
): TraceFields {
  const properties =
    'properties' in packet && version === 5 ? propertyFields(packet.properties, encoding) : undefined;
  return { ...ownFields(packet, encoding), ...(properties && { properties }) };
}

function ownFields(packet: Packet, encoding: PayloadEncoding): TraceFields {
  switch (packet.type) {
    case 'connect':
      return {
        protocol: packet.protocolName,
        version: packet.protocolVersion,
        clientid: packet.clientId,
        username: packet.username,
        password: packet.password && MASKED,
        clean_start: packet.cleanStart,
        keepalive: packet.keepAlive,
        bridge: packet.isBridge || undefined,
        will: packet.will && {
          topic: packet.will.topic,
          qos: packet.will.qos,
          retain: packet.will.retain,
          ...payloadFields(packet.will.payload, encoding),
          properties: propertyFields(packet.will.properties, encoding),
        },
      };
    case 'connack':
      return { session_present: packet.sessionPresent, ...reasonFields(packet.reasonCode) };
    case 'publish':
      return {
        topic: packet.topic,
        qos: packet.qos,
        retain: packet.retain,
        dup: packet.dup,
        packet_id: packet.packetId,
        ...payloadFields(packet.payload, encoding),
      };
    case 'subscribe':
      return {
        packet_id: packet.packetId,
        filters: packet.subscriptions.map((one) => ({
          topic: one.filter,
          qos: one.qos,
          nl: one.noLocal,
          rap: one.retainAsPublished,
          rh: one.retainHandling,
        })),
      };
    case 'unsubscribe':
      return { packet_id: packet.packetId, filters: packet.filters };
    case 'suback':
    case 'unsuback':
      return {
        packet_id: packet.packetId,
        reason_codes: packet.reasonCodes,
        reasons: packet.reasonCodes.map((code) =>
          code === 0 && packet.type === 'suback' ? 'granted_qos_0' : reasonCodeName(code),
        ),
      };
    case 'disconnect':
      return packet.reasonCode === 0
        ? { reason_code: 0, reason: 'normal_disconnection' }
        : reasonFields(packet.reasonCode);
    case 'auth':
      return reasonFields(packet.reasonCode);
    case 'pingreq':
    case 'pingresp':
      return {};
    default:
      return { packet_id: packet.packetId, ...reasonFields(packet.reasonCode) };
  }
}

/** The first bytes of a payload, in the form that was asked for: what is no text is shown as hexadecimal digits. */
export function payloadFields(payload: Buffer, encoding: PayloadEncoding): TraceFields {
  const { length } = payload;
  if (encoding === 'hidden') return { payload_bytes: length, payload: MASKED };
  const shown = payload.subarray(0, SHOWN_BYTES);
  const cut = length > SHOWN_BYTES ? { payload_cut: true } : {};
  if (encoding === 'hex' || !isUtf8(payload))
    return { payload_bytes: length, payload_hex: shown.toString('hex'), ...cut };
  // A character of which a part was cut off is not there.
  const text = length > SHOWN_BYTES ? shown.toString().replace(/\ufffd+$/u, '') : shown.toString();
  return { payload_bytes: length, payload: text, ...cut };
}

function reasonFields(code: number): TraceFields {
  return { reason_code: code, reason: reasonCodeName(code) };
}

/** Undefined when there are none. */
export function propertyFields(properties: Properties, encoding: PayloadEncoding): TraceFields | undefined {
  const fields: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    const name = member.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (member === 'authenticationData') fields[name] = MASKED;
    else if (Buffer.isBuffer(value)) fields[name] = encoding === 'hidden' ? MASKED : hexOf(value);
    else fields[name] = value;
  }
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function hexOf(bytes: Buffer): string {
  return bytes.subarray(0, SHOWN_BYTES).toString('hex');
}
