import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, missingProgram, type TestServer } from './test-server.ts';

/** The script of the package itself: the one in PATH changes user and folder. */
const SCRIPT = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const rabbitmq: TestServer = {
  name: 'rabbitmq',
  packages: ['rabbitmq-server'],
  ports: 3,
  missing: () => (existsSync(SCRIPT) ? undefined : 'RabbitMQ is not installed') ?? missingProgram('epmd'),
  async start({ directory, ports: [port, distribution = 0, epmd = 0], run, atEnd }) {
    const plugins = join(directory, 'plugins');
    writeFileSync(plugins, '[].\n');
    const config = join(directory, 'rabbitmq.conf');
    writeFileSync(
      config,
      `listeners.tcp.default = 127.0.0.1:${port}\nlog.console = true\nlog.file = false\n`,
    );
    const env = {
      HOME: directory,
      RABBITMQ_NODENAME: `tocsin${port}@localhost`,
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_MNESIA_BASE: directory,
      RABBITMQ_LOG_BASE: directory,
      RABBITMQ_CONFIG_FILE: config,
      RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
      // One that belongs to no other Erlang program, so that it can be ended.
      ERL_EPMD_PORT: String(epmd),
      ERL_EPMD_ADDRESS: '127.0.0.1',
    };
    atEnd(() => {
      spawnSync(findProgram('epmd') ?? 'epmd', ['-port', String(epmd), '-kill'], { stdio: 'ignore' });
    });
    const server = run(SCRIPT, [], { env });
    await server.said(/Starting broker\.\.\. completed|Server startup complete/);
    return `amqp://guest:guest@127.0.0.1:${port}`;
  },
};
