import type { Broker, MessageDraft } from '../broker/door.ts';
import type { NotDelivered, PublishBody } from './contract.ts';

/** How rule events name the publisher of such a message. */
export const httpPublisher: MessageDraft['from'] = {
  clientId: 'http_api',
  username: undefined,
  peerHost: undefined,
  peerName: undefined,
  attributes: {},
};

/** What the broker is to publish, or by which reason code of MQTT 5 it is refused. */
type DraftOrRefusal = { kind: 'draft'; draft: MessageDraft } | { kind: 'refused'; refusal: NotDelivered };

export function toMessageDraft(body: PublishBody, broker: Broker): DraftOrRefusal {
  const { topic, qos, retain } = body;
  if (!broker.isTopicName(topic)) return refused(0x90, 'topic_name_invalid');
  const responseTopic = body.properties?.response_topic;
  // [MQTT-3.3.2-14]: receivers would take the packet for a protocol error.
  if (responseTopic !== undefined && !broker.isTopicName(responseTopic))
    return refused(0x90, 'topic_name_invalid: response_topic is not a topic name');
  const payload = decodePayload(body);
  if (!payload) return refused(0x83, 'bad_payload_encoding: the payload is not valid base64');
  // The code is EMQX's: Quota exceeded, and not Packet too large (0x95).
  if (packetSizeOf(topic, payload) > broker.maximumPacketSize) return refused(0x97, 'packet_too_large');
  const properties = toProperties(body.properties ?? {});
  if (hasTooManyUserProperties(properties, broker.propertyLimits))
    return refused(0x97, 'quota_exceeded: too many user properties, or too many bytes of them');
  return { kind: 'draft', draft: { topic, payload, qos, retain, properties, from: httpPublisher } };
}

function refused(reason_code: number, message: string): DraftOrRefusal {
  return { kind: 'refused', refusal: { reason_code, message } };
}

/** Bytes of the PUBLISH without properties: fixed header, topic, packet id, payload (MQTT 5 §3.3). */
function packetSizeOf(topic: string, payload: Buffer): number {
  return 5 + 2 + Buffer.byteLength(topic) + 2 + payload.length;
}

/** As of a packet: each stands in it with an identifier and two lengths (MQTT 5 §2.2.2.2). */
export function hasTooManyUserProperties(
  { userProperties = [] }: NonNullable<MessageDraft['properties']>,
  limits: Broker['propertyLimits'],
): boolean {
  if (userProperties.length > limits.maximumUserProperties) return true;
  const bytes = userProperties.map(([name, value]) => 5 + Buffer.byteLength(name) + Buffer.byteLength(value));
  return bytes.reduce((sum, one) => sum + one, 0) > limits.maximumUserPropertyBytes;
}

function decodePayload({ payload, payload_encoding, encoding }: PublishBody): Buffer | undefined {
  if ((payload_encoding ?? encoding) !== 'base64') return Buffer.from(payload);
  // Buffer skips what is not base64, so it has to be looked at first.
  if (payload.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(payload)) return undefined;
  return Buffer.from(payload, 'base64');
}

function toProperties(
  given: NonNullable<PublishBody['properties']>,
): NonNullable<MessageDraft['properties']> {
  const { correlation_data, user_properties } = given;
  return {
    ...plainProperties(given),
    ...(correlation_data !== undefined && { correlationData: Buffer.from(correlation_data) }),
    ...(user_properties !== undefined && { userProperties: Object.entries(user_properties) }),
  };
}

/** Those that are written in one way wherever a message has properties. */
export function plainProperties(
  given: Pick<
    NonNullable<PublishBody['properties']>,
    'payload_format_indicator' | 'message_expiry_interval' | 'response_topic' | 'content_type'
  >,
): NonNullable<MessageDraft['properties']> {
  return {
    ...(given.payload_format_indicator !== undefined && {
      payloadFormatIndicator: given.payload_format_indicator,
    }),
    ...(given.message_expiry_interval !== undefined && {
      messageExpiryInterval: given.message_expiry_interval,
    }),
    ...(given.response_topic !== undefined && { responseTopic: given.response_topic }),
    ...(given.content_type !== undefined && { contentType: given.content_type }),
  };
}
