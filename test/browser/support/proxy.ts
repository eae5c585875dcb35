import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

interface ProxyOptions {
  /** Below which it shows the server: `/tocsin`. */
  readonly prefix: string;
  /** Whether it takes the prefix away before it asks the server. */
  readonly strips: boolean;
  /** Keeps streams back, as a proxy that gathers answers does. */
  readonly holdsStreams?: boolean;
}

/** A reverse proxy as people have them. @returns its address, with the prefix and a slash */
export async function startProxy(t: TestContext, target: string, options: ProxyOptions): Promise<string> {
  const { prefix, strips, holdsStreams = false } = options;
  const server = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '/';
    if (!url.startsWith(`${prefix}/`) && url !== prefix) {
      outgoing.writeHead(502).end('not below the prefix');
      return;
    }
    if (holdsStreams && url.includes('/api/v5/live?')) return;
    const path = strips ? url.slice(prefix.length) || '/' : url;
    const { hostname, port } = new URL(target);
    const onward = request(
      { hostname, port, path, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}/`;
}
