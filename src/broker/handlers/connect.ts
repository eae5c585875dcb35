import { randomBytes } from 'node:crypto';
import type { ConnectPacket, Properties, Will } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { authenticate, mayPublish } from '../access/access.ts';
import type { Client } from '../client.ts';
import type { ClientInfo } from '../events.ts';
import { isWithinBounds } from '../routing/topic-bounds.ts';
import type { BrokerSettings } from '../settings.ts';

/** Receive Maximum of a client that does not say (§3.1.2.11.3). */
const DEFAULT_RECEIVE_MAXIMUM = 65_535;

/** CONNECT (§3.1): who is it, may it come in, and which session is its own? */
export function handleConnect(client: Client, packet: ConnectPacket): void {
  const { broker } = client;
  broker.metrics['client.connect']++;
  client.version = packet.protocolVersion;
  client.maximumPacketSize = packet.properties.maximumPacketSize ?? Number.POSITIVE_INFINITY;

  const clientId = packet.clientId === '' ? assignedClientId(packet) : packet.clientId;
  const refusal =
    clientId === undefined ? ReasonCode.ClientIdentifierNotValid : refusalOf(client, packet, clientId);
  if (clientId === undefined || refusal !== undefined) {
    refuse(
      client,
      infoOf(client, packet, packet.clientId, 0),
      refusal ?? ReasonCode.ClientIdentifierNotValid,
    );
    return;
  }
  const info = infoOf(client, packet, clientId, client.now);
  client.will = packet.will;
  const { session, isPresent } = broker.sessions.open(client, info);
  client.become(info, session);
  broker.welcomed(client);
  announceConnected(client);
  announceConnack(client, info, ReasonCode.Success);
  client.send({
    type: 'connack',
    sessionPresent: isPresent,
    reasonCode: ReasonCode.Success,
    properties: packet.protocolVersion === 5 ? connackProperties(packet, info, broker.settings) : {},
  });
  session.resume(client.now);
}

/** An empty client id asks for one of the broker's (§3.1.3.1); undefined when the version does not allow it. */
function assignedClientId(packet: ConnectPacket): string | undefined {
  const isAllowed = packet.protocolVersion === 5 || (packet.protocolVersion === 4 && packet.cleanStart); // [MQTT-3.1.3-8] of 3.1.1
  return isAllowed ? `auto-${randomBytes(10).toString('hex')}` : undefined;
}

function refusalOf(client: Client, packet: ConnectPacket, clientId: string): ReasonCode | undefined {
  const { broker } = client;
  const { settings, metrics } = broker;
  if (Buffer.byteLength(clientId) > settings.maximumClientIdLength)
    return ReasonCode.ClientIdentifierNotValid;
  const tooFast = broker.admission.refusalOfRate();
  if (tooFast !== undefined) return tooFast;
  // Enhanced authentication is a conversation that this broker does not hold (§4.12).
  if (packet.properties.authenticationMethod !== undefined) return ReasonCode.BadAuthenticationMethod;
  if (packet.will) {
    const refusal = refusalOfWill(packet.will, settings);
    if (refusal !== undefined) return refusal;
  }
  metrics['client.authenticate']++;
  const verdict = authenticate(broker.access, packet, client.connection.transport.remoteAddress);
  if (!verdict.allowed) {
    metrics['authentication.failure']++;
    metrics['packets.connack.auth_error']++;
    return verdict.reasonCode;
  }
  metrics['authentication.success']++;
  metrics['authentication.success.anonymous']++;
  metrics['client.auth.anonymous']++;
  if (!hasSeat(client, clientId)) return ReasonCode.QuotaExceeded;
  const tooMany = broker.admission.refusalOfNumber(
    broker.sessions.connectedCount,
    broker.sessions.client(clientId) !== undefined,
  );
  if (tooMany !== undefined) return tooMany;
  return broker.isStopping ? ReasonCode.ServerUnavailable : undefined;
}

/** Whoever takes a connection over has its seat: a device whose connection broke unseen can always come back. */
function hasSeat({ broker, listener }: Client, clientId: string): boolean {
  if (listener.taken < listener.maximum) return true;
  return broker.sessions.client(clientId)?.listener === listener;
}

function refusalOfWill(will: Will, settings: BrokerSettings): ReasonCode | undefined {
  if (!isWithinBounds(will.topic, settings.maximumTopicLevels)) return ReasonCode.TopicNameInvalid;
  if (!mayPublish(will.topic)) return ReasonCode.NotAuthorized;
  if (will.qos > settings.maximumQos) return ReasonCode.QosNotSupported; // [MQTT-3.2.2-12]
  if (will.retain && !settings.retainAvailable) return ReasonCode.RetainNotSupported; // [MQTT-3.2.2-13]
  return undefined;
}

function refuse(client: Client, info: ClientInfo, reasonCode: ReasonCode): void {
  const { broker } = client;
  broker.metrics['packets.connack.error']++;
  announceConnack(client, info, reasonCode);
  client.send({ type: 'connack', sessionPresent: false, reasonCode, properties: {} }); // [MQTT-3.2.2-6]
  client.end({ reason: 'not_connected', closedBy: 'server' }); // [MQTT-3.2.2-7]
}

/** The session is open; the CONNACK follows (the order of EMQX). */
function announceConnected({ broker, info, now }: Client): void {
  broker.metrics['client.connected']++;
  const port = broker.events['client.connected'];
  if (port.wanted) port.emit({ name: 'client.connected', at: now, client: info });
}

function announceConnack({ broker, now }: Client, info: ClientInfo, reasonCode: ReasonCode): void {
  broker.metrics['client.connack']++;
  const port = broker.events['client.connack'];
  if (port.wanted) port.emit({ name: 'client.connack', at: now, client: info, reasonCode });
}

function infoOf(client: Client, packet: ConnectPacket, clientId: string, connectedAt: number): ClientInfo {
  const { broker, connection, listener } = client;
  const { remoteAddress, remotePort, localAddress, localPort, peerCertificate } = connection.transport;
  const { settings } = broker;
  return {
    clientId,
    username: packet.username,
    peerHost: remoteAddress,
    peerPort: remotePort,
    peerName: `${remoteAddress}:${remotePort}`,
    sockName: `${localAddress}:${localPort}`,
    listener: listener.id,
    protocolName: packet.protocolName,
    protocolVersion: packet.protocolVersion,
    keepAlive: keepAliveOf(packet, settings),
    cleanStart: packet.cleanStart,
    expiryInterval: expiryIntervalOf(packet, settings),
    receiveMaximum: packet.properties.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM,
    isBridge: packet.isBridge,
    properties: packet.properties,
    attributes: {},
    certificate: peerCertificate,
    connectedAt,
  };
}

/** Seconds. Only an MQTT 5 client learns of another keep-alive than its own [MQTT-3.2.2-21]. */
function keepAliveOf({ protocolVersion, keepAlive }: ConnectPacket, settings: BrokerSettings): number {
  return protocolVersion === 5 ? (settings.serverKeepAlive ?? keepAlive) : keepAlive;
}

/** Seconds. MQTT 3 knows only "now" and "for ever" (clean session); for ever is a setting of ours. */
function expiryIntervalOf(packet: ConnectPacket, settings: BrokerSettings): number {
  if (packet.protocolVersion !== 5) return packet.cleanStart ? 0 : settings.sessionExpiryInterval;
  return Math.min(packet.properties.sessionExpiryInterval ?? 0, settings.maximumSessionExpiryInterval);
}

/** What an MQTT 5 client must know of this broker (§3.2.2.3); what is the default of the standard is left out. */
function connackProperties(packet: ConnectPacket, info: ClientInfo, settings: BrokerSettings): Properties {
  const wanted = packet.properties.sessionExpiryInterval ?? 0;
  return {
    sessionExpiryInterval: info.expiryInterval === wanted ? undefined : info.expiryInterval,
    assignedClientIdentifier: packet.clientId === '' ? info.clientId : undefined,
    serverKeepAlive: settings.serverKeepAlive,
    receiveMaximum: settings.maximumAwaitingRel,
    maximumQos: settings.maximumQos === 2 ? undefined : settings.maximumQos,
    retainAvailable: settings.retainAvailable ? undefined : 0,
    maximumPacketSize: settings.maximumPacketSize,
    topicAliasMaximum: settings.topicAliasMaximum === 0 ? undefined : settings.topicAliasMaximum,
    wildcardSubscriptionAvailable: settings.wildcardSubscriptions ? undefined : 0,
    sharedSubscriptionAvailable: settings.sharedSubscriptions ? undefined : 0,
  };
}
