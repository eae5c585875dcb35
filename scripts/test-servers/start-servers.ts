import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allServers } from './all-servers.ts';
import { ServerProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

export interface RunningServers {
  /** `TOCSIN_TEST_POSTGRES` and the like. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts all at once. One that is missing or fails is named in a line, and left out. */
export async function startServers(): Promise<RunningServers> {
  const startedAt = Date.now();
  const root = mkdtempSync(join(tmpdir(), 'tocsin-servers-'));
  // Some of them run as users of their own.
  chmodSync(root, 0o755);
  const processes: ServerProcess[] = [];
  const endings: (() => void)[] = [];
  const environment: Record<string, string> = {};
  const there = allServers.filter((server) => {
    const why = server.missing();
    if (why) console.log(`test servers: no ${server.name}, its tests are skipped: ${why}`);
    return !why;
  });
  const ports = await freePorts(there);
  const start = async (server: TestServer): Promise<void> => {
    const directory = join(root, server.name);
    mkdirSync(directory);
    chmodSync(directory, 0o777);
    try {
      environment[`TOCSIN_TEST_${server.name.toUpperCase()}`] = await server.start({
        directory,
        ports: ports.get(server) ?? [0],
        run(program, args, options) {
          const started = new ServerProcess(program, args, options);
          processes.push(started);
          return started;
        },
        atEnd: (action) => void endings.push(action),
      });
    } catch (error) {
      console.log(`test servers: no ${server.name}, its tests are skipped: ${(error as Error).message}`);
    }
  };
  await Promise.all(there.map(start));
  const names = Object.keys(environment).map((name) => name.replace('TOCSIN_TEST_', '').toLowerCase());
  console.log(`test servers: ${names.join(', ')} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return {
    environment,
    async stop() {
      await Promise.all(processes.map((process) => process.stop()));
      for (const end of endings) end();
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Held all at once, so that no two servers are given the same. */
async function freePorts(servers: readonly TestServer[]): Promise<Map<TestServer, [number, ...number[]]>> {
  const held: Server[] = [];
  const hold = async (): Promise<number> => {
    const server = createServer().listen(0, '127.0.0.1');
    held.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const found = new Map<TestServer, [number, ...number[]]>();
  for (const server of servers) {
    const ports: [number, ...number[]] = [await hold()];
    while (ports.length < (server.ports ?? 1)) ports.push(await hold());
    found.set(server, ports);
  }
  await Promise.all(held.map(async (server) => once(server.close(), 'close')));
  return found;
}
