import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { BrokerProcess } from './broker-process.ts';
import type { Command } from './pinning.ts';
import { TocsinApi } from './tocsin-api.ts';

const START_TIMEOUT_MS = 60_000;

interface TocsinOptions {
  directory: string;
  /** 0: the process picks one and says which. */
  tcpPort: number;
  /** API keys to load, a line `key:secret:role` each. */
  bootstrapFile?: string;
  /** The sources, unless it is `dist/main.js`. */
  main?: string | undefined;
  /** `data` in `directory` if it is not given. */
  dataDirectory?: string;
  /** Further settings, `name=value` each. */
  assignments?: readonly string[];
}

export function tocsinCommand(options: TocsinOptions): Command {
  const {
    directory,
    tcpPort,
    bootstrapFile,
    dataDirectory,
    main = 'src/main.ts',
    assignments = [],
  } = options;
  const settings = [
    `listeners.tcp.port=${tcpPort}`,
    'listeners.ws.port=0',
    'dashboard.port=0',
    ...(bootstrapFile === undefined ? [] : [`api_key.bootstrap_file=${bootstrapFile}`]),
    ...assignments,
  ];
  const entry = join(import.meta.dirname, '..', main);
  return {
    command: process.execPath,
    args: [
      entry,
      'start',
      '--json',
      '--data-dir',
      dataDirectory ?? join(directory, 'data'),
      ...settings.flatMap((setting) => ['--set', setting]),
    ],
  };
}

/** The one line that `start --json` prints when everything listens; what else it holds is not needed here. */
interface ReadyLine {
  event: 'ready';
  listeners: { tcp: { port: number } };
  dashboard: { port: number };
}

export interface RunningTocsin extends AsyncDisposable {
  port: number;
  pid: number;
  api: TocsinApi;
  /** http://127.0.0.1:PORT/ */
  dashboard: string;
}

/**
 * Starts Tocsin with a key for its API; resolves when it says that it is ready.
 * @param assignments settings, `name=value` each
 * @param fill puts into its data directory, which is not there yet, what it is to find
 */
export async function startTocsin(
  assignments: readonly string[] = [],
  fill: (dataDirectory: string) => void = () => {},
): Promise<RunningTocsin> {
  const broker = await BrokerProcess.start((directory) => {
    fill(join(directory, 'data'));
    const bootstrapFile = join(directory, 'api-keys');
    writeFileSync(bootstrapFile, 'bench:bench-secret:administrator\n', { mode: 0o600 });
    return tocsinCommand({ directory, tcpPort: 0, bootstrapFile, assignments });
  });
  try {
    const ready = await readyLine(broker);
    return {
      port: ready.listeners.tcp.port,
      pid: broker.pid,
      api: new TocsinApi(ready.dashboard.port, 'bench:bench-secret'),
      dashboard: `http://127.0.0.1:${ready.dashboard.port}/`,
      [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
    };
  } catch (error) {
    await broker[Symbol.asyncDispose]();
    throw error;
  }
}

async function readyLine(broker: BrokerProcess): Promise<ReadyLine> {
  let ready: ReadyLine | undefined;
  createInterface({ input: broker.stdout }).on('line', (line) => {
    if (line.startsWith('{"event":"ready"')) ready = JSON.parse(line) as ReadyLine;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (ready === undefined) {
    broker.assertRunning();
    if (performance.now() > deadline) throw new Error('Tocsin did not print its ready line in time');
    await pause(5);
  }
  return ready;
}
