import type { UnsubscribePacket } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { endUnstored } from './unstored.ts';

/** UNSUBSCRIBE (§3.10): filters are compared character by character [MQTT-3.10.4-1]. */
export function handleUnsubscribe(client: Client, packet: UnsubscribePacket): void {
  const { broker, session } = client;
  broker.metrics['packets.unsubscribe.received']++;
  broker.metrics['client.unsubscribe']++;
  if (session.log?.isFailing) {
    endUnstored(client);
    return;
  }
  const reasonCodes = packet.filters.map((filter) =>
    broker.subscriptionRegistry.remove(
      session,
      broker.rewriter.filterFor(filter, client.info),
      packet.properties,
    )
      ? ReasonCode.Success
      : ReasonCode.NoSubscriptionExisted,
  );
  client.send({ type: 'unsuback', packetId: packet.packetId, reasonCodes, properties: {} });
}
