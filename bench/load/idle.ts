import { setTimeout as pause } from 'node:timers/promises';
import { cpuNanoseconds } from '../cpu-time.ts';
import { residentBytes } from '../resident-memory.ts';
import { LoadClient } from './load-client.ts';
import { openAll } from './opening.ts';
import { WriteTurn } from './write-turn.ts';

export interface IdleJob {
  kind: 'idle';
  port: number;
  brokerPid: number;
  connections: number;
  /** Each connection subscribes to a topic of its own. */
  subscribing: boolean;
  /** Rest before each reading of memory. */
  settleSeconds: number;
}

export interface IdleResult {
  /** Before the first of the connections. */
  idleBytes: number;
  bytesPerConnection: number;
  /** From the TCP connection to CONNACK, or to SUBACK when subscribing. */
  cpuMicrosecondsPerConnect: number;
}

/** Opens the connections, lets them rest, and reads what the broker's memory grew by. */
export async function runIdle(job: IdleJob): Promise<IdleResult> {
  const turn = new WriteTurn();
  await pause(job.settleSeconds * 1000);
  const idleBytes = residentBytes(job.brokerPid);
  const cpuBefore = cpuNanoseconds(job.brokerPid);
  let lost = 0;
  const clients = await openAll(
    job.connections,
    (index) =>
      new LoadClient({
        port: job.port,
        clientId: `load-idle-${index}`,
        turn,
        subscription: job.subscribing ? { filters: [`load/idle/${index}`], qos: 0 } : undefined,
        onLost: () => lost++,
      }),
  );
  const cpuAfter = cpuNanoseconds(job.brokerPid);
  await pause(job.settleSeconds * 1000);
  const grownBytes = residentBytes(job.brokerPid) - idleBytes;
  for (const client of clients) client.close();
  if (lost > 0) throw new Error(`${lost} of ${job.connections} idle connections were lost`);
  return {
    idleBytes,
    bytesPerConnection: grownBytes / job.connections,
    cpuMicrosecondsPerConnect: (cpuAfter - cpuBefore) / 1000 / job.connections,
  };
}
