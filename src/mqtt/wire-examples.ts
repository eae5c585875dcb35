import { connect, connectExamples } from './connect-examples.ts';
import type { PublishPacket } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';
import { example, type WireExample } from './wire-example.ts';

const publish = (fields: Partial<PublishPacket>): PublishPacket => ({
  type: 'publish',
  dup: false,
  qos: 0,
  retain: false,
  topic: 'a/b',
  packetId: undefined,
  properties: {},
  payload: Buffer.from('hi'),
  ...fields,
});

/** Decoded and encoded these bytes are this packet and the other way round. */
export const wireExamples: readonly WireExample[] = [
  ...connectExamples,
  example(
    'PUBLISH with QoS 0',
    4,
    publish({ retain: true }),
    `31 07            | PUBLISH, retain, 7 bytes follow
     00 03 "a/b"      | topic
     "hi"             | payload`,
  ),
  example(
    'PUBLISH with QoS 2, sent again',
    3,
    publish({ qos: 2, dup: true, packetId: 258, payload: Buffer.alloc(0) }),
    `3c 07            | PUBLISH, DUP, QoS 2
     00 03 "a/b"      | topic
     01 02            | packet identifier 258`,
  ),
  example(
    'PUBLISH of MQTT 5 with properties',
    5,
    publish({
      qos: 1,
      packetId: 7,
      topic: '',
      properties: { topicAlias: 3, subscriptionIdentifiers: [1, 268_435_455] },
    }),
    `32 11            | PUBLISH, QoS 1, 17 bytes follow
     00 00            | the topic is an alias
     00 07            | packet identifier
     0a               | 10 bytes of properties
     23 00 03         | topic alias 3
     0b 01            | subscription identifier 1
     0b ff ff ff 7f   | the largest subscription identifier
     "hi"             | payload`,
  ),
  example(
    'PUBLISH to a topic outside of ASCII',
    4,
    publish({ topic: '温度/°', payload: Buffer.alloc(0) }),
    `30 0b            | PUBLISH, 11 bytes follow
     00 09            | topic of 9 bytes
     e6 b8 a9 e5 ba a6 "/" c2 b0`,
  ),
  example('PUBACK', 4, { type: 'puback', packetId: 1, reasonCode: 0, properties: {} }, '40 02 00 01'),
  example(
    'PUBACK of MQTT 5, successful',
    5,
    { type: 'puback', packetId: 1, reasonCode: 0, properties: {} },
    '40 02 00 01      | neither reason code nor properties',
  ),
  example(
    'PUBREC of MQTT 5 with a reason code',
    5,
    { type: 'pubrec', packetId: 65_535, reasonCode: ReasonCode.QuotaExceeded, properties: {} },
    '50 03 ff ff 97   | no properties',
  ),
  example('PUBREL', 3, { type: 'pubrel', packetId: 2, reasonCode: 0, properties: {} }, '62 02 00 02'),
  example(
    'PUBCOMP of MQTT 5 with properties',
    5,
    { type: 'pubcomp', packetId: 2, reasonCode: 0, properties: { reasonString: 'ok' } },
    `70 09            | PUBCOMP
     00 02            | packet identifier
     00               | success
     05 1f 00 02 "ok" | reason string`,
  ),
  example(
    'SUBSCRIBE of MQTT 3.1.1',
    4,
    {
      type: 'subscribe',
      packetId: 10,
      properties: {},
      subscriptions: [
        { filter: 'a/#', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
        { filter: '+', qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 },
      ],
    },
    `82 0c            | SUBSCRIBE
     00 0a            | packet identifier
     00 03 "a/#" 01   | QoS 1
     00 01 "+" 02     | QoS 2`,
  ),
  example(
    'SUBSCRIBE of MQTT 5 with options',
    5,
    {
      type: 'subscribe',
      packetId: 10,
      properties: { subscriptionIdentifiers: [300] },
      subscriptions: [{ filter: 'a', qos: 1, noLocal: true, retainAsPublished: true, retainHandling: 2 }],
    },
    `82 0a            | SUBSCRIBE
     00 0a            | packet identifier
     03 0b ac 02      | subscription identifier 300
     00 01 "a"        | filter
     2d               | retain handling 2, retain as published, no local, QoS 1`,
  ),
  example(
    'SUBACK of MQTT 3.1.1',
    4,
    { type: 'suback', packetId: 10, reasonCodes: [0, 2, 0x80], properties: {} },
    '90 05 00 0a 00 02 80',
  ),
  example(
    'SUBACK of MQTT 5',
    5,
    { type: 'suback', packetId: 10, reasonCodes: [1, ReasonCode.TopicFilterInvalid], properties: {} },
    '90 05 00 0a 00 01 8f',
  ),
  example(
    'UNSUBSCRIBE of MQTT 5',
    5,
    { type: 'unsubscribe', packetId: 11, filters: ['a', 'b'], properties: { userProperties: [['k', '']] } },
    `a2 0f            | UNSUBSCRIBE
     00 0b            | packet identifier
     06 26 00 01 "k" 00 00 | user property without a value
     00 01 "a"        | filter
     00 01 "b"        | filter`,
  ),
  example(
    'UNSUBACK of MQTT 3.1.1',
    4,
    { type: 'unsuback', packetId: 11, reasonCodes: [], properties: {} },
    'b0 02 00 0b',
  ),
  example(
    'UNSUBACK of MQTT 5',
    5,
    { type: 'unsuback', packetId: 11, reasonCodes: [0, 0x11], properties: {} },
    'b0 05 00 0b 00 00 11',
  ),
  example('PINGREQ', 5, { type: 'pingreq' }, 'c0 00'),
  example('PINGRESP', 4, { type: 'pingresp' }, 'd0 00'),
  example('DISCONNECT of MQTT 3.1.1', 4, { type: 'disconnect', reasonCode: 0, properties: {} }, 'e0 00'),
  example(
    'DISCONNECT of MQTT 5, normal',
    5,
    { type: 'disconnect', reasonCode: 0, properties: {} },
    'e0 00            | neither reason code nor properties',
  ),
  example(
    'DISCONNECT of MQTT 5 that wants its will published',
    5,
    { type: 'disconnect', reasonCode: ReasonCode.DisconnectWithWillMessage, properties: {} },
    'e0 01 04',
  ),
  example(
    'DISCONNECT of MQTT 5 with properties',
    5,
    {
      type: 'disconnect',
      reasonCode: ReasonCode.ServerMoved,
      properties: { serverReference: 'b2', sessionExpiryInterval: 0 },
    },
    `e0 0c 9d
     0a               | 10 bytes of properties
     1c 00 02 "b2"    | server reference
     11 00 00 00 00   | session expiry`,
  ),
  example('AUTH, successful', 5, { type: 'auth', reasonCode: 0, properties: {} }, 'f0 00'),
  example(
    'AUTH that goes on',
    5,
    {
      type: 'auth',
      reasonCode: ReasonCode.ContinueAuthentication,
      properties: { authenticationMethod: 'm', authenticationData: Buffer.alloc(0) },
    },
    `f0 09 18
     07               | 7 bytes of properties
     15 00 01 "m"     | authentication method
     16 00 00         | authentication data`,
  ),
];

/** Bytes that are decoded to this packet, although we would write them shorter. */
export const acceptedForms: readonly WireExample[] = [
  example(
    'PUBACK of MQTT 5 with the reason code success',
    5,
    { type: 'puback', packetId: 1, reasonCode: 0, properties: {} },
    '40 03 00 01 00',
  ),
  example(
    'PUBREL of MQTT 5 with empty properties',
    5,
    { type: 'pubrel', packetId: 1, reasonCode: 0x92, properties: {} },
    '62 04 00 01 92 00',
  ),
  example(
    'DISCONNECT of MQTT 5 with empty properties',
    5,
    { type: 'disconnect', reasonCode: 0, properties: {} },
    'e0 02 00 00',
  ),
  example(
    'UNSUBSCRIBE of MQTT 3.1 sent again, with DUP',
    3,
    { type: 'unsubscribe', packetId: 1, filters: ['a'], properties: {} },
    'aa 05 00 01 00 01 "a"',
  ),
  example(
    'CONNECT of MQTT 3.1 that announces a user name and leaves it out',
    3,
    connect({ protocolVersion: 3 }),
    `10 10 00 06 "MQIsdp" 03
     82               | user name, clean session
     00 3c 00 02 "c1"`,
  ),
  example('PINGREQ of MQTT 3.1.1 with a remaining length of two bytes', 4, { type: 'pingreq' }, 'c0 80 00'),
];
