import { createServer } from 'node:net';
import type { MqttBroker } from '../broker.ts';
import { seatsFor } from '../listener-seats.ts';
import { type Listener, type ListenerOptions, listen } from './listener.ts';
import { TcpTransport } from './tcp-transport.ts';

/** @throws ListenError when the port cannot be had */
export async function listenTcp(broker: MqttBroker, options: ListenerOptions): Promise<Listener> {
  const seats = { ...seatsFor('tcp:default'), maximum: options.maximumConnections };
  // Half-open sockets are ours to close: Node would close them before the answer to the last packet is written.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const transport = new TcpTransport(socket);
    transport.start(broker.accept(transport, seats));
  });
  const bound = await listen(server, options, 'listeners.tcp.port');
  return { id: seats.id, address: bound, stopAccepting: () => void server.close() };
}
