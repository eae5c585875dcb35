import type { ConnectPacket } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';
import { example, type WireExample } from './wire-example.ts';

export const connect = (fields: Partial<ConnectPacket>): ConnectPacket => ({
  type: 'connect',
  protocolName: fields.protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
  protocolVersion: 4,
  isBridge: false,
  cleanStart: true,
  keepAlive: 60,
  clientId: 'c1',
  username: undefined,
  password: undefined,
  will: undefined,
  properties: {},
  ...fields,
});

/** CONNECT and CONNACK, part of `wireExamples`. */
export const connectExamples: readonly WireExample[] = [
  example(
    'CONNECT of MQTT 3.1',
    3,
    connect({ protocolVersion: 3 }),
    `10 10            | CONNECT, 16 bytes follow
     00 06 "MQIsdp"   | protocol name
     03               | version
     02               | clean session
     00 3c            | keep alive 60 s
     00 02 "c1"       | client identifier`,
  ),
  example(
    'CONNECT of MQTT 3.1.1 with everything',
    4,
    connect({
      cleanStart: false,
      keepAlive: 10,
      will: { topic: 'w', payload: Buffer.from('bye'), qos: 1, retain: true, properties: {} },
      username: 'u',
      password: Buffer.from('p'),
    }),
    `10 1c            | CONNECT, 28 bytes follow
     00 04 "MQTT"     | protocol name
     04               | version
     ec               | user name, password, will retain, will QoS 1, will
     00 0a            | keep alive 10 s
     00 02 "c1"       | client identifier
     00 01 "w"        | will topic
     00 03 "bye"      | will payload
     00 01 "u"        | user name
     00 01 "p"        | password`,
  ),
  example(
    'CONNECT of a bridge',
    4,
    connect({ isBridge: true }),
    `10 0e 00 04 "MQTT"
     84               | version 4, bridge bit
     02 00 3c 00 02 "c1"`,
  ),
  example(
    'CONNECT of MQTT 3.1.1 without a client identifier',
    4,
    connect({ clientId: '' }),
    `10 0c 00 04 "MQTT" 04 02 00 3c
     00 00            | empty client identifier`,
  ),
  example(
    'CONNECT of MQTT 5 with properties and a will with properties',
    5,
    connect({
      protocolVersion: 5,
      properties: {
        sessionExpiryInterval: 0xffff_ffff,
        receiveMaximum: 20,
        maximumPacketSize: 65_536,
        topicAliasMaximum: 10,
        requestResponseInformation: 1,
        requestProblemInformation: 0,
        userProperties: [
          ['k', 'v'],
          ['k', 'v'],
        ],
        authenticationMethod: 'm',
        authenticationData: Buffer.from([1, 2]),
      },
      will: {
        topic: 'w',
        payload: Buffer.alloc(0),
        qos: 2,
        retain: false,
        properties: {
          willDelayInterval: 30,
          payloadFormatIndicator: 1,
          messageExpiryInterval: 60,
          contentType: 't',
          responseTopic: 'r',
          correlationData: Buffer.from([9]),
        },
      },
    }),
    `10 58            | CONNECT, 88 bytes follow
     00 04 "MQTT"     | protocol name
     05               | version
     16               | will QoS 2, will, clean start
     00 3c            | keep alive 60 s
     2b               | 43 bytes of properties
     11 ff ff ff ff   | session expiry: never
     21 00 14         | receive maximum 20
     27 00 01 00 00   | maximum packet size 64 KiB
     22 00 0a         | topic alias maximum 10
     19 01            | request response information
     17 00            | request problem information
     26 00 01 "k" 00 01 "v" | user property
     26 00 01 "k" 00 01 "v" | the same again, which is allowed
     15 00 01 "m"     | authentication method
     16 00 02 01 02   | authentication data
     00 02 "c1"       | client identifier
     18               | 24 bytes of will properties
     18 00 00 00 1e   | will delay 30 s
     01 01            | payload is UTF-8
     02 00 00 00 3c   | message expires after 60 s
     03 00 01 "t"     | content type
     08 00 01 "r"     | response topic
     09 00 01 09      | correlation data
     00 01 "w"        | will topic
     00 00            | empty will payload`,
  ),
  example(
    'CONNECT of MQTT 5 with a password alone',
    5,
    connect({ protocolVersion: 5, password: Buffer.from('p') }),
    `10 12 00 04 "MQTT" 05
     42               | password, clean start
     00 3c
     00               | no properties
     00 02 "c1"
     00 01 "p"        | password`,
  ),
  example(
    'CONNACK of MQTT 3.1.1 with a session',
    4,
    { type: 'connack', sessionPresent: true, reasonCode: ReasonCode.Success, properties: {} },
    '20 02 01 00      | session present, accepted',
  ),
  example(
    'CONNACK of MQTT 3.1.1 that refuses a password',
    4,
    { type: 'connack', sessionPresent: false, reasonCode: ReasonCode.BadUserNameOrPassword, properties: {} },
    '20 02 00 04      | return code 4',
  ),
  example(
    'CONNACK of MQTT 5',
    5,
    {
      type: 'connack',
      sessionPresent: false,
      reasonCode: ReasonCode.Success,
      properties: {
        assignedClientIdentifier: 'x',
        serverKeepAlive: 30,
        maximumQos: 1,
        retainAvailable: 0,
        wildcardSubscriptionAvailable: 1,
        subscriptionIdentifiersAvailable: 1,
        sharedSubscriptionAvailable: 0,
        responseInformation: 'i',
        serverReference: 's',
        reasonString: 'r',
      },
    },
    `20 20            | CONNACK, 32 bytes follow
     00 00            | no session, success
     1d               | 29 bytes of properties
     12 00 01 "x"     | assigned client identifier
     13 00 1e         | server keep alive 30 s
     24 01            | maximum QoS 1
     25 00            | no retained messages
     28 01            | wildcard subscriptions
     29 01            | subscription identifiers
     2a 00            | no shared subscriptions
     1a 00 01 "i"     | response information
     1c 00 01 "s"     | server reference
     1f 00 01 "r"     | reason string`,
  ),
];
