import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cores, pinned } from './pinning.ts';

/**
 * Idle clients in a process of their own, `crowd-0` and on, each with a will: killed with SIGKILL, all are lost at once.
 * @throws Error when one of them could not connect
 */
export async function startCrowd(port: number, connections: number): Promise<ChildProcess> {
  const { command, args } = pinned(cores.generator, {
    command: process.execPath,
    args: [join(import.meta.dirname, 'load', 'crowd.ts'), String(port), String(connections)],
  });
  const crowd = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () => crowd.kill('SIGKILL');
  process.once('exit', stop);
  crowd.once('exit', () => process.off('exit', stop));
  const [line] = (await Promise.race([
    once(createInterface(crowd.stdout), 'line'),
    once(crowd, 'exit').then(() => []),
  ])) as [string?];
  if (line === undefined) throw new Error(`the crowd of ${connections} could not connect`);
  return crowd;
}
