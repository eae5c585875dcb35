import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connect } from 'amqplib';
import { realServer } from '../../../test/support/real-servers.ts';
import { type RabbitmqRequest, rabbitmq } from './rabbitmq.ts';
import { judgeClosed, largestMessage } from './rabbitmq-verdicts.ts';

const server = realServer('rabbitmq');
const never = new AbortController().signal;

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  const { host } = new URL(server.url || 'amqp://127.0.0.1:1');
  const handle = await rabbitmq.open(rabbitmq.settings.parse({ server: host, ...settings }));
  t.after(() => handle.close());
  return handle;
}

/** A queue of its own name, and what is in it. */
async function openQueue(t: TestContext, name: string, options = {}) {
  const connection = await connect(server.url);
  t.after(() => connection.close());
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue(`${name}-${process.pid}`, { exclusive: true, ...options });
  const read = async () => {
    const bodies = [];
    for (;;) {
      const message = await channel.get(queue, { noAck: true });
      if (!message) return bodies;
      bodies.push(message);
    }
  };
  return { queue, read };
}

let next = 0;
const message = (routingKey: string, request: Partial<RabbitmqRequest> = {}) => ({
  id: `d${next++}`,
  request: { exchange: '', routingKey, payload: 'p', persistent: false, mandatory: true, ...request },
});

test('messages are confirmed, in their order, with headers and properties', server, async (t) => {
  const { queue, read } = await openQueue(t, 'order');
  const handle = await open(t);
  const all = Array.from({ length: 100 }, (_, index) => message(queue, { payload: `v${index}` }));
  const last = message(queue, {
    payload: { base64: 'AP8=' },
    headers: { site: '设备' },
    properties: { contentType: 'text/plain' },
    persistent: true,
  });
  const outcomes = await handle.sendBatch?.([...all, last], never);
  assert.deepEqual([...new Set(outcomes?.map(({ kind }) => kind))], ['delivered']);
  const found = await read();
  assert.deepEqual(
    found.slice(0, 100).map(({ content }) => content.toString()),
    all.map(({ request }) => request.payload),
  );
  const { content, properties } = found[100] ?? assert.fail();
  assert.deepEqual([...content], [0, 255]);
  assert.deepEqual(
    [properties.headers?.site, properties.contentType, properties.deliveryMode, properties.messageId],
    ['设备', 'text/plain', 2, last.id],
  );
});

test('a message that no queue takes came back, and is not delivered', server, async (t) => {
  const { queue } = await openQueue(t, 'returned');
  const handle = await open(t);
  const outcomes = await handle.sendBatch?.(
    [message('nobody'), message(queue), message('nobody', { mandatory: false })],
    never,
  );
  assert.deepEqual(
    outcomes?.map((outcome) => [outcome.kind, outcome.answer?.code]),
    [
      ['rejected', '312'],
      ['delivered', undefined],
      ['delivered', undefined],
    ],
  );
});

test('an exchange that is not there takes nothing with it', server, async (t) => {
  const { queue } = await openQueue(t, 'exchange');
  const handle = await open(t);
  const outcomes = await handle.sendBatch?.([message('k', { exchange: 'no-such' }), message(queue)], never);
  assert.deepEqual(
    outcomes?.map((outcome) => [outcome.kind, outcome.answer?.code]),
    [
      ['rejected', '404'],
      ['delivered', undefined],
    ],
  );
  assert.equal((await handle.send(message(queue), never)).kind, 'delivered');
});

test('a queue that is full refuses, and the message may be sent again', server, async (t) => {
  const full = { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } };
  const { queue, read } = await openQueue(t, 'full', full);
  const handle = await open(t);
  await handle.sendBatch?.([message(queue), message(queue)], never);
  const refused = await handle.send(message(queue), never);
  assert.deepEqual([refused.kind, refused.answer?.code], ['unavailable', 'nack']);
  await read();
  assert.equal((await handle.send(message(queue), never)).kind, 'delivered');
});

test('who is not let in is told why', server, async (t) => {
  const wrong = await open(t, { password: 'wrong' });
  const probe = await wrong.probe(never);
  assert.match('reason' in probe ? probe.reason : '', /403|ACCESS_REFUSED/);
  const outcome = await wrong.send(message('q'), never);
  assert.deepEqual([outcome.kind, 'cause' in outcome && outcome.cause], ['rejected', 'config']);
  const nowhere = await open(t, { virtual_host: '/no such' });
  assert.equal((await nowhere.send(message('q'), never)).kind, 'rejected');
});

test('where nobody listens a message may be sent again', async (t) => {
  const handle = await open(t, { server: '127.0.0.1:1' });
  const reason = 'connection refused by 127.0.0.1:1';
  assert.deepEqual(await handle.send(message('q'), never), { kind: 'unavailable', cause: 'network', reason });
  const stopped = await handle.send(message('q'), AbortSignal.abort(new Error('stopped')));
  assert.deepEqual(stopped, { kind: 'unavailable', cause: 'network', reason: 'stopped' });
});

const codes: [code: number, kind: string][] = [
  [404, 'rejected'],
  [403, 'rejected'],
  [406, 'rejected'],
  [320, 'unavailable'],
  [541, 'unavailable'],
];
for (const [code, kind] of codes) {
  test(`a channel that was closed with ${code} is ${kind}`, () => {
    const said = `Channel closed by server: ${code} (X) with message "NAME - text"`;
    const outcome = judgeClosed({ code, message: said });
    assert.equal(outcome?.kind, kind);
    assert.equal(outcome?.answer?.excerpt, 'NAME - text');
  });
}

test('RabbitMQ says how large a message may be', () => {
  const said = 'PRECONDITION_FAILED - message size 9 is larger than configured max size 8';
  assert.equal(largestMessage(said), 8);
  assert.equal(largestMessage('NOT_FOUND'), undefined);
});
