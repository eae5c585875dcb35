import type { Properties } from '../../mqtt/packets.ts';
import type { MqttToolTexts } from '../../texts/mqtt-tools.ts';
import { UsageError } from '../client/client-run.ts';
import { seconds } from './peer-options.ts';

/** Of MQTT 5, as options of `tocsin pub` say them. */
export interface PropertyOptions {
  readonly contentType?: string | undefined;
  readonly responseTopic?: string | undefined;
  readonly correlationData?: string | undefined;
  readonly expiry?: string | undefined;
  readonly userProperty?: readonly string[] | undefined;
  readonly payloadFormat?: string | undefined;
}

/** @throws UsageError */
export function propertiesOf(options: PropertyOptions, texts: MqttToolTexts): Properties {
  const { contentType, responseTopic, correlationData, expiry, userProperty, payloadFormat } = options;
  const indicator =
    payloadFormat === undefined ? undefined : { bytes: 0 as const, text: 1 as const }[payloadFormat];
  if (payloadFormat !== undefined && indicator === undefined)
    throw new UsageError(texts.badPayloadFormat(payloadFormat));
  return {
    ...(indicator !== undefined && { payloadFormatIndicator: indicator }),
    ...(expiry !== undefined && { messageExpiryInterval: seconds('--expiry', expiry, texts) }),
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData) }),
    ...(userProperty && {
      userProperties: userProperty.map((word) => {
        const at = word.indexOf('=');
        if (at < 1) throw new UsageError(texts.badUserProperty(word));
        return [word.slice(0, at), word.slice(at + 1)] as const;
      }),
    }),
  };
}

/** Those of a message that came, for programs; undefined: it has none. */
export function shownProperties(properties: Properties): Readonly<Record<string, unknown>> | undefined {
  const { correlationData, subscriptionIdentifiers, userProperties } = properties;
  const shown = {
    payload_format_indicator: properties.payloadFormatIndicator,
    message_expiry_interval: properties.messageExpiryInterval,
    content_type: properties.contentType,
    response_topic: properties.responseTopic,
    correlation_data: correlationData && textOrBase64(correlationData),
    subscription_identifiers: subscriptionIdentifiers?.length ? subscriptionIdentifiers : undefined,
    user_properties: userProperties?.length ? userProperties : undefined,
  };
  return Object.values(shown).some((value) => value !== undefined) ? shown : undefined;
}

/** Bytes as a text, where they are one. */
export function textIn(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

export function textOrBase64(bytes: Buffer): string {
  return textIn(bytes) ?? bytes.toString('base64');
}
