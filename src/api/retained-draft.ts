import type { Broker, Message, RetainBound, RetainedDraft } from '../broker/door.ts';
import { ApiError } from './api-error.ts';
import type { RetainedBody, RetainedProperties } from './contract.ts';
import { hasTooManyUserProperties, httpPublisher, plainProperties } from './message-draft.ts';

/**
 * What the broker is to keep.
 * @param now Unix milliseconds
 * @throws ApiError for a topic, properties or a moment that no message can have
 */
export function toRetainedDraft(
  topic: string,
  body: RetainedBody,
  broker: Broker,
  now: number,
): RetainedDraft {
  const refuse = (message: string) => new ApiError(400, 'BAD_REQUEST', message);
  if (!broker.isTopicName(topic)) throw refuse(`${topic} is not a topic name`);
  const properties = toProperties(body.properties ?? {});
  const { responseTopic, messageExpiryInterval } = properties;
  // [MQTT-3.3.2-14]: receivers would take the packet for a protocol error.
  if (responseTopic !== undefined && !broker.isTopicName(responseTopic))
    throw refuse(`properties.response_topic: ${responseTopic} is not a topic name`);
  if (hasTooManyUserProperties(properties, broker.propertyLimits))
    throw refuse('properties.user_property_pairs: there are too many, or too many bytes of them');
  const receivedAt = body.publish_at ?? now;
  const expiresAt =
    messageExpiryInterval === undefined
      ? Number.POSITIVE_INFINITY
      : receivedAt + messageExpiryInterval * 1000;
  if (now >= expiresAt) throw refuse(`it expired at ${new Date(expiresAt).toISOString()}`);
  return {
    topic,
    qos: body.qos,
    payload: Buffer.from(body.payload, 'base64'),
    properties,
    from: {
      ...httpPublisher,
      clientId: body.from_clientid ?? httpPublisher.clientId,
      username: body.from_username ?? undefined,
    },
    receivedAt,
    expiresAt,
  };
}

/** Why a message is not kept. */
export const RETAIN_BOUNDS: Readonly<Record<RetainBound, string>> = {
  retained_quota_exceeded: 'there are as many as backend.max_retained_messages allows (PUT /mqtt/retainer)',
  retained_memory_exceeded: 'all of them take as much memory as retainer.max_retained_bytes allows',
  retained_payload_too_large: 'the payload is larger than max_payload_size allows (PUT /mqtt/retainer)',
  retained_without_expiry:
    'it has no message_expiry_interval, and allow_never_expire is false (PUT /mqtt/retainer)',
};

/** Undefined when the message has none. */
export function retainedPropertiesOf({ properties }: Message): RetainedProperties | undefined {
  const { payloadFormatIndicator, messageExpiryInterval, responseTopic, correlationData } = properties;
  const { contentType, userProperties = [] } = properties;
  const shown: RetainedProperties = {
    ...(payloadFormatIndicator !== undefined && { payload_format_indicator: payloadFormatIndicator }),
    ...(messageExpiryInterval !== undefined && { message_expiry_interval: messageExpiryInterval }),
    ...(responseTopic !== undefined && { response_topic: responseTopic }),
    ...(correlationData !== undefined && { correlation_data: correlationData.toString('base64') }),
    ...(contentType !== undefined && { content_type: contentType }),
    ...(userProperties.length > 0 && {
      user_property_pairs: userProperties.map(([key, value]) => ({ key, value })),
    }),
  };
  return Object.keys(shown).length > 0 ? shown : undefined;
}

function toProperties(given: RetainedProperties): Message['properties'] {
  const { correlation_data, user_property_pairs } = given;
  return {
    ...plainProperties(given),
    ...(correlation_data !== undefined && { correlationData: Buffer.from(correlation_data, 'base64') }),
    ...(user_property_pairs !== undefined && {
      userProperties: user_property_pairs.map(({ key, value }) => [key, value] as const),
    }),
  };
}
