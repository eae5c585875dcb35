import { protocolError } from '../../mqtt/mqtt-error.ts';
import type { DisconnectPacket, Packet, PacketOf, PacketType } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { NOT_CONNECTED, reasonOfClientDisconnect } from '../disconnect-reason.ts';
import { handleAcknowledgement } from './acknowledgements.ts';
import { handleConnect } from './connect.ts';
import { handleAuth } from './enhanced-authentication.ts';
import { handleSubscribe } from './subscribe.ts';
import { handleUnsubscribe } from './unsubscribe.ts';

type Handler<Type extends PacketType> = (client: Client, packet: PacketOf<Type>) => void;

/** What a client may send after CONNECT; PUBLISH has a path of its own. Everything else only a server sends. */
const handlers: { [Type in PacketType]?: Handler<Type> } = {
  puback: handleAcknowledgement,
  pubrec: handleAcknowledgement,
  pubrel: handleAcknowledgement,
  pubcomp: handleAcknowledgement,
  subscribe: handleSubscribe,
  unsubscribe: handleUnsubscribe,
  pingreq: handlePingreq,
  disconnect: handleDisconnect,
  auth: handleAuth,
};

export function handlePacket(client: Client, packet: Packet): void {
  if (client.phase === 'connecting') {
    if (packet.type !== 'connect')
      throw protocolError(`the first packet must be CONNECT, not ${packet.type.toUpperCase()}`); // [MQTT-3.1.0-1]
    client.broker.metrics['packets.connect.received']++;
    handleConnect(client, packet);
    return;
  }
  if (client.phase === 'challenged') {
    hearChallenged(client, packet);
    return;
  }
  const handler = handlers[packet.type] as Handler<PacketType> | undefined;
  if (!handler) throw protocolError(`a client must not send ${packet.type.toUpperCase()} here`);
  handler(client, packet);
}

/** Until it has its CONNACK, a client of an enhanced authentication sends AUTH or DISCONNECT [MQTT-3.1.2-30]. */
function hearChallenged(client: Client, packet: Packet): void {
  if (packet.type === 'auth') handleAuth(client, packet);
  else if (packet.type === 'disconnect') {
    client.broker.metrics['packets.disconnect.received']++;
    client.end({ reason: NOT_CONNECTED, closedBy: 'client' });
  } else throw protocolError(`${packet.type.toUpperCase()} came before the authentication was finished`);
}

function handlePingreq(client: Client): void {
  client.broker.metrics['packets.pingreq.received']++;
  client.send({ type: 'pingresp' }); // [MQTT-3.12.4-1]
}

/** DISCONNECT (§3.14): the client says good-bye, or why it cannot go on. */
function handleDisconnect(client: Client, packet: DisconnectPacket): void {
  client.broker.metrics['packets.disconnect.received']++;
  const { sessionExpiryInterval } = packet.properties;
  if (sessionExpiryInterval !== undefined) {
    if (client.session.expiryInterval === 0 && sessionExpiryInterval > 0) {
      throw protocolError('DISCONNECT cannot prolong a session that CONNECT asked to end'); // §3.14.2.2.2
    }
    client.session.expiryInterval = Math.min(
      sessionExpiryInterval,
      client.broker.settings.maximumSessionExpiryInterval,
    );
  }
  client.end({
    reason: reasonOfClientDisconnect(packet.reasonCode),
    closedBy: 'client',
    properties: packet.properties,
    withoutWill: packet.reasonCode === ReasonCode.NormalDisconnection,
  });
}
