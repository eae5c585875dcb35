import { Producer } from '@platformatic/kafka';
import type { ConnectorHandle } from '../../src/connectors/connector.ts';
import { type KafkaRequest, kafka } from '../../src/connectors/kafka/kafka.ts';
import { type Measured, runAction } from './by-action.ts';

const TOPIC = 'bench';
const BATCH = 500;

const produce = {
  partition: 'key_dispatch',
  compression: 'none',
  acks: 'all_isr',
  maxBytes: 900_000,
  refresh: 60_000,
} as const;

const row = (index: number) => ({
  clientid: `meter-${index % 1000}`,
  payload: `{"device":"meter-${index % 1000}","n":${index},"temp":21.5}`,
});

const ALL_IN_SYNC = -1;

/** One batch under way at a time, as the order of a partition wants it; an answer is waited for each. */
export async function measureKafka(hosts: string, count: number): Promise<Measured[]> {
  const measure = async (what: string, write: () => Promise<void>): Promise<Measured> => {
    const start = performance.now();
    await write();
    return { what, rowsPerSecond: count / ((performance.now() - start) / 1000) };
  };
  return [
    await measure(`@platformatic/kafka, ${BATCH} records at a time`, () => plain(hosts, count)),
    await measure(`connector, batches of ${BATCH}`, () => byConnector(hosts, count)),
    await measure('action: template, outbox on disk', () =>
      runAction(
        'kafka_producer',
        { bootstrap_hosts: hosts },
        { topic: TOPIC, message: { key: '${clientid}', value: '${payload}' } },
        count,
        row,
      ),
    ),
  ];
}

async function plain(hosts: string, count: number): Promise<void> {
  const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
    clientId: 'bench',
    bootstrapBrokers: hosts.split(','),
  });
  for (let first = 0; first < count; first += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => {
      const { clientid, payload } = row(first + index);
      return { topic: TOPIC, key: Buffer.from(clientid), value: Buffer.from(payload) };
    });
    await producer.send({ acks: ALL_IN_SYNC, messages });
  }
  await producer.close(true);
}

async function byConnector(hosts: string, count: number): Promise<void> {
  const settings = kafka.settings.parse({ bootstrap_hosts: hosts });
  const handle = (await kafka.open(settings)) as ConnectorHandle<KafkaRequest>;
  const { signal } = new AbortController();
  for (let first = 0; first < count; first += BATCH) {
    const parcels = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => {
      const { clientid: key, payload: value } = row(first + index);
      return { id: String(first + index), request: { topic: TOPIC, key, value, produce } };
    });
    const outcomes = await handle.sendBatch?.(parcels, signal);
    const failed = outcomes?.find(({ kind }) => kind !== 'delivered');
    if (failed) throw new Error(JSON.stringify(failed));
  }
  await handle.close();
}
