import type { ConnectPacket } from '../../mqtt/packets.ts';
import type { Client } from '../client.ts';
import type { ClientInfo } from '../events.ts';
import type { BrokerSettings } from '../settings.ts';

const NO_ATTRIBUTES: ClientInfo['attributes'] = {};

/** Receive Maximum of a client that does not say (§3.1.2.11.3). */
const DEFAULT_RECEIVE_MAXIMUM = 65_535;

/** As whom the client wants to come in: its CONNECT, or its certificate. */
export interface Names {
  readonly clientId: string;
  readonly username: string | undefined;
}

/** What a CONNECT tells, before anybody looked whether it is true: `connectedAt` is 0, and there are no rights. */
export function clientInfoOf(
  client: Client,
  packet: ConnectPacket,
  { clientId, username }: Names,
): ClientInfo {
  const { broker, connection, listener } = client;
  const { remoteAddress, remotePort, localAddress, localPort, peerCertificate } = connection.transport;
  const { settings } = broker;
  return {
    clientId,
    username,
    peerHost: remoteAddress,
    peerPort: remotePort,
    peerName: `${remoteAddress}:${remotePort}`,
    sockName: sockNameOf(localAddress, localPort),
    listener: listener.id,
    protocolName: packet.protocolName,
    protocolVersion: packet.protocolVersion,
    keepAlive: keepAliveOf(packet, settings),
    cleanStart: packet.cleanStart,
    expiryInterval: expiryIntervalOf(packet, settings),
    receiveMaximum: packet.properties.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM,
    isBridge: packet.isBridge,
    properties: packet.properties,
    attributes: NO_ATTRIBUTES,
    isSuperuser: false,
    acl: undefined,
    identity: undefined,
    certificate: peerCertificate,
    connectedAt: 0,
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

let lastAddress = '';
let lastPort = 0;
let lastSockName = '';

/** Nearly all connections come to the same address and port: one text serves them all. */
function sockNameOf(address: string, port: number): string {
  if (address !== lastAddress || port !== lastPort || lastSockName === '') {
    lastAddress = address;
    lastPort = port;
    lastSockName = `${address}:${port}`;
  }
  return lastSockName;
}
