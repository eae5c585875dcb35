import { spawnSync } from 'node:child_process';

/** Broker and generator each have a core to themselves, so that neither pays for the other's cache and scheduling. */
export const cores = { broker: 0, generator: 1 } as const;

export interface Command {
  command: string;
  args: readonly string[];
}

/** True when both cores exist, this process may use them, and `taskset` (util-linux) is installed. */
export const canPin: boolean = Object.values(cores).every(
  (core) => spawnSync('taskset', ['--cpu-list', String(core), 'true']).status === 0,
);

/** `taskset` replaces itself by the command: the process id is the command's own. */
export function pinned(core: number, { command, args }: Command): Command {
  return canPin
    ? { command: 'taskset', args: ['--cpu-list', String(core), command, ...args] }
    : { command, args };
}

/** Moves all threads of this process to the core: for a benchmark that is its own load generator. */
export function pinThisProcess(core: number): void {
  if (canPin) spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(process.pid)]);
}
