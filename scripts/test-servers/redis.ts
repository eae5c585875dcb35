import { findProgram, missingProgram, PASSWORD, type TestServer } from './test-server.ts';

export const redis: TestServer = {
  name: 'redis',
  packages: ['redis-server'],
  missing: () => missingProgram('redis-server'),
  async start({ directory, ports: [port], run }) {
    const settings = ['--save', '', '--appendonly', 'no', '--dir', directory, '--requirepass', PASSWORD];
    const server = run(findProgram('redis-server') ?? 'redis-server', [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      ...settings,
    ]);
    await server.listens(port);
    return `redis://default:${PASSWORD}@127.0.0.1:${port}`;
  },
};
