import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import { type MessageSize, messageSize } from '../../connectors/channels/message-size.ts';
import { sampleBody } from '../../connectors/channels/preview.ts';
import type { RequestView } from '../../connectors/connector.ts';
import { canonicalType, connectorKinds } from '../../connectors/connector-kinds.ts';

/** What a message becomes at a channel. */
export interface WrittenMessage {
  /** Without secrets; null where nothing is written, as in the preview inbox. */
  readonly request: RequestView | null;
  readonly size: MessageSize | null;
}

/** @param channel an id, or a type of channels @param connector that of the id, when there is one */
export function writtenFor(
  channel: string,
  connector: { describe(message: ChannelMessage): RequestView } | undefined,
  message: ChannelMessage,
): WrittenMessage {
  const type = channelTypeOf(channel);
  const request = connector ? connector.describe(message) : sampleBody(type, message);
  return { request, size: request && messageSize(type, request) };
}

/** Of an id, or of a type under any of its names. */
export function channelTypeOf(channel: string): string {
  return canonicalType(channel.split(':', 1)[0] ?? '');
}

/** The types that speak to people. */
export function channelTypes(): string[] {
  return [...connectorKinds.values()].filter(({ channel }) => channel).map(({ type }) => type);
}

/** What makes foreign text harmless in the markup of a type of channel. */
export function escapeOf(type: string): (text: string) => string {
  const channel = connectorKinds.get(type)?.channel;
  return channel ? (text) => channel.escape(text) : (text) => text;
}
