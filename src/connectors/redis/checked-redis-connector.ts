import { isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { RedisOptions } from 'ioredis';
import { connectChecked } from '../../lib/outbound-connection.ts';
import type { ServerAddress } from '../../lib/server-address.ts';

/** Loaded by the first connector of this kind. */
export const loadRedis = () => import('ioredis');

export type RedisDriver = Awaited<ReturnType<typeof loadRedis>>;

type Connector = NonNullable<RedisOptions['Connector']>;

/** Says anew for each connection where it goes: the master that the sentinels name now. */
export type FindServer = () => Promise<ServerAddress>;

/**
 * How the driver gets its sockets: to addresses that are not refused, those that a cluster or a sentinel names too.
 * @param find where to; without it where the driver says, which is what a cluster named
 */
export function checkedRedisConnector(driver: RedisDriver, timeout: number, find?: FindServer): Connector {
  class CheckedRedisConnector extends driver.AbstractConnector {
    readonly #options: RedisOptions;
    declare stream: Socket;

    constructor(options: RedisOptions) {
      super(options.disconnectTimeout ?? 2000);
      this.#options = options;
    }

    async connect(): Promise<Socket> {
      this.connecting = true;
      const { host = '127.0.0.1', port = 6379, tls } = this.#options;
      const place = find ? await find() : { host, port: Number(port) };
      const socket = await connectChecked({ ...place, timeout });
      this.stream = tls ? await secure(socket, place.host, tls as ConnectionOptions) : socket;
      if (this.connecting) return this.stream;
      this.stream.destroy();
      throw new Error('Connection is closed.');
    }
  }
  // The driver's own type says that the options may be anything.
  return CheckedRedisConnector as unknown as Connector;
}

function secure(socket: Socket, host: string, tls: ConnectionOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({ ...(isIP(host) ? {} : { servername: host }), ...tls, socket });
    secured.once('error', reject);
    secured.once('secureConnect', () => {
      secured.off('error', reject);
      resolve(secured);
    });
  });
}
