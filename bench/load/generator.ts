/** The load generator's own process: `generator.ts JOB`, a job as JSON; prints its result as one line of JSON and ends. */
import { type FlowJob, runFlow } from './flow.ts';
import { type IdleJob, runIdle } from './idle.ts';
import { type OfflineJob, runOffline } from './offline.ts';

const job = JSON.parse(process.argv[2] ?? '') as FlowJob | IdleJob | OfflineJob;
const result = await run();
process.stdout.write(`${JSON.stringify(result)}\n`);

function run(): Promise<unknown> {
  switch (job.kind) {
    case 'flow':
      return runFlow(job);
    case 'idle':
      return runIdle(job);
    case 'offline':
      return runOffline(job);
  }
}
