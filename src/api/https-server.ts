import { createServer, type Server, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket, TlsOptions, Server as TlsServer } from 'node:tls';
import type { ApiApp } from './api-app.ts';
import type { ConnectionLimit } from './http-limits.ts';

/** Who knows the certificates, and what to think of those of clients. */
export interface ServerEncryption {
  readonly options: TlsOptions;
  /** Whether a client may go on with the certificate that it showed, or without one. */
  admits(socket: TLSSocket): boolean;
  /** A handshake came to nothing. */
  failed(error: NodeJS.ErrnoException, socket: TLSSocket): void;
  /** Gets the server whose certificates it may change. */
  bind(server: TlsServer): void;
}

/** A second way to the same app: over TLS, within the same limits. */
export class HttpsServer {
  readonly #server: Server;
  /** Those that shake hands among them, of which HTTP does not know yet. */
  readonly #sockets = new Set<Socket>();

  /** @param app ready */
  constructor(
    app: ApiApp,
    encryption: ServerEncryption,
    { limit, ...options }: ServerOptions & { readonly limit: ConnectionLimit },
  ) {
    const server = createServer({ ...options, ...encryption.options }, app.routing);
    const { keepAliveTimeout, headersTimeout, requestTimeout } = app.server;
    Object.assign(server, { keepAliveTimeout, headersTimeout, requestTimeout });
    limit.watch(server);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.prependListener('secureConnection', (socket: TLSSocket) => {
      if (!encryption.admits(socket)) socket.destroy();
    });
    server.on('tlsClientError', (error, socket) => {
      encryption.failed(error, socket);
      socket.destroy();
    });
    // What is to be done with them is known to the server without TLS.
    for (const event of ['upgrade', 'clientError'])
      server.on(event, (...parts) => void app.server.emit(event, ...parts));
    encryption.bind(server);
    this.#server = server;
  }

  /** Where it listens really. */
  listen(host: string, port: number): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject);
        const bound = this.#server.address();
        resolve(
          typeof bound === 'object' && bound ? { host: bound.address, port: bound.port } : { host, port },
        );
      });
    });
  }

  /** Ends open connections too. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }
}
