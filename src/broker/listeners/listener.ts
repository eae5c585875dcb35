import type { Server } from 'node:net';
import { ListenError } from '../../lib/listen-error.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

export interface ListenerOptions extends ListenAddress {
  /** Connected clients at a time. */
  readonly maximumConnections: number;
}

/** A place where clients arrive. */
export interface Listener {
  /** `tcp:default`, as EMQX names listeners. */
  readonly id: string;
  /** Where it listens really. */
  readonly address: ListenAddress;
  /** Stops accepting; the connections stay. */
  stopAccepting(): void;
}

/** @param setting the configuration path to name when the port cannot be had */
export function listen(
  server: Server,
  { host, port }: ListenAddress,
  setting: string,
): Promise<ListenAddress> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError({ setting, host, port, code: error.code ?? 'UNKNOWN' }));
    });
    server.listen({ host, port, backlog: 1024 }, () => {
      server.removeAllListeners('error');
      const bound = server.address();
      resolve({ host, port: typeof bound === 'object' && bound ? bound.port : port });
    });
  });
}
