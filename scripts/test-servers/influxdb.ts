import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, missingProgram, PASSWORD, type TestServer } from './test-server.ts';

/** Debian's is 1.6: it speaks the API of version 1 only. */
export const influxdb: TestServer = {
  name: 'influxdb',
  packages: ['influxdb'],
  ports: 2,
  missing: () => missingProgram('influxd'),
  async start({ directory, ports: [port, rpc = 0], run }) {
    const config = join(directory, 'influxdb.conf');
    const lines = [
      'reporting-disabled = true',
      `bind-address = "127.0.0.1:${rpc}"`,
      `[meta]\ndir = "${directory}/meta"`,
      `[data]\ndir = "${directory}/data"\nwal-dir = "${directory}/wal"`,
      `[http]\nbind-address = "127.0.0.1:${port}"\nauth-enabled = true\nlog-enabled = false`,
      '[monitor]\nstore-enabled = false',
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    const server = run(findProgram('influxd') ?? 'influxd', ['run', '-config', config]);
    await server.listens(port);
    const url = `http://127.0.0.1:${port}`;
    const first = `CREATE USER tocsin WITH PASSWORD '${PASSWORD}' WITH ALL PRIVILEGES`;
    await fetch(`${url}/query?q=${encodeURIComponent(first)}`, { method: 'POST' });
    return `http://tocsin:${PASSWORD}@127.0.0.1:${port}`;
  },
};
