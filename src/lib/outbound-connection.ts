import { lookup as resolve } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { AddressRefusedError, lookup, refusalOf, refuseHost } from './address-rules.ts';

export interface ConnectionTarget {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Milliseconds until the connection must stand; without it the system's own patience, some two minutes. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A TCP connection to a place that requests may go to, for drivers that take a socket. A name is looked up once, its
 * addresses are checked, and those very ones are connected to. Destroyed by the signal only while it connects.
 * @throws AddressRefusedError, the error of the network (`describeNetworkError` says it in words), the signal's reason
 */
export function connectChecked({ host, port, timeout, signal }: ConnectionTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    refuseHost(host);
    const socket = connect({ host, port, lookup, noDelay: true, keepAlive: true });
    const fail = (error: Error): void => {
      settle();
      // What is destroyed may still tell of an error, which nobody waits for.
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal?.reason as Error);
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => fail(new Error(`${host}:${port} did not accept a connection in time`)), timeout);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', fail);
      socket.off('connect', onConnect);
    };
    socket.once('error', fail);
    socket.once('connect', onConnect);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * The address to connect to, for drivers that take nothing but a host: hand them this and not the name, which they
 * would look up again, perhaps with another answer. IPv4 comes first, as most servers listen there. For TLS give the
 * driver the name as `servername`.
 * @throws AddressRefusedError, the error of the resolver
 */
export async function resolveChecked(host: string): Promise<{ address: string; family: 4 | 6 }> {
  refuseHost(host);
  const family = isIP(host);
  if (family === 4 || family === 6) return { address: host, family };
  const addresses = await resolve(host, { all: true, order: 'ipv4first' });
  const allowed = addresses.find(({ address }) => refusalOf(address) === undefined);
  if (allowed) return { address: allowed.address, family: allowed.family === 6 ? 6 : 4 };
  const found = addresses[0]?.address ?? host;
  throw new AddressRefusedError(host, `${found}, ${refusalOf(found) ?? 'no address'}`);
}
