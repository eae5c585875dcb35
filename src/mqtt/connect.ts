import { MqttError, malformed, protocolError, quoted } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { ConnectPacket, ProtocolVersion, QoS, Will } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';
import { isValidTopicName } from './topics.ts';

/** The bits of the connect flags (§3.1.2.3). */
const USERNAME = 0b1000_0000;
const PASSWORD = 0b0100_0000;
const WILL_RETAIN = 0b0010_0000;
const WILL_QOS = 0b0001_1000;
const WILL = 0b0000_0100;
const CLEAN_START = 0b0000_0010;
const RESERVED = 0b0000_0001;

const BRIDGE = 0x80;

/**
 * CONNECT (§3.1). Whether an empty client identifier is accepted from MQTT 3.1.1 and 5 is for the broker to
 * say; 3.1 has none.
 *
 * @throws MqttError UnsupportedProtocolVersion, ClientIdentifierNotValid, TopicNameInvalid (of the will),
 *   MalformedPacket, ProtocolError
 */
export function decodeConnect(reader: PacketReader): ConnectPacket {
  const protocolName = reader.utf8String();
  const versionByte = reader.byte();
  const protocolVersion = toProtocolVersion(protocolName, versionByte & ~BRIDGE);
  reader.version = protocolVersion;
  const flags = reader.byte();
  checkFlags(flags, protocolVersion);
  const keepAlive = reader.uint16();
  const properties = reader.properties('connect');
  if (properties.authenticationData !== undefined && properties.authenticationMethod === undefined) {
    throw protocolError('CONNECT has authentication data without an authentication method'); // §3.1.2.11.10
  }
  // The payload, in this order [MQTT-3.1.3-1]
  const clientId = reader.utf8String(); // [MQTT-3.1.3-3] [MQTT-3.1.3-4]
  if (clientId === '' && protocolVersion === 3) {
    throw new MqttError(
      ReasonCode.ClientIdentifierNotValid,
      'the client identifier is empty, which MQTT 3.1 does not allow',
    );
  }
  const will = flags & WILL ? readWill(reader, flags) : undefined;
  const username = hasField(reader, flags & USERNAME) ? reader.utf8String() : undefined; // [MQTT-3.1.2-17]
  const password = hasField(reader, flags & PASSWORD) ? reader.binary() : undefined; // [MQTT-3.1.2-19]
  return {
    type: 'connect',
    protocolName: protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
    protocolVersion,
    isBridge: (versionByte & BRIDGE) !== 0,
    cleanStart: (flags & CLEAN_START) !== 0,
    keepAlive,
    clientId,
    username,
    password,
    will,
    properties,
  };
}

export function encodeConnect(packet: ConnectPacket): Buffer {
  const { protocolVersion, will, username, password } = packet;
  const writer = new PacketWriter(protocolVersion);
  writer.utf8String(packet.protocolName);
  writer.byte(protocolVersion | (packet.isBridge ? BRIDGE : 0));
  writer.byte(
    (username === undefined ? 0 : USERNAME) |
      (password === undefined ? 0 : PASSWORD) |
      (will ? WILL | (will.qos << 3) | (will.retain ? WILL_RETAIN : 0) : 0) |
      (packet.cleanStart ? CLEAN_START : 0),
  );
  writer.uint16(packet.keepAlive);
  writer.properties(packet.properties, 'connect');
  writer.utf8String(packet.clientId);
  if (will) {
    writer.properties(will.properties, 'will');
    writer.utf8String(will.topic);
    writer.binary(will.payload);
  }
  if (username !== undefined) writer.utf8String(username);
  if (password !== undefined) writer.binary(password);
  return writer.finish(0x10);
}

/**
 * The version in which a CONNECT wants to be answered, also one that `decodePacket` refuses: the CONNACK that
 * says so has to be written in some version. `body` and `end` as the framer reports them.
 */
export function answerVersion(buffer: Buffer, body: number, end: number): ProtocolVersion {
  if (body + 2 > end) return 4;
  const levelAt = body + 2 + buffer.readUInt16BE(body);
  const level = levelAt < end ? (buffer[levelAt] as number) & ~BRIDGE : 4;
  if (level >= 5) return 5; // a client of a later version can at least read the reason code of MQTT 5 [MQTT-3.1.2-2]
  return level === 3 ? 3 : 4;
}

function toProtocolVersion(name: string, level: number): ProtocolVersion {
  if (name === 'MQTT' && (level === 4 || level === 5)) return level;
  if (name === 'MQIsdp' && level === 3) return 3;
  const message = `protocol ${quoted(name)} version ${level}; MQTT 3.1, 3.1.1 and 5 are supported`;
  throw new MqttError(ReasonCode.UnsupportedProtocolVersion, message); // [MQTT-3.1.2-1] [MQTT-3.1.2-2]
}

function checkFlags(flags: number, version: ProtocolVersion): void {
  if (flags & RESERVED) throw malformed('the reserved connect flag is set'); // [MQTT-3.1.2-3]
  if ((flags & WILL_QOS) === WILL_QOS) throw malformed('the will QoS is 3'); // [MQTT-3.1.2-12]
  if (!(flags & WILL) && flags & (WILL_QOS | WILL_RETAIN)) {
    throw malformed('will QoS or will retain is set without a will'); // [MQTT-3.1.2-11] [MQTT-3.1.2-13]
  }
  if (version < 5 && flags & PASSWORD && !(flags & USERNAME)) {
    throw malformed('CONNECT has a password without a user name'); // MQTT 3.1.1 [MQTT-3.1.2-22]
  }
}

/** MQTT 3.1 §3.1 lets the remaining length overrule the flags of user name and password. */
const hasField = (reader: PacketReader, flag: number): boolean =>
  flag !== 0 && (reader.version > 3 || reader.remaining > 0);

function readWill(reader: PacketReader, flags: number): Will {
  const properties = reader.properties('will');
  const topic = reader.utf8String(); // [MQTT-3.1.3-11]
  if (!isValidTopicName(topic)) {
    throw new MqttError(ReasonCode.TopicNameInvalid, `the will topic is no topic name: ${quoted(topic)}`);
  }
  const payload = reader.binary();
  return {
    topic,
    payload,
    qos: ((flags & WILL_QOS) >> 3) as QoS,
    retain: (flags & WILL_RETAIN) !== 0,
    properties,
  };
}
