import { MqttError, malformed, protocolError, quoted } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import type { PacketWriter } from './packet-writer.ts';
import type { PacketType, Properties } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';
import { isValidTopicName } from './topics.ts';

/** What carries properties: a packet, or the will inside a CONNECT. */
export type PropertyCarrier = Exclude<PacketType, 'pingreq' | 'pingresp'> | 'will';

/** How a property of one data type (§1.5) is read and written. */
interface DataType<Value> {
  read(reader: PacketReader): Value;
  write(writer: PacketWriter, value: Value): void;
}

interface Property {
  identifier: number;
  name: keyof Properties;
  carriers: ReadonlySet<PropertyCarrier>;
  /** The value is a list of what was read, because some carrier may repeat the property. */
  isList: boolean;
  repeatsIn: ReadonlySet<PropertyCarrier>;
  read(reader: PacketReader): unknown;
  write(writer: PacketWriter, value: unknown): void;
}

type Check<Value> = (value: Value, name: string) => void;

const byte: DataType<number> = {
  read: (reader) => reader.byte(),
  write: (writer, value) => writer.byte(value),
};
const uint16: DataType<number> = {
  read: (reader) => reader.uint16(),
  write: (writer, value) => writer.uint16(value),
};
const uint32: DataType<number> = {
  read: (reader) => reader.uint32(),
  write: (writer, value) => writer.uint32(value),
};
const varint: DataType<number> = {
  read: (reader) => reader.varint(),
  write: (writer, value) => writer.varint(value),
};
const text: DataType<string> = {
  read: (reader) => reader.utf8String(),
  write: (writer, value) => writer.utf8String(value),
};
const binary: DataType<Buffer> = {
  read: (reader) => reader.binary(),
  write: (writer, value) => writer.binary(value),
};
const textPair: DataType<readonly [string, string]> = {
  read: (reader) => [reader.utf8String(), reader.utf8String()], // [MQTT-1.5.7-1]
  write: (writer, [name, value]) => {
    writer.utf8String(name);
    writer.utf8String(value);
  },
};

const zeroOrOne: Check<number> = (value, name) => {
  if (value > 1) throw protocolError(`${name} is ${value}, allowed are 0 and 1`);
};
const notZero: Check<number> = (value, name) => {
  if (value === 0) throw protocolError(`${name} is 0`);
};
const aliasNotZero: Check<number> = (value) => {
  if (value === 0) throw new MqttError(ReasonCode.TopicAliasInvalid, 'the topic alias is 0'); // [MQTT-3.3.2-8]
};
const topicName: Check<string> = (value, name) => {
  if (!isValidTopicName(value)) throw protocolError(`${name} is no topic name: ${quoted(value)}`); // [MQTT-3.3.2-14]
};

/** Of one packet; the standard has no bound, and a server keeps those of a CONNECT as long as the session. */
export interface PropertyLimits {
  readonly maximumUserProperties: number;
  /** Bytes of them, with identifiers and lengths. */
  readonly maximumUserPropertyBytes: number;
}

/** For whoever does not say otherwise. */
export const USUAL_PROPERTY_LIMITS: PropertyLimits = {
  maximumUserProperties: 64,
  maximumUserPropertyBytes: 16 * 1024,
};

/** For properties that were accepted before: whatever the bounds are by now, they are there. */
export const NO_PROPERTY_LIMITS: PropertyLimits = {
  maximumUserProperties: Number.POSITIVE_INFINITY,
  maximumUserPropertyBytes: Number.POSITIVE_INFINITY,
};

const everywhere: readonly PropertyCarrier[] = [
  'connect',
  'connack',
  'publish',
  'will',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'disconnect',
  'auth',
];
const answers = everywhere.filter(
  (carrier) => !['connect', 'publish', 'will', 'subscribe', 'unsubscribe'].includes(carrier),
);

/** The table of §2.2.2.2, in its order. */
const properties: readonly Property[] = [
  once(0x01, 'payloadFormatIndicator', byte, ['publish', 'will'], zeroOrOne),
  once(0x02, 'messageExpiryInterval', uint32, ['publish', 'will']),
  once(0x03, 'contentType', text, ['publish', 'will']),
  once(0x08, 'responseTopic', text, ['publish', 'will'], topicName),
  once(0x09, 'correlationData', binary, ['publish', 'will']),
  repeated(0x0b, 'subscriptionIdentifiers', varint, ['publish', 'subscribe'], ['publish'], notZero),
  once(0x11, 'sessionExpiryInterval', uint32, ['connect', 'connack', 'disconnect']),
  once(0x12, 'assignedClientIdentifier', text, ['connack']),
  once(0x13, 'serverKeepAlive', uint16, ['connack']),
  once(0x15, 'authenticationMethod', text, ['connect', 'connack', 'auth']),
  once(0x16, 'authenticationData', binary, ['connect', 'connack', 'auth']),
  once(0x17, 'requestProblemInformation', byte, ['connect'], zeroOrOne),
  once(0x18, 'willDelayInterval', uint32, ['will']),
  once(0x19, 'requestResponseInformation', byte, ['connect'], zeroOrOne),
  once(0x1a, 'responseInformation', text, ['connack']),
  once(0x1c, 'serverReference', text, ['connack', 'disconnect']),
  once(0x1f, 'reasonString', text, answers),
  once(0x21, 'receiveMaximum', uint16, ['connect', 'connack'], notZero),
  once(0x22, 'topicAliasMaximum', uint16, ['connect', 'connack']),
  once(0x23, 'topicAlias', uint16, ['publish'], aliasNotZero),
  once(0x24, 'maximumQos', byte, ['connack'], zeroOrOne),
  once(0x25, 'retainAvailable', byte, ['connack'], zeroOrOne),
  repeated(0x26, 'userProperties', textPair, everywhere, everywhere),
  once(0x27, 'maximumPacketSize', uint32, ['connect', 'connack'], notZero),
  once(0x28, 'wildcardSubscriptionAvailable', byte, ['connack'], zeroOrOne),
  once(0x29, 'subscriptionIdentifiersAvailable', byte, ['connack'], zeroOrOne),
  once(0x2a, 'sharedSubscriptionAvailable', byte, ['connack'], zeroOrOne),
];

const byIdentifier = new Map(properties.map((property) => [property.identifier, property]));
const byName = new Map<string, Property>(properties.map((property) => [property.name, property]));

/**
 * Reads properties until the reader is at its end.
 *
 * @throws MqttError MalformedPacket for one that the carrier may not carry, ProtocolError for a repeated one
 *   or a forbidden value, QuotaExceeded for too many user properties
 */
export function readProperties(reader: PacketReader, carrier: PropertyCarrier): Properties {
  const read: Record<string, unknown> = {}; // every key comes from the table
  let userPropertyBytes = 0;
  while (reader.remaining > 0) {
    const before = reader.remaining;
    const identifier = reader.varint();
    const property = byIdentifier.get(identifier);
    if (!property?.carriers.has(carrier)) {
      throw malformed(`property 0x${identifier.toString(16).padStart(2, '0')} in ${carrier.toUpperCase()}`); // §2.2.2.2
    }
    const { name, isList } = property;
    const earlier = read[name];
    if (earlier !== undefined && !property.repeatsIn.has(carrier)) {
      throw protocolError(`${name} appears more than once in ${carrier.toUpperCase()}`);
    }
    const value = property.read(reader);
    if (name === 'userProperties') {
      userPropertyBytes += before - reader.remaining;
      const count = ((earlier as unknown[] | undefined)?.length ?? 0) + 1;
      checkUserProperties(count, userPropertyBytes, reader.propertyLimits);
    }
    if (!isList) read[name] = value;
    else if (earlier === undefined) read[name] = [value];
    else (earlier as unknown[]).push(value);
  }
  return read as Properties;
}

function checkUserProperties(count: number, bytes: number, limits: PropertyLimits): void {
  const { maximumUserProperties, maximumUserPropertyBytes } = limits;
  if (count <= maximumUserProperties && bytes <= maximumUserPropertyBytes) return;
  throw new MqttError(
    ReasonCode.QuotaExceeded,
    `a packet has more than ${maximumUserProperties} user properties, or ${maximumUserPropertyBytes} bytes of them`,
  );
}

/**
 * Writes those properties that the carrier may carry: the delay of a will does not travel on with its
 * PUBLISH.
 */
export function writeProperties(writer: PacketWriter, values: Properties, carrier: PropertyCarrier): void {
  for (const [property, value] of carried(values, carrier)) {
    for (const item of property.isList ? (value as readonly unknown[]) : [value]) {
      writer.varint(property.identifier);
      property.write(writer, item);
    }
  }
}

/** Whether `writeProperties` would write anything. */
export function hasProperties(values: Properties, carrier: PropertyCarrier): boolean {
  return carried(values, carrier).some(
    ([property, value]) => !property.isList || (value as readonly unknown[]).length > 0,
  );
}

function carried(values: Properties, carrier: PropertyCarrier): [Property, unknown][] {
  const found: [Property, unknown][] = [];
  for (const [name, value] of Object.entries(values)) {
    const property = byName.get(name);
    if (value !== undefined && property?.carriers.has(carrier)) found.push([property, value]);
  }
  return found;
}

function once<Value>(
  identifier: number,
  name: keyof Properties,
  type: DataType<Value>,
  carriers: readonly PropertyCarrier[],
  check?: Check<Value>,
): Property {
  return { ...repeated(identifier, name, type, carriers, [], check), isList: false };
}

function repeated<Value>(
  identifier: number,
  name: keyof Properties,
  type: DataType<Value>,
  carriers: readonly PropertyCarrier[],
  repeatsIn: readonly PropertyCarrier[],
  check?: Check<Value>,
): Property {
  return {
    identifier,
    name,
    carriers: new Set(carriers),
    isList: true,
    repeatsIn: new Set(repeatsIn),
    read: (reader) => {
      const value = type.read(reader);
      check?.(value, name);
      return value;
    },
    write: (writer, value) => type.write(writer, value as Value),
  };
}
