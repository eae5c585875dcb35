import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cores, pinned } from '../pinning.ts';
import type { FlowJob, FlowResult } from './flow.ts';
import type { IdleJob, IdleResult } from './idle.ts';
import type { OfflineJob, OfflineResult } from './offline.ts';

const execute = promisify(execFile);

/** More than any job needs beside its own measured time. */
const EXTRA_SECONDS = 60;

export const measureFlow = (job: FlowJob): Promise<FlowResult> =>
  generate(job, job.warmUpSeconds + job.seconds);

export const measureIdle = (job: IdleJob): Promise<IdleResult> => generate(job, 2 * job.settleSeconds);

export const measureOffline = (job: OfflineJob): Promise<OfflineResult> => generate(job, job.seconds);

/** Runs the job in the generator's own process, on its own core. Rejects with what the generator said when it failed. */
async function generate<Result>(job: FlowJob | IdleJob | OfflineJob, seconds: number): Promise<Result> {
  const { command, args } = pinned(cores.generator, {
    command: process.execPath,
    args: [join(import.meta.dirname, 'generator.ts'), JSON.stringify(job)],
  });
  const timeout = (seconds + EXTRA_SECONDS) * 1000;
  const { stdout } = await execute(command, args, { timeout, killSignal: 'SIGKILL' });
  return JSON.parse(stdout) as Result;
}
