import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type Arbitrary } from 'fast-check';
import { decodePacket, encodePacket } from './codec.ts';
import { Framer } from './framer.ts';
import type {
  Packet,
  PacketType,
  Properties,
  ProtocolVersion,
  QoS,
  SubscriptionRequest,
  Will,
} from './packets.ts';
import type { PropertyCarrier } from './properties.ts';
import { isReasonCodeOf, type ReasonCarrier } from './reason-codes-by-packet.ts';

const bit = fc.constantFrom<0 | 1>(0, 1);
const flag = fc.boolean();
const uint16 = fc.nat({ max: 0xffff });
const uint32 = fc.nat({ max: 0xffff_ffff });
const packetId = fc.integer({ min: 1, max: 0xffff });
const qos = fc.constantFrom<QoS>(0, 1, 2);
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((chars) => chars.replaceAll('\0', '0'));
const topic = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 40 })
  .map((chars) => chars.replaceAll(/[\0+#]/g, '/'));
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

/** Plain objects, as the decoder makes them. */
const record = <T>(model: { [Key in keyof T]: Arbitrary<T[Key]> }): Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as Arbitrary<T>;

/** A value for every property. */
const values: { [Name in keyof Required<Properties>]: Arbitrary<NonNullable<Properties[Name]>> } = {
  payloadFormatIndicator: bit,
  messageExpiryInterval: uint32,
  contentType: text,
  responseTopic: topic,
  correlationData: bytes,
  subscriptionIdentifiers: fc.array(fc.integer({ min: 1, max: 268_435_455 }), { minLength: 1, maxLength: 1 }),
  sessionExpiryInterval: uint32,
  assignedClientIdentifier: text,
  serverKeepAlive: uint16,
  authenticationMethod: text,
  authenticationData: bytes,
  requestProblemInformation: bit,
  willDelayInterval: uint32,
  requestResponseInformation: bit,
  responseInformation: text,
  serverReference: text,
  reasonString: text,
  receiveMaximum: packetId,
  topicAliasMaximum: uint16,
  topicAlias: packetId,
  maximumQos: bit,
  retainAvailable: bit,
  userProperties: fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }),
  maximumPacketSize: fc.integer({ min: 1, max: 0xffff_ffff }),
  wildcardSubscriptionAvailable: bit,
  subscriptionIdentifiersAvailable: bit,
  sharedSubscriptionAvailable: bit,
};

const message = [
  'payloadFormatIndicator',
  'messageExpiryInterval',
  'contentType',
  'responseTopic',
  'correlationData',
] as const;

/** Which packet may carry what, besides user properties: the sections 3.1.2.11 to 3.15.2.2 one by one. */
const carried: Record<PropertyCarrier, readonly (keyof Properties)[]> = {
  connect: [
    'sessionExpiryInterval',
    'receiveMaximum',
    'maximumPacketSize',
    'topicAliasMaximum',
    'requestResponseInformation',
    'requestProblemInformation',
    'authenticationMethod',
  ],
  will: ['willDelayInterval', ...message],
  connack: [
    'sessionExpiryInterval',
    'receiveMaximum',
    'maximumQos',
    'retainAvailable',
    'maximumPacketSize',
    'assignedClientIdentifier',
    'topicAliasMaximum',
    'reasonString',
    'wildcardSubscriptionAvailable',
    'subscriptionIdentifiersAvailable',
    'sharedSubscriptionAvailable',
    'serverKeepAlive',
    'responseInformation',
    'serverReference',
    'authenticationMethod',
    'authenticationData',
  ],
  publish: [...message, 'topicAlias', 'subscriptionIdentifiers'],
  puback: ['reasonString'],
  pubrec: ['reasonString'],
  pubrel: ['reasonString'],
  pubcomp: ['reasonString'],
  subscribe: ['subscriptionIdentifiers'],
  suback: ['reasonString'],
  unsubscribe: [],
  unsuback: ['reasonString'],
  disconnect: ['sessionExpiryInterval', 'reasonString', 'serverReference'],
  auth: ['authenticationMethod', 'authenticationData', 'reasonString'],
};

function properties(
  carrier: PropertyCarrier,
  version: ProtocolVersion,
  required: readonly (keyof Properties)[] = [],
): Arbitrary<Properties> {
  if (version < 5) return fc.constant({});
  const names = [...carried[carrier], 'userProperties' as const];
  const model = Object.fromEntries(names.map((name) => [name, values[name] as Arbitrary<unknown>]));
  return fc.record(model, { requiredKeys: [...required], noNullPrototype: true }) as Arbitrary<Properties>;
}

function reasonCode(carrier: ReasonCarrier, version: ProtocolVersion): Arbitrary<number> {
  const allowed = Array.from({ length: 256 }, (_, code) => code).filter((code) =>
    isReasonCodeOf(carrier, code),
  );
  return version < 5 ? fc.constant(0) : fc.constantFrom(...allowed);
}

const will = (version: ProtocolVersion): Arbitrary<Will> =>
  record({ topic, payload: bytes, qos, retain: flag, properties: properties('will', version) });

const connect = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    isBridge: flag,
    cleanStart: flag,
    keepAlive: uint16,
    clientId: version === 3 ? topic : text,
    username: fc.option(text, { nil: undefined }),
    password: fc.option(bytes, { nil: undefined }),
    will: fc.option(will(version), { nil: undefined }),
    properties: properties('connect', version),
  })
    .filter(({ username, password }) => version === 5 || username !== undefined || password === undefined)
    .map((fields) => ({
      type: 'connect',
      protocolName: version === 3 ? 'MQIsdp' : 'MQTT',
      protocolVersion: version,
      ...fields,
    }));

const connack = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    sessionPresent: version === 3 ? fc.constant(false) : flag,
    reasonCode:
      version < 5 ? fc.constantFrom(0, 0x84, 0x85, 0x86, 0x87, 0x88) : reasonCode('connack', version),
    properties: properties('connack', version),
  }).map((fields) => ({
    type: 'connack',
    ...fields,
    sessionPresent: fields.sessionPresent && fields.reasonCode === 0,
  }));

const publish = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    dup: flag,
    qos,
    retain: flag,
    topic,
    packetId,
    properties: properties('publish', version),
    payload: bytes,
  }).map((fields) => ({
    type: 'publish',
    ...fields,
    dup: fields.dup && fields.qos > 0,
    packetId: fields.qos > 0 ? fields.packetId : undefined,
  }));

const acknowledgement =
  (type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp') =>
  (version: ProtocolVersion): Arbitrary<Packet> =>
    record({
      type: fc.constant(type),
      packetId,
      reasonCode: reasonCode(type, version),
      properties: properties(type, version),
    });

function request(version: ProtocolVersion): Arbitrary<SubscriptionRequest> {
  const option = version < 5 ? fc.constant(false) : flag;
  const retainHandling = version < 5 ? fc.constant<0>(0) : fc.constantFrom<0 | 1 | 2>(0, 1, 2);
  return record({ filter: text, qos, noLocal: option, retainAsPublished: option, retainHandling });
}

const subscribe = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    type: fc.constant('subscribe'),
    packetId,
    subscriptions: fc.array(request(version), { minLength: 1, maxLength: 5 }),
    properties: properties('subscribe', version),
  });

const unsubscribe = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    type: fc.constant('unsubscribe'),
    packetId,
    filters: fc.array(text, { minLength: 1, maxLength: 5 }),
    properties: properties('unsubscribe', version),
  });

const suback = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    type: fc.constant('suback'),
    packetId,
    reasonCodes: fc.array(version < 5 ? fc.constantFrom(0, 1, 2, 0x80) : reasonCode('suback', version), {
      minLength: 1,
    }),
    properties: properties('suback', version),
  });

const unsuback = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    type: fc.constant('unsuback'),
    packetId,
    reasonCodes: version < 5 ? fc.constant([]) : fc.array(reasonCode('unsuback', version), { minLength: 1 }),
    properties: properties('unsuback', version),
  });

const disconnect = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    type: fc.constant('disconnect'),
    reasonCode: reasonCode('disconnect', version),
    properties: properties('disconnect', version),
  });

const auth = (version: ProtocolVersion): Arbitrary<Packet> =>
  record({
    type: fc.constant('auth'),
    reasonCode: reasonCode('auth', version),
    properties: properties('auth', version, ['authenticationMethod']),
  });

const packets: Record<PacketType, (version: ProtocolVersion) => Arbitrary<Packet>> = {
  connect,
  connack,
  publish,
  puback: acknowledgement('puback'),
  pubrec: acknowledgement('pubrec'),
  pubrel: acknowledgement('pubrel'),
  pubcomp: acknowledgement('pubcomp'),
  subscribe,
  suback,
  unsubscribe,
  unsuback,
  pingreq: () => fc.constant({ type: 'pingreq' }),
  pingresp: () => fc.constant({ type: 'pingresp' }),
  disconnect,
  auth,
};

for (const version of [3, 4, 5] as const) {
  for (const [type, arbitrary] of Object.entries(packets)) {
    if (type === 'auth' && version < 5) continue;
    test(`every ${type.toUpperCase()} of version ${version} is decoded as it was encoded`, () => {
      fc.assert(
        fc.property(arbitrary(version), (packet) => {
          const encoded = encodePacket(packet, version);
          const framer = new Framer(encoded.length);
          framer.push(encoded);
          assert.ok(framer.next());
          assert.equal(framer.end, encoded.length);
          assert.deepEqual(
            decodePacket(framer.buffer, framer.start, framer.body, framer.end, version),
            packet,
          );
        }),
        { numRuns: 100 },
      );
    });
  }
}
