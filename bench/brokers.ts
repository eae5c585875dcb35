import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { untilAccepting } from './accepting.ts';
import { BrokerProcess } from './broker-process.ts';
import type { Command } from './pinning.ts';
import { tocsinCommand } from './tocsin.ts';

export const brokerNames = ['tocsin', 'mosquitto', 'aedes'] as const;
export type BrokerName = (typeof brokerNames)[number];

const projectRoot = join(import.meta.dirname, '..');

/** How each broker is started: on 127.0.0.1, for anybody, with nothing switched on or off that its defaults do not. */
const commands: Readonly<Record<BrokerName, (port: number, directory: string) => Command>> = {
  tocsin: (port, directory) => tocsinCommand({ directory, tcpPort: port }),
  mosquitto: (port, directory) => {
    const file = join(directory, 'mosquitto.conf');
    writeFileSync(file, mosquittoConfiguration(port));
    return { command: mosquittoPath() ?? 'mosquitto', args: ['-c', file] };
  },
  aedes: (port) => ({
    command: process.execPath,
    args: [join(import.meta.dirname, 'aedes-broker.ts'), String(port)],
  }),
};

/** `max_queued_messages 0`: by default Mosquitto drops what exceeds 1000 queued messages of one client. */
const mosquittoConfiguration = (port: number): string => `listener ${port} 127.0.0.1
allow_anonymous true
max_queued_messages 0
log_dest stderr
log_type error
log_type warning
`;

interface RunningBroker extends AsyncDisposable {
  port: number;
  pid: number;
  /** From the start of the process to the first accepted CONNACK. */
  startMilliseconds: number;
}

/** Starts a fresh broker, without any state, on a free port; resolves when it accepts clients. */
export function startBroker(name: BrokerName): Promise<RunningBroker> {
  return start(commands[name]);
}

/** The same with this entry of Tocsin: `src/main.ts`, `dist/main.js`. */
export function startTocsinFrom(main: string): Promise<RunningBroker> {
  return start((port, directory) => tocsinCommand({ directory, tcpPort: port, main }));
}

async function start(command: (port: number, directory: string) => Command): Promise<RunningBroker> {
  const port = await freePort();
  const broker = await BrokerProcess.start((directory) => command(port, directory));
  try {
    await untilAccepting(port, () => broker.assertRunning());
  } catch (error) {
    await broker[Symbol.asyncDispose]();
    throw error;
  }
  return {
    port,
    pid: broker.pid,
    startMilliseconds: performance.now() - broker.startedAt,
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

/** The version to print beside figures; undefined when the broker is not installed. */
export function brokerVersion(name: BrokerName): string | undefined {
  if (name === 'tocsin') return packageVersion('package.json');
  if (name === 'aedes') return packageVersion('node_modules/aedes/package.json');
  const path = mosquittoPath();
  if (path === undefined) return undefined;
  return (
    /mosquitto version (\S+)/.exec(spawnSync(path, ['-h'], { encoding: 'utf8' }).stdout)?.[1] ?? 'unknown'
  );
}

/** Those that are installed; says of the others that they are left out. */
export function installed(names: readonly BrokerName[]): BrokerName[] {
  return names.filter((name) => {
    if (brokerVersion(name) !== undefined) return true;
    console.error(`${name} is not installed: left out`);
    return false;
  });
}

function packageVersion(file: string): string | undefined {
  const path = join(projectRoot, file);
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** Debian keeps Mosquitto in a directory that only root has in its PATH. */
function mosquittoPath(): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, 'mosquitto')).find((path) => existsSync(path));
}

/** A port that was free a moment ago: Mosquitto cannot choose one and say which. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}
