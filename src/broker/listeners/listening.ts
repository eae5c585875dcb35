import type { Server } from 'node:net';
import { ListenError } from '../../lib/listen-error.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

export interface ListenOptions extends ListenAddress {
  /** Connections that wait for `accept`. */
  readonly backlog: number;
  /** The path of the setting to name when the port cannot be had. */
  readonly setting: string;
}

/**
 * Where it listens really.
 * @throws ListenError
 */
export function listen(server: Server, options: ListenOptions): Promise<ListenAddress> {
  const { host, port, backlog, setting } = options;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError({ setting, host, port, code: error.code ?? 'UNKNOWN' }));
    });
    server.listen({ host, port, backlog }, () => {
      server.removeAllListeners('error');
      const bound = server.address();
      resolve({ host, port: typeof bound === 'object' && bound ? bound.port : port });
    });
  });
}
