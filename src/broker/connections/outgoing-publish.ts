import type { Properties } from '../../mqtt/packets.ts';
import { encodePublishProperties, publishHeader } from '../../mqtt/publish.ts';
import { packetIdOffset, publishSize, writePublish, writePublishHead } from '../../mqtt/publish-frame.ts';
import type { Client } from '../client.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import { ALIAS_ROOM, writeAliasedPublish } from './aliased-publish.ts';

/** Bytes of a payload from which on connections wait with the same memory instead of a copy each. */
const SHARED_PAYLOAD = 16 * 1024;

/** Bytes of a whole frame from which on the same holds for QoS 0, where all receivers get the same bytes. */
const SHARED_FRAME = 1024;

/** Receivers from which on it holds for small frames too: a turn brings most of them the same messages. */
const SHARED_RECEIVERS = 16;

/** Pieces of output that wait, above which small frames are copied: each piece costs something when it is written. */
const SHARED_PIECES = 32;

/** Puts a PUBLISH (§3.3) into the output of its receiver, in the form that costs least. False when it is larger than the client takes. */
export function writeOutgoingPublish(
  client: Client,
  outgoing: Outgoing,
  packetId: number,
  dup: boolean,
): boolean {
  const { message, qos, retain } = outgoing;
  const { version, maximumPacketSize, outgoingAliases } = client;
  const { output } = client.connection;
  const topic = message.destination.bytes;
  const header = publishHeader(qos, retain, dup);
  const properties = version === 5 ? propertiesFor(client, outgoing) : undefined;
  const { payloadLength } = message;
  const size = publishSize(topic.length, qos, version, properties?.length ?? 0, payloadLength);
  if (size > maximumPacketSize) return false;
  if (payloadLength >= SHARED_PAYLOAD) {
    const block = output.reserve(size - payloadLength);
    output.offset = writePublishHead(
      block,
      output.offset,
      header,
      topic,
      packetId,
      properties,
      payloadLength,
    );
    output.share(message.payload);
    return true;
  }
  if (outgoingAliases !== undefined && properties !== undefined && size + ALIAS_ROOM <= maximumPacketSize) {
    writeAliasedPublish(output, outgoingAliases, header, packetId, properties, message);
    return true;
  }
  if (message.receivers > 1 && !dup && (properties === undefined || properties === message.propertyBytes)) {
    const frame = message.frame(version, qos, retain);
    if (qos === 0 && output.pieces < SHARED_PIECES) {
      if (message.receivers >= SHARED_RECEIVERS || size >= SHARED_FRAME) {
        output.share(frame);
        return true;
      }
    }
    const block = output.reserve(size);
    frame.copy(block, output.offset);
    if (packetId !== 0) block.writeUInt16BE(packetId, output.offset + packetIdOffset(frame));
    output.offset += size;
    return true;
  }
  const block = output.reserve(size);
  output.offset = writePublish(
    block,
    output.offset,
    header,
    topic,
    packetId,
    properties,
    message.bytes,
    message.payloadStart,
    message.payloadEnd,
  );
  return true;
}

/** The properties of a PUBLISH to an MQTT 5 client: the publisher's own, and what the broker adds or counts down. */
function propertiesFor({ broker }: Client, { message, identifiers }: Outgoing): Buffer {
  if (identifiers === undefined && message.expiresAt === Number.POSITIVE_INFINITY)
    return message.propertyBytes;
  const properties: Properties = { ...message.properties };
  if (identifiers) properties.subscriptionIdentifiers = identifiers;
  // The time that the message waited here is subtracted [MQTT-3.3.2-6].
  if (message.expiresAt !== Number.POSITIVE_INFINITY) {
    const left = Math.ceil((message.expiresAt - broker.clock.now()) / 1000);
    properties.messageExpiryInterval = Math.max(0, left);
  }
  return encodePublishProperties(properties);
}
