import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker } from '../../test/support/test-broker.ts';
import { finish } from '../lib/steps.ts';

const page = { skip: 0, take: 100 };
const kept = { cleanStart: false, properties: { sessionExpiryInterval: 60 } };

test('sessions, connected or not, are listed in descending order of client id', async () => {
  const { broker, join } = startTestBroker();
  for (const clientId of ['b', 'a1', 'c', 'a2']) await join(clientId, kept);
  const gone = await join('a0', kept);
  gone.cut();
  await join('b', { ...kept, cleanStart: true });
  const ids = (search: Omit<Parameters<typeof broker.clients>[0], 'skip' | 'take'>, part = page) => {
    const { rows, count } = finish(broker.clients({ ...search, ...part }));
    return [rows.map(({ clientId }) => clientId).join(' '), count];
  };

  assert.deepEqual(ids({}), ['c b a2 a1 a0', 5]);
  assert.deepEqual(ids({}, { skip: 1, take: 2 }), ['b a2', 5]);
  assert.deepEqual(ids({}, { skip: 9, take: 2 }), ['', 5]);
  assert.deepEqual(ids({ accepts: ({ isConnected }) => !isConnected }), ['a0', 1]);
  assert.deepEqual(ids({ accepts: ({ clientId }) => clientId !== 'b' }, { skip: 1, take: 2 }), ['a2 a1', 4]);
  assert.deepEqual(ids({ ids: ['a1', 'x', 'c', 'a1'] }), ['c a1', 2]);
  assert.deepEqual(ids({ before: 'b' }, { skip: 0, take: 2 }), ['a2 a1', undefined]);
  assert.deepEqual(
    ids({ before: 'bb' }, { skip: 0, take: 1 }),
    ['b', undefined],
    'one that has gone meanwhile',
  );
  broker.kick('a2');
  broker.kick('a0');
  assert.deepEqual(ids({}), ['c b a1', 3]);
});

test('subscriptions are listed by client id descending, then filter', async () => {
  const { broker, join } = startTestBroker();
  for (const clientId of ['a', 'b']) {
    const client = await join(clientId);
    for (const filter of ['t/2', '$share/g/t', 't/1']) await client.subscribe(filter);
  }
  const found = (search: Partial<Parameters<typeof broker.subscriptions>[0]>) => {
    const { rows, count } = finish(broker.subscriptions({ ...page, ...search }));
    return [rows.map(({ clientId, filter }) => `${clientId}:${filter}`).join(' '), count];
  };
  assert.deepEqual(found({}), ['b:$share/g/t b:t/1 b:t/2 a:$share/g/t a:t/1 a:t/2', 6]);
  assert.deepEqual(found({ skip: 2, take: 2 }), ['b:t/2 a:$share/g/t', 6]);
  assert.deepEqual(found({ clientId: 'a', accepts: ({ filter }) => filter !== 't/1' }), [
    'a:$share/g/t a:t/2',
    2,
  ]);
  assert.deepEqual(found({ clientId: 'nobody' }), ['', 0]);
  assert.deepEqual([broker.hasTopic('t'), broker.hasTopic('t/3')], [true, false]);
});

test('what waits for a client and what it has not acknowledged can be looked at, each where it stands', async () => {
  const { broker, join } = startTestBroker({
    maximumInflight: 2,
    maximumQueue: 3,
    queuePriorities: new Map([['alarm', 9]]),
  });
  const client = await join('c', kept);
  await client.subscribe('#', { qos: 2 });
  await join('p');
  const from = {
    clientId: 'api',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  for (const topic of ['a', 'b', 'c', 'd', 'alarm', 'e'])
    broker.publish({ topic, payload: Buffer.from(topic), qos: 2, retain: false, from });
  const look = (messages = broker.queuedMessages('c')) =>
    [...(messages ?? [])].map(
      ({ message, qos, priority, order }) => `${message.topic} ${qos} ${priority} ${order}`,
    );

  assert.deepEqual(look(), ['alarm 2 9 0', 'd 2 0 1', 'e 2 0 2'], 'c has left for e');
  assert.deepEqual(look(broker.inflightMessages('c')), ['a 2 0 1', 'b 2 0 2']);
  await client.send({ type: 'pubrec', packetId: 1, reasonCode: 0, properties: {} });
  assert.deepEqual(look(broker.inflightMessages('c')), ['b 2 0 2'], 'a is the receiver’s now');
  await client.send({ type: 'pubcomp', packetId: 1, reasonCode: 0, properties: {} });
  assert.deepEqual(look(), ['d 2 0 1', 'e 2 0 2']);
  assert.deepEqual(look(broker.queuedMessages('p')), []);
  assert.deepEqual([broker.queuedMessages('x'), broker.inflightMessages('x')], [undefined, undefined]);
});
