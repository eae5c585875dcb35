/** The load generator's own process: `generator.ts JOB`, a job as JSON; prints its result as one line of JSON and ends. */
import { type FlowJob, runFlow } from './flow.ts';
import { type IdleJob, runIdle } from './idle.ts';

const job = JSON.parse(process.argv[2] ?? '') as FlowJob | IdleJob;
const result = job.kind === 'flow' ? await runFlow(job) : await runIdle(job);
process.stdout.write(`${JSON.stringify(result)}\n`);
