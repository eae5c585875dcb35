import type { ProtocolVersion } from './packets.ts';
import { ReasonCode } from './reason-codes.ts';
import { annotated } from './wire-example.ts';

/** Bytes that must be refused, and the reason code that the standard names. */
export interface MalformedExample {
  name: string;
  version: ProtocolVersion;
  bytes: Buffer;
  reasonCode: ReasonCode;
}

const refused =
  (reasonCode: ReasonCode) =>
  (name: string, version: ProtocolVersion, text: string): MalformedExample => ({
    name,
    version,
    bytes: annotated(text),
    reasonCode,
  });

const malformed = refused(ReasonCode.MalformedPacket);
const protocolError = refused(ReasonCode.ProtocolError);
const unsupported = refused(ReasonCode.UnsupportedProtocolVersion);
const badTopic = refused(ReasonCode.TopicNameInvalid);

export const malformedExamples: readonly MalformedExample[] = [
  // Fixed header
  malformed('packet type 0', 5, '00 00'),
  malformed('a remaining length of five bytes', 5, '30 ff ff ff ff 01'),
  malformed('a remaining length that is not in its shortest form', 5, 'c0 80 00'),
  malformed('PINGREQ with a flag', 4, 'c1 00'),
  malformed('PUBREL without its flag', 5, '60 02 00 01'),
  malformed('PUBREL of MQTT 3.1.1 with DUP', 4, '6a 02 00 01'),
  malformed('SUBSCRIBE without its flag', 4, '80 06 00 01 00 01 "a" 00'),
  malformed('UNSUBSCRIBE without its flag', 4, 'a0 05 00 01 00 01 "a"'),
  malformed('DISCONNECT with a flag', 5, 'e8 00'),
  malformed('PINGREQ with a body', 4, 'c0 01 00'),
  malformed('PINGRESP with a body', 5, 'd0 01 00'),
  malformed('DISCONNECT of MQTT 3.1.1 with a body', 4, 'e0 01 00'),
  malformed('AUTH in MQTT 3.1.1', 4, 'f0 00'),

  // CONNECT
  malformed('CONNECT without anything', 5, '10 00'),
  unsupported('another protocol name', 5, '10 0e 00 04 "MQTX" 04 02 00 3c 00 02 "c1"'),
  unsupported('MQTT version 6', 5, '10 0f 00 04 "MQTT" 06 02 00 3c 00 00 02 "c1"'),
  unsupported('MQTT version 3 under the name of 3.1.1', 5, '10 0e 00 04 "MQTT" 03 02 00 3c 00 02 "c1"'),
  unsupported('MQTT version 5 under the name of 3.1', 5, '10 10 00 06 "MQIsdp" 05 02 00 3c 00 02 "c1"'),
  malformed('the reserved connect flag', 4, '10 0e 00 04 "MQTT" 04 03 00 3c 00 02 "c1"'),
  malformed('a will QoS without a will', 4, '10 0e 00 04 "MQTT" 04 0a 00 3c 00 02 "c1"'),
  malformed('a retained will without a will', 4, '10 0e 00 04 "MQTT" 04 22 00 3c 00 02 "c1"'),
  malformed('a will of QoS 3', 4, '10 13 00 04 "MQTT" 04 1e 00 3c 00 02 "c1" 00 01 "w" 00 00'),
  malformed(
    'a password without a user name in MQTT 3.1.1',
    4,
    '10 11 00 04 "MQTT" 04 42 00 3c 00 02 "c1" 00 01 "p"',
  ),
  malformed('a user name that is announced and missing', 4, '10 0e 00 04 "MQTT" 04 82 00 3c 00 02 "c1"'),
  malformed('a will that is announced and missing', 4, '10 0e 00 04 "MQTT" 04 06 00 3c 00 02 "c1"'),
  malformed('bytes behind the payload', 4, '10 0f 00 04 "MQTT" 04 02 00 3c 00 02 "c1" 00'),
  badTopic('a wildcard in the will topic', 4, '10 13 00 04 "MQTT" 04 06 00 3c 00 02 "c1" 00 01 "#" 00 00'),
  badTopic('an empty will topic', 4, '10 12 00 04 "MQTT" 04 06 00 3c 00 02 "c1" 00 00 00 00'),
  refused(ReasonCode.ClientIdentifierNotValid)(
    'an empty client identifier in MQTT 3.1',
    3,
    '10 0e 00 06 "MQIsdp" 03 02 00 3c 00 00',
  ),
  malformed(
    'CONNECT of MQTT 5 with a padded remaining length',
    5,
    '10 8f 00 00 04 "MQTT" 05 02 00 3c 00 00 02 "c1"',
  ),
  protocolError(
    'authentication data without a method',
    5,
    '10 12 00 04 "MQTT" 05 02 00 3c 03 16 00 00 00 02 "c1"',
  ),

  // Strings
  malformed('U+0000', 4, '30 05 00 03 "a" 00 "b"'),
  malformed('a surrogate', 4, '30 05 00 03 ed a0 80'),
  malformed('an overlong form', 4, '30 04 00 02 c0 af'),
  malformed('a code point above U+10FFFF', 4, '30 06 00 04 f4 90 80 80'),
  malformed('a truncated code point', 4, '30 04 00 02 e6 b8'),
  malformed('a string that is longer than the packet', 4, '30 04 00 05 "ab"'),
  malformed('a string that is one byte longer than the packet', 4, '30 04 00 03 "ab"'),
  malformed('a surrogate in a user property', 5, 'e0 0a 00 08 26 00 00 00 03 ed a0 80'),

  // Properties
  malformed('a property length beyond the packet', 5, '30 05 00 01 "a" 05 01'),
  malformed('a property length of five bytes', 5, '30 08 00 01 "a" 80 80 80 80 01'),
  malformed('a property length that is not in its shortest form', 5, '30 05 00 01 "a" 80 00'),
  malformed('no property length', 5, '30 03 00 01 "a"'),
  malformed('a property that does not exist', 5, '30 06 00 01 "a" 02 04 00'),
  malformed('a property of another packet', 5, '30 09 00 01 "a" 05 11 00 00 00 01'),
  malformed(
    'a will delay outside of the will',
    5,
    '10 14 00 04 "MQTT" 05 02 00 3c 05 18 00 00 00 01 00 02 "c1"',
  ),
  malformed('a property that is cut off', 5, '30 06 00 01 "a" 02 23 00'),
  malformed('a property that reaches into the payload', 5, '30 08 00 01 "a" 03 03 00 02 "hi"'),
  protocolError('a doubled property', 5, '30 08 00 01 "a" 04 01 01 01 01'),
  protocolError('two subscription identifiers in SUBSCRIBE', 5, '82 0b 00 01 04 0b 01 0b 02 00 01 "a" 00'),
  protocolError('a payload format of 2', 5, '30 06 00 01 "a" 02 01 02'),
  protocolError('a subscription identifier of 0', 5, '82 09 00 01 02 0b 00 00 01 "a" 00'),
  protocolError('a receive maximum of 0', 5, '10 12 00 04 "MQTT" 05 02 00 3c 03 21 00 00 00 02 "c1"'),
  protocolError(
    'a maximum packet size of 0',
    5,
    '10 14 00 04 "MQTT" 05 02 00 3c 05 27 00 00 00 00 00 02 "c1"',
  ),
  protocolError('a wildcard in the response topic', 5, '30 08 00 01 "a" 04 08 00 01 "+"'),
  refused(ReasonCode.TopicAliasInvalid)('a topic alias of 0', 5, '30 07 00 01 "a" 03 23 00 00'),

  // PUBLISH
  malformed('QoS 3', 4, '36 07 00 03 "a/b" 00 01'),
  malformed('DUP with QoS 0', 4, '38 05 00 03 "a/b"'),
  protocolError('a packet identifier of 0', 4, '32 07 00 03 "a/b" 00 00'),
  malformed('no packet identifier', 4, '32 05 00 03 "a/b"'),
  malformed('half a topic length', 4, '30 01 00'),
  badTopic('a wildcard in the topic', 4, '30 05 00 03 "a/+"'),
  protocolError('an empty topic in MQTT 3.1.1', 4, '30 02 00 00'),
  protocolError('an empty topic without an alias', 5, '30 03 00 00 00'),
  protocolError('an empty topic with other properties', 5, '30 05 00 00 02 01 01'),

  // Acknowledgements
  protocolError('PUBACK for packet identifier 0', 4, '40 02 00 00'),
  malformed('PUBACK with half a packet identifier', 4, '40 01 00'),
  malformed('PUBACK of MQTT 3.1.1 with a reason code', 4, '40 03 00 01 00'),
  protocolError('PUBREL with a reason code of PUBACK', 5, '62 03 00 01 10'),
  malformed('bytes behind the properties of PUBACK', 5, '40 05 00 01 00 00 00'),

  // SUBSCRIBE, UNSUBSCRIBE and their answers
  protocolError('SUBSCRIBE without a filter', 4, '82 02 00 01'),
  protocolError('SUBSCRIBE with packet identifier 0', 4, '82 06 00 00 00 01 "a" 00'),
  malformed('SUBSCRIBE without options', 4, '82 05 00 01 00 01 "a"'),
  malformed('options of MQTT 5 in MQTT 3.1.1', 4, '82 06 00 01 00 01 "a" 04'),
  protocolError('a requested QoS of 3', 5, '82 07 00 01 00 00 01 "a" 03'),
  protocolError('retain handling 3', 5, '82 07 00 01 00 00 01 "a" 30'),
  malformed('a reserved bit of the options', 5, '82 07 00 01 00 00 01 "a" 40'),
  protocolError('No Local for a shared subscription', 5, '82 10 00 01 00 00 0a "$share/g/a" 04'),
  protocolError('SUBACK without a reason code', 5, '90 03 00 01 00'),
  protocolError('SUBACK of MQTT 3.1.1 with a reason code of MQTT 5', 4, '90 03 00 01 87'),
  protocolError('UNSUBSCRIBE without a filter', 5, 'a2 03 00 01 00'),
  protocolError('UNSUBACK with a reason code of SUBACK', 5, 'b0 04 00 01 00 01'),
  malformed('UNSUBACK of MQTT 3.1.1 with a payload', 4, 'b0 03 00 01 00'),

  // CONNACK, DISCONNECT, AUTH
  malformed('a reserved flag in CONNACK', 5, '20 03 02 00 00'),
  protocolError('a session in a CONNACK that refuses', 4, '20 02 01 05'),
  protocolError('a return code that MQTT 3.1.1 does not know', 4, '20 02 00 06'),
  protocolError('DISCONNECT with a reason code of CONNACK', 5, 'e0 01 84'),
  protocolError('AUTH without a method', 5, 'f0 02 18 00'),
  protocolError('AUTH with a reason code of DISCONNECT', 5, 'f0 06 04 04 15 00 01 "m"'),
];
