import type { ConnectPacket, Properties } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { MqttBroker } from '../broker.ts';
import type { Client } from '../client.ts';
import { NOT_CONNECTED } from '../disconnect-reason.ts';
import type { ClientInfo } from '../events.ts';
import { explainConnectRefusal } from './refusal-sentences.ts';

/** Says no, and closes [MQTT-3.2.2-7]. */
export function refuse(client: Client, info: ClientInfo, reasonCode: ReasonCode): void {
  const { broker } = client;
  broker.metrics['packets.connack.error']++;
  announceConnack(client, info, reasonCode);
  const properties = explainConnectRefusal(reasonCode, broker.settings);
  client.send({ type: 'connack', sessionPresent: false, reasonCode, properties }); // [MQTT-3.2.2-6]
  client.end({ reason: NOT_CONNECTED, closedBy: 'server' });
}

/** Says yes, and what an MQTT 5 client must know of this broker. @param answer of an enhanced authentication */
export function accept(
  client: Client,
  packet: ConnectPacket,
  sessionPresent: boolean,
  answer: Properties,
): void {
  const { broker, info } = client;
  announceConnack(client, info, ReasonCode.Success);
  if (packet.protocolVersion !== 5) {
    client.sendAcceptance(sessionPresent);
    return;
  }
  const properties = { ...connackProperties(packet, info, broker), ...answer };
  client.send({ type: 'connack', sessionPresent, reasonCode: ReasonCode.Success, properties });
}

function announceConnack({ broker, now }: Client, info: ClientInfo, reasonCode: ReasonCode): void {
  broker.metrics['client.connack']++;
  const port = broker.events['client.connack'];
  if (port.wanted) port.emit({ name: 'client.connack', at: now, client: info, reasonCode });
}

/** §3.2.2.3; what is the default of the standard is left out. */
function connackProperties(packet: ConnectPacket, info: ClientInfo, broker: MqttBroker): Properties {
  const { settings } = broker;
  const wanted = packet.properties.sessionExpiryInterval ?? 0;
  return {
    sessionExpiryInterval: info.expiryInterval === wanted ? undefined : info.expiryInterval,
    assignedClientIdentifier: packet.clientId === '' ? info.clientId : undefined,
    serverKeepAlive: settings.serverKeepAlive,
    receiveMaximum: settings.maximumAwaitingRel,
    maximumQos: settings.maximumQos === 2 ? undefined : settings.maximumQos,
    retainAvailable: broker.retainAvailable ? undefined : 0,
    maximumPacketSize: settings.maximumPacketSize,
    topicAliasMaximum: settings.topicAliasMaximum === 0 ? undefined : settings.topicAliasMaximum,
    wildcardSubscriptionAvailable: settings.wildcardSubscriptions ? undefined : 0,
    sharedSubscriptionAvailable: settings.sharedSubscriptions ? undefined : 0,
    // Only for a client that asks [MQTT-3.1.2-28].
    responseInformation:
      packet.properties.requestResponseInformation === 1 ? settings.responseInformation : undefined,
  };
}
