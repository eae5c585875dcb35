import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, missingProgram, type TestServer } from './test-server.ts';

export const mosquitto: TestServer = {
  name: 'mosquitto',
  packages: ['mosquitto'],
  missing: () => missingProgram('mosquitto'),
  async start({ directory, ports: [port], run }) {
    const config = join(directory, 'mosquitto.conf');
    writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
    const server = run(findProgram('mosquitto') ?? 'mosquitto', ['-c', config]);
    await server.listens(port);
    return `mqtt://127.0.0.1:${port}`;
  },
};
