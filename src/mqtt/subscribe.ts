import { malformed, protocolError } from './mqtt-error.ts';
import type { PacketReader } from './packet-reader.ts';
import { PacketWriter } from './packet-writer.ts';
import type { ProtocolVersion, QoS, SubscribePacket, SubscriptionRequest } from './packets.ts';
import { isShared } from './topics.ts';

/**
 * SUBSCRIBE (§3.8). Whether a filter is valid is answered in the SUBACK, one by one, and so not decided here.
 */
export function decodeSubscribe(reader: PacketReader): SubscribePacket {
  const packetId = reader.packetId();
  const properties = reader.properties('subscribe');
  const subscriptions: SubscriptionRequest[] = [];
  while (reader.remaining > 0) subscriptions.push(readRequest(reader));
  if (subscriptions.length === 0) throw protocolError('SUBSCRIBE has no topic filter'); // [MQTT-3.8.3-2]
  return { type: 'subscribe', packetId, subscriptions, properties };
}

export function encodeSubscribe(packet: SubscribePacket, version: ProtocolVersion): Buffer {
  const writer = new PacketWriter(version);
  writer.uint16(packet.packetId);
  writer.properties(packet.properties, 'subscribe');
  for (const request of packet.subscriptions) {
    writer.utf8String(request.filter);
    writer.byte(version < 5 ? request.qos : toOptions(request));
  }
  return writer.finish(0x82); // [MQTT-3.8.1-1]
}

function readRequest(reader: PacketReader): SubscriptionRequest {
  const filter = reader.utf8String(); // [MQTT-3.8.3-1]
  const options = reader.byte();
  const reserved = reader.version < 5 ? 0b1111_1100 : 0b1100_0000;
  if (options & reserved) throw malformed('a reserved bit of the subscription options is set'); // [MQTT-3.8.3-5]
  const qos = options & 0b11;
  if (qos === 3) throw protocolError('SUBSCRIBE asks for QoS 3'); // §3.8.3.1
  const noLocal = (options & 0b100) !== 0;
  if (noLocal && isShared(filter)) {
    throw protocolError('SUBSCRIBE sets No Local for a shared subscription'); // [MQTT-3.8.3-4]
  }
  const retainHandling = (options >> 4) & 0b11;
  if (retainHandling === 3) throw protocolError('SUBSCRIBE has retain handling 3'); // §3.8.3.1
  return {
    filter,
    qos: qos as QoS,
    noLocal,
    retainAsPublished: (options & 0b1000) !== 0,
    retainHandling: retainHandling as 0 | 1 | 2,
  };
}

const toOptions = ({ qos, noLocal, retainAsPublished, retainHandling }: SubscriptionRequest): number =>
  qos | (noLocal ? 0b100 : 0) | (retainAsPublished ? 0b1000 : 0) | (retainHandling << 4);
