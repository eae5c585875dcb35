import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, type TestServer } from './test-server.ts';

const SCRIPT = join(import.meta.dirname, 'kafka-mock.py');

/** Debian has no Kafka: librdkafka's mock cluster of three brokers speaks its protocol and keeps what is produced. */
export const kafka: TestServer = {
  name: 'kafka',
  packages: ['librdkafka1', 'python3'],
  missing() {
    const python = findProgram('python3');
    if (!python) return 'python3 is not installed';
    const { status } = spawnSync(python, [SCRIPT, '--check'], { stdio: 'ignore' });
    return status === 0 ? undefined : 'librdkafka.so.1 is not installed';
  },
  async start({ run }) {
    const server = run(findProgram('python3') ?? 'python3', [SCRIPT]);
    const [, brokers = ''] = await server.said(/^brokers (\S+)$/m);
    return brokers;
  },
};
