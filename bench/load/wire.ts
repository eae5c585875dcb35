/** The few MQTT 3.1.1 packets that a load generator sends and reads, by hand: a general codec would cost more than the broker. */

/** The high half of a packet's first byte. */
export const PacketType = {
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  suback: 9,
} as const;

/** As whom a client comes. */
export interface Credentials {
  username: string;
  password: string;
}

export type LoadQos = 0 | 1 | 2;

/** Published at QoS 0 when the connection breaks. */
export interface LoadWill {
  topic: string;
  payload: Buffer;
}

interface SessionOptions {
  isPersistent?: boolean | undefined;
  will?: LoadWill | undefined;
  credentials?: Credentials | undefined;
}

export function connectPacket(
  clientId: string,
  keepAliveSeconds: number,
  { isPersistent = false, will, credentials }: SessionOptions = {},
): Buffer {
  const protocolLevel = 4;
  const cleanSession = isPersistent ? 0 : 0b10;
  const willAtQos0 = 0b0100;
  const usernameAndPassword = 0b1100_0000;
  const flags = cleanSession | (will ? willAtQos0 : 0) | (credentials ? usernameAndPassword : 0);
  return packet(0x10, [
    text('MQTT'),
    Buffer.of(protocolLevel, flags),
    uint16(keepAliveSeconds),
    text(clientId),
    ...(will ? [text(will.topic), uint16(will.payload.length), will.payload] : []),
    ...(credentials ? [text(credentials.username), text(credentials.password)] : []),
  ]);
}

export function subscribePacket(packetId: number, filters: readonly string[], qos: LoadQos): Buffer {
  return packet(0x82, [uint16(packetId), ...filters.flatMap((filter) => [text(filter), Buffer.of(qos)])]);
}

/** A PUBLISH with holes: the packet identifier (not at QoS 0) and the payload, filled in per message. */
export interface PublishTemplate {
  bytes: Buffer;
  qos: LoadQos;
  packetIdAt: number;
  payloadAt: number;
}

export function publishTemplate(topic: string, qos: LoadQos, payload: Buffer): PublishTemplate {
  const packetId = qos === 0 ? Buffer.alloc(0) : uint16(0);
  const bytes = packet(0x30 | (qos << 1), [text(topic), packetId, payload]);
  const payloadAt = bytes.length - payload.length;
  return { bytes, qos, packetIdAt: payloadAt - packetId.length, payloadAt };
}

/**
 * Calls `visit` for each whole packet within the first `length` bytes, with the bounds of what follows its fixed header.
 * @returns how many bytes the whole packets took; what is left begins the next packet
 */
export function eachPacket(
  buffer: Buffer,
  length: number,
  visit: (firstByte: number, bodyStart: number, bodyEnd: number) => void,
): number {
  let packetStart = 0;
  for (;;) {
    let bodyStart = packetStart + 1;
    let bodyLength = 0;
    let shift = 0;
    let more = true;
    while (more) {
      if (bodyStart >= length) return packetStart;
      const byte = buffer[bodyStart++] as number;
      bodyLength |= (byte & 0x7f) << shift;
      shift += 7;
      more = byte >= 0x80;
      if (more && shift > 21) throw new Error('the broker sent a packet length of more than four bytes');
    }
    const bodyEnd = bodyStart + bodyLength;
    if (bodyEnd > length) return packetStart;
    visit(buffer[packetStart] as number, bodyStart, bodyEnd);
    packetStart = bodyEnd;
  }
}

function packet(firstByte: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  let rest = body.length;
  do {
    const more = rest > 0x7f;
    length.push((rest & 0x7f) | (more ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.of(firstByte, ...length), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}
