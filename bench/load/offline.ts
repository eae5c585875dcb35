import { setTimeout as pause } from 'node:timers/promises';
import { cpuNanoseconds } from '../cpu-time.ts';
import { LoadClient } from './load-client.ts';
import { openAll } from './opening.ts';
import { publishTemplate } from './wire.ts';
import { WriteTurn } from './write-turn.ts';

/** QoS 1 messages to persistent sessions whose clients are away. */
export interface OfflineJob {
  kind: 'offline';
  port: number;
  brokerPid: number;
  sessions: number;
  /** Whether each session has a topic of its own, of which the publisher takes one after the other; else they share one. */
  ownTopics: boolean;
  /** How many messages are published, if not as many as fit into `seconds`. */
  messages?: number;
  warmUpSeconds: number;
  seconds: number;
}

export interface OfflineResult {
  cpuMicrosecondsPerPublish: number;
  publishedPerSecond: number;
}

const PAYLOAD_BYTES = 64;
/** Messages that may await their PUBACK. */
const WINDOW = 64;

export async function runOffline(job: OfflineJob): Promise<OfflineResult> {
  const turn = new WriteTurn();
  const onLost = (reason: string) => {
    throw new Error(`a connection was lost: ${reason}`);
  };
  const topic = (index: number) => (job.ownTopics ? `load/offline/${index}` : 'load/offline');
  const subscribers = await openAll(
    job.sessions,
    (index) =>
      new LoadClient({
        port: job.port,
        clientId: `load-offline-${index}`,
        isPersistent: true,
        turn,
        subscription: { filters: [topic(index)], qos: 1 },
        onLost,
      }),
  );
  for (const subscriber of subscribers) subscriber.close();
  let acknowledged = 0;
  const publisher = new LoadClient({
    port: job.port,
    clientId: 'load-publisher',
    turn,
    onAcknowledged: () => acknowledged++,
    onLost,
  });
  await publisher.opened;
  const payload = Buffer.alloc(PAYLOAD_BYTES, 'payload ');
  const templates = Array.from({ length: job.ownTopics ? job.sessions : 1 }, (_, index) =>
    publishTemplate(topic(index), 1, payload),
  );
  let published = 0;
  const { messages = Number.POSITIVE_INFINITY } = job;
  turn.onTurn = () => {
    for (; published < messages && published - acknowledged < WINDOW; published++) {
      const template = templates[published % templates.length];
      if (template) publisher.publish(template, 0, published);
    }
  };
  turn.wake();
  const read = () => ({ cpu: cpuNanoseconds(job.brokerPid), at: performance.now(), acknowledged });
  if (job.messages === undefined) await pause(job.warmUpSeconds * 1000);
  const before = read();
  if (job.messages === undefined) await pause(job.seconds * 1000);
  else while (acknowledged < job.messages) await pause(20);
  const after = read();
  publisher.close();
  const count = after.acknowledged - before.acknowledged;
  if (count === 0) throw new Error('nothing was acknowledged in the measured time');
  return {
    cpuMicrosecondsPerPublish: (after.cpu - before.cpu) / 1000 / count,
    publishedPerSecond: (count * 1000) / (after.at - before.at),
  };
}
