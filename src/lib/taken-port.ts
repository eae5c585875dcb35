import { createServer } from 'node:net';
import { ListenError } from './listen-error.ts';

/**
 * Looks whether a port can be had that is to be opened a moment later: what would fail then fails now.
 * @throws ListenError
 */
export function refuseTakenPort(address: { host: string; port: number; setting: string }): Promise<void> {
  const { host, port, setting } = address;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) => {
      reject(new ListenError({ setting, host, port, code }));
    });
    server.listen({ host, port }, () => server.close(() => resolve()));
  });
}
