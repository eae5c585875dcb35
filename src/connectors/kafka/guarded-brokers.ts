import type { Socket } from 'node:net';
import type { ConnectionPool } from '@platformatic/kafka';
import { AddressRefusedError, refusalOf } from '../../lib/address-rules.ts';

/**
 * The driver opens its sockets itself, also to brokers that the cluster names. Each is looked at between the look-up of
 * its name and its connection, so that nothing is sent to an address that is refused, whoever named it.
 */
export function guardBrokers(pool: ConnectionPool): void {
  pool.on('connecting', ({ broker, connection }) => {
    // The driver listens to the first error alone; a second one, as of signing in on a closed connection, would end the process.
    connection.on('error', () => {});
    // The socket is made right after this event; names are looked up later than that.
    process.nextTick(() => guard(connection.socket, broker.host));
  });
}

function guard(socket: Socket | undefined, host: string): void {
  if (!socket) return;
  const check = (address: string): void => {
    const reason = refusalOf(address);
    if (reason !== undefined) socket.destroy(new AddressRefusedError(host, reason));
  };
  check(host);
  // Where the name is unknown there is no address, although the types of Node say so.
  socket.on('lookup', (error, address) => {
    if (!error) check(address);
  });
}
