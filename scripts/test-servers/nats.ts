import { findProgram, missingProgram, PASSWORD, type TestServer } from './test-server.ts';

export const nats: TestServer = {
  name: 'nats',
  packages: ['nats-server'],
  missing: () => missingProgram('nats-server'),
  async start({ directory, ports: [port], run }) {
    const access = ['--user', 'tocsin', '--pass', PASSWORD];
    const server = run(findProgram('nats-server') ?? 'nats-server', [
      '--addr',
      '127.0.0.1',
      '--port',
      String(port),
      '--jetstream',
      '--store_dir',
      directory,
      ...access,
    ]);
    await server.said(/Server is ready/);
    return `nats://tocsin:${PASSWORD}@127.0.0.1:${port}`;
  },
};
