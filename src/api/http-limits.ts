import type { ServerOptions } from 'node:http';
import type { Server } from 'node:net';
import { isLoopback } from '../lib/peer-address.ts';

export const BODY_LIMIT = 1024 * 1024;
/** The largest packet that is accepted must fit in as base64 in JSON. */
export const publishBodyLimit = (maximumPacketSize: number): number =>
  Math.max(BODY_LIMIT, 2 * maximumPacketSize);
/** Of files of users. */
export const IMPORT_BODY_LIMIT = 16 * BODY_LIMIT;
/** Of archives that hold everything. */
export const ARCHIVE_BODY_LIMIT = 64 * BODY_LIMIT;
/** Of rules: the keys that an alert expects may be 100,000. */
export const RULE_BODY_LIMIT = 8 * BODY_LIMIT;
interface LongNames {
  /** Bytes. */
  readonly maximumTopicLength: number;
  readonly settings: { readonly maximumClientIdLength: number };
}

/** A topic or a client id, percent-encoded, is the longest path parameter. */
export const pathParameterLimit = ({ maximumTopicLength, settings }: LongNames): number =>
  3 * Math.max(maximumTopicLength, settings.maximumClientIdLength);
/** Bytes of a head: what Node allows, or an address with the longest name and the headers of a browser. */
export const headLimit = (names: LongNames): number => Math.max(16_384, pathParameterLimit(names) + 4096);
/** Milliseconds for the whole request, body included. */
export const REQUEST_TIMEOUT = 30_000;

export const serverOptions: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: REQUEST_TIMEOUT,
  // Node looks for slow requests only every 30 seconds otherwise.
  connectionsCheckingInterval: 2000,
};

const MAXIMUM_CONNECTIONS = 1000;
const MAXIMUM_CONNECTIONS_PER_ADDRESS = 100;

/**
 * Closes connections beyond what all servers together and one address may have, over TLS or not. Loopback stands for many:
 * a reverse proxy on this machine, and scripts that do a few hundred things at once.
 */
export class ConnectionLimit {
  readonly #counts = new Map<string, number>();
  #total = 0;

  watch(server: Server): void {
    server.on('connection', (socket) => {
      const address = socket.remoteAddress ?? '';
      this.#total++;
      const count = (this.#counts.get(address) ?? 0) + 1;
      this.#counts.set(address, count);
      socket.once('close', () => this.#leave(address));
      const isTooMany = count > MAXIMUM_CONNECTIONS_PER_ADDRESS && !isLoopback(address);
      if (isTooMany || this.#total > MAXIMUM_CONNECTIONS) socket.destroy();
    });
  }

  #leave(address: string): void {
    this.#total--;
    const left = (this.#counts.get(address) ?? 1) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }
}
