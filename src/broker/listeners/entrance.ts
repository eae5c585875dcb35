import { parseDuration } from '../../lib/duration.ts';
import type { MqttBroker } from '../broker.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import type { ListenerSeats } from '../listener-seats.ts';
import type { Arrival, Entrance } from './arrival.ts';
import type { ListenerSettings } from './listener-settings.ts';
import { isWebSocket, type ListenerType } from './listener-types.ts';
import { proxyEntrance } from './proxy-entrance.ts';
import type { Refusals } from './refusals.ts';
import { TcpTransport } from './tcp-transport.ts';
import type { TlsMaterial } from './tls-material.ts';

export type StartableTransport = Transport & { start(listener: TransportListener): void };

export interface EntranceParts {
  readonly broker: MqttBroker;
  readonly seats: ListenerSeats;
  readonly refusals: Refusals;
  /** The connection has become a client's. */
  readonly arrived: (arrival: Arrival) => void;
}

/**
 * The way of a connection from its port into the broker: PROXY header, TLS, WebSocket, as far as the listener has them.
 * What a listener without TLS or WebSocket does not need is not loaded.
 */
export async function buildEntrance(
  type: ListenerType,
  settings: ListenerSettings,
  material: TlsMaterial | undefined,
  parts: EntranceParts,
): Promise<Entrance> {
  const { broker, refusals } = parts;
  const accept = (transport: StartableTransport, arrival: Arrival): void => {
    parts.arrived(arrival);
    transport.start(broker.accept(transport, parts.seats, arrival.connectBy));
  };
  let entrance: Entrance = (socket, arrival) => accept(new TcpTransport(socket, arrival), arrival);
  if (isWebSocket(type) && settings.websocket) {
    const { webSocketEntrance } = await import('./websocket-entrance.ts');
    entrance = webSocketEntrance({
      settings: settings.websocket,
      maximumPacketSize: broker.settings.maximumPacketSize,
      clock: broker.clock,
      refusals,
      accept,
    });
  }
  if (settings.ssl_options && material) {
    const { tlsEntrance } = await import('./tls-entrance.ts');
    entrance = tlsEntrance(settings.ssl_options, material, { clock: broker.clock, refusals }, entrance);
  }
  if (settings.proxy_protocol) {
    const timeout = parseDuration(settings.proxy_protocol_timeout) ?? Number.POSITIVE_INFINITY;
    entrance = proxyEntrance({ timeout, clock: broker.clock, refusals }, entrance);
  }
  return entrance;
}
