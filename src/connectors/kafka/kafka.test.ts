import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Consumer } from '@platformatic/kafka';
import { realServer } from '../../../test/support/real-servers.ts';
import type { ConnectorHandle } from '../connector.ts';
import { type KafkaRequest, kafka } from './kafka.ts';

const server = realServer('kafka');
const never = new AbortController().signal;
const produce: KafkaRequest['produce'] = {
  partition: 'key_dispatch',
  compression: 'none',
  acks: 'all_isr',
  maxBytes: 900_000,
  refresh: 60_000,
};

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  const handle = await kafka.open(kafka.settings.parse({ bootstrap_hosts: server.url, ...settings }));
  t.after(() => handle.close());
  return handle as ConnectorHandle<KafkaRequest>;
}

function rows(topic: string, count: number, options: Partial<KafkaRequest['produce']> = {}) {
  return Array.from({ length: count }, (_, index) => ({
    id: `d${index}`,
    request: {
      topic,
      key: `k${index % 5}`,
      value: `v${index}`,
      headers: [['设备', `h${index}`]] as const,
      timestamp: 1_700_000_000_000 + index,
      produce: { ...produce, ...options },
    },
  }));
}

/** What a consumer reads from the beginning, until it has so many. */
async function consume(t: TestContext, topic: string, count: number) {
  const consumer = new Consumer({
    clientId: 'test',
    groupId: `g-${topic}`,
    bootstrapBrokers: server.url.split(','),
  });
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'earliest',
    sessionTimeout: 10_000,
    heartbeatInterval: 500,
  });
  t.after(() => consumer.close(true));
  const read = [];
  for await (const message of stream) {
    read.push(message);
    if (read.length >= count) break;
  }
  return read;
}

test('records arrive with key, headers and time, and those of a key in their order', server, async (t) => {
  const handle = await open(t);
  const topic = `records-${process.pid}`;
  const outcomes = await handle.sendBatch?.(rows(topic, 50), never);
  assert.deepEqual([...new Set(outcomes?.map(({ kind }) => kind))], ['delivered']);
  const read = await consume(t, topic, 50);
  const ofKey = read.filter(({ key }) => key.toString() === 'k3');
  assert.deepEqual(
    ofKey.map(({ value }) => value.toString()),
    Array.from({ length: 10 }, (_, index) => `v${index * 5 + 3}`),
  );
  assert.equal(new Set(ofKey.map(({ partition }) => partition)).size, 1);
  assert.equal(ofKey[0]?.timestamp, 1_700_000_000_003n);
  assert.deepEqual(
    [...(ofKey[0]?.headers ?? [])].map(([name, value]) => `${name}=${value}`),
    ['设备=h3'],
  );
});

test('records can be read however they were compressed', server, async (t) => {
  const handle = await open(t);
  const topic = `compressed-${process.pid}`;
  const kinds = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
  const all = kinds.flatMap((compression) => rows(topic, 20, { compression }));
  await handle.sendBatch?.(all, never);
  const read = await consume(t, topic, all.length);
  assert.deepEqual(
    read.map(({ value }) => value.toString()).sort(),
    all.map(({ request }) => request.value).sort(),
  );
});

test('a batch that is larger than one request may be goes in several, in order', server, async (t) => {
  const handle = await open(t);
  const topic = `chunks-${process.pid}`;
  const one = rows(topic, 30, { maxBytes: 300 }).map((row) => ({
    ...row,
    request: { ...row.request, key: 'k' },
  }));
  await handle.sendBatch?.(one, never);
  const read = await consume(t, topic, 30);
  assert.deepEqual(
    read.map(({ value }) => value.toString()),
    one.map(({ request }) => request.value),
  );
});

test('a probe says whether the cluster answers', server, async (t) => {
  assert.deepEqual(await (await open(t)).probe(never), { reachable: true });
});

test('where nobody listens a probe and a record say so, and the record may be sent again', async (t) => {
  const handle = await open(t, { bootstrap_hosts: '127.0.0.1:1' });
  const reason = 'connection refused by 127.0.0.1:1';
  assert.deepEqual(await handle.probe(never), { reachable: false, reason });
  const outcome = await handle.send(rows('t', 1)[0] ?? assert.fail(), never);
  assert.deepEqual(outcome, { kind: 'unavailable', cause: 'network', reason });
});

const strangers: [what: string, answer: (socket: Socket) => void][] = [
  ['hangs up', (socket) => socket.end()],
  ['resets', (socket) => socket.resetAndDestroy()],
  ['speaks HTTP', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['sends zeros', (socket) => socket.write(Buffer.alloc(64))],
];
for (const [what, answer] of strangers) {
  test(`a server that ${what} while the driver signs in is no end of the process`, async (t) => {
    const stranger = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => answer(socket));
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    t.after(() => stranger.close());
    const handle = await open(t, {
      bootstrap_hosts: `127.0.0.1:${(stranger.address() as AddressInfo).port}`,
      authentication: { mechanism: 'scram_sha_256', username: 'u', password: 'p' },
      connect_timeout: '500ms',
    });
    assert.equal((await handle.probe(AbortSignal.timeout(5000))).reachable, false);
  });
}

test('a record that is called off ends with the reason', async (t) => {
  const handle = await open(t, { bootstrap_hosts: '127.0.0.1:1' });
  const outcome = await handle.send(
    rows('t', 1)[0] ?? assert.fail(),
    AbortSignal.abort(new Error('stopped')),
  );
  assert.deepEqual(outcome, { kind: 'unavailable', cause: 'network', reason: 'stopped' });
});

const mistakes: [path: string, settings: Record<string, unknown>][] = [
  ['bootstrap_hosts', {}],
  ['bootstrap_hosts', { bootstrap_hosts: 'kafka://a:9092' }],
  ['bootstrap_hosts', { bootstrap_hosts: 'a:1,169.254.169.254:9092' }],
  ['authentication', { bootstrap_hosts: 'a', authentication: { mechanism: 'gssapi' } }],
  ['connect_timeout', { bootstrap_hosts: 'a', connect_timeout: 'soon' }],
];
for (const [path, settings] of mistakes) {
  test(`${JSON.stringify(settings)} is refused at ${path}`, () => {
    const [issue] = kafka.settings.safeParse(settings).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
  });
}
