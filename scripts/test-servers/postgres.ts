import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, PASSWORD, runToEnd, type TestServer, userInPlaceOfRoot } from './test-server.ts';

/** PostgreSQL does not run as root; its package brings a user. */
const user = userInPlaceOfRoot('postgres');

/** Debian keeps each version in a folder of its own, outside PATH. */
function folders(): string[] {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(base, version, 'bin'));
}

export const postgres: TestServer = {
  name: 'postgres',
  packages: ['postgresql'],
  missing: () =>
    findProgram('initdb', ...folders()) && findProgram('pg_ctl', ...folders())
      ? undefined
      : 'PostgreSQL is not installed',
  async start({ directory, ports: [port], run }) {
    const data = join(directory, 'data');
    const passwordFile = join(directory, 'password');
    writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
    const initdb = findProgram('initdb', ...folders()) ?? 'initdb';
    const access = ['--auth=scram-sha-256', '--username=tocsin', `--pwfile=${passwordFile}`];
    runToEnd(initdb, ['--no-sync', '--encoding=UTF8', '--locale=C', ...access, data], { user });
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 60,
      // Nothing here outlives the run.
      fsync: 'off',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = run(join(initdb, '..', 'postgres'), ['-D', data, ...args], { user });
    await server.said(/ready to accept connections/);
    return `postgres://tocsin:${PASSWORD}@127.0.0.1:${port}/postgres`;
  },
};
