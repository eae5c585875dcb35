import { createServer } from 'node:net';
import type { MqttBroker } from '../broker.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import { seatsFor } from '../listener-seats.ts';
import { type Listener, type ListenerOptions, listen } from './listener.ts';
import { checkRawTcp } from './raw-tcp-check.ts';
import { takeHandles } from './raw-tcp-handles.ts';
import { RawTcpTransport } from './raw-tcp-transport.ts';
import { TcpTransport } from './tcp-transport.ts';
import type { TcpTransportChoice } from './tcp-transports.ts';

export interface TcpListenerOptions extends ListenerOptions {
  readonly transport: TcpTransportChoice;
}

/** @throws ListenError when the port cannot be had */
export async function listenTcp(broker: MqttBroker, options: TcpListenerOptions): Promise<Listener> {
  const seats = { ...seatsFor('tcp:default'), maximum: options.maximumConnections };
  const accept = (transport: Transport & { start(listener: TransportListener): void }): void =>
    transport.start(broker.accept(transport, seats));
  // Half-open sockets are ours to close: Node would close them before the answer to the last packet is written.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
    accept(new TcpTransport(socket)),
  );
  const handles = options.transport === 'auto' ? await checkRawTcp() : undefined;
  if (options.transport === 'auto' && !handles)
    broker.logger.warn(
      { node: process.version },
      'connections run on sockets: bare handles failed their test',
    );
  const bound = await listen(server, options, 'listeners.tcp.port');
  if (handles) takeHandles(server, (handle) => accept(new RawTcpTransport(handle, handles)));
  return { id: seats.id, address: bound, stopAccepting: () => void server.close() };
}
