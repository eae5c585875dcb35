import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ReadyReport } from '../src/ready-report.ts';
import { RestClient } from './rest-client.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
const KEY = 'demo';
const SECRET = 'only-for-this-run';

export interface BrokerProcess {
  readonly ready: ReadyReport;
  readonly api: RestClient;
  readonly process: ChildProcess;
  /** SIGTERM, and wait for the end; the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`; the data directory stays as it is. */
  kill(): Promise<void>;
}

const directories: string[] = [];
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A directory of its own for one run, removed at the end of the process. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  directories.push(directory);
  return directory;
}

/**
 * Starts the real thing on free ports, as a process of its own, and waits until it listens.
 * @param assignments further settings, as `--set` takes them
 * @param main the entry: of the sources, or of a built program
 */
export async function startBrokerProcess(
  directory: string,
  assignments: readonly string[] = [],
  main = MAIN,
): Promise<BrokerProcess> {
  const keys = join(directory, 'api-keys');
  writeFileSync(keys, `${KEY}:${SECRET}\n`);
  const settings = ['listeners.tcp', 'listeners.ws', 'dashboard'].flatMap((part) => [
    ...['--set', `${part}.port=0`],
    ...['--set', `${part}.host=127.0.0.1`],
  ]);
  const child = spawn(
    process.execPath,
    [
      main,
      'start',
      '--json',
      '--data-dir',
      directory,
      '--set',
      `api_key.bootstrap_file=${keys}`,
      ...settings,
      ...assignments.flatMap((assignment) => ['--set', assignment]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the broker ended with ${code} before it listened:\n${complaints.join('')}`);
    }),
  ]);
  const ready = JSON.parse(line as string) as ReadyReport;
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    return (await exit)[0] as number | null;
  };
  return {
    ready,
    api: new RestClient(ready.dashboard.port, KEY, SECRET),
    process: child,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}
