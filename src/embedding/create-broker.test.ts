import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAsync, type IClientOptions } from 'mqtt';
import type { EmbeddedBroker } from './broker-handle.ts';
import type { BrokerOptions } from './broker-options.ts';
import { createBroker } from './create-broker.ts';

const start = (options: BrokerOptions = {}) => createBroker({ logLevel: 'silent', ...options });

async function connect(broker: EmbeddedBroker, options: IClientOptions = {}) {
  return connectAsync(broker.url, { reconnectPeriod: 0, ...options });
}

test('a client is let in by what the function answers, at once or later', async () => {
  const answers: Record<string, ReturnType<NonNullable<BrokerOptions['authenticate']>>> = {
    yes: true,
    no: false,
    later: Promise.resolve(true),
    never: Promise.resolve(false),
    nobody: undefined,
  };
  await using broker = await start({ authenticate: ({ clientId }) => answers[clientId] });
  for (const clientId of ['yes', 'later']) await (await connect(broker, { clientId })).endAsync();
  for (const clientId of ['no', 'never', 'nobody'])
    await assert.rejects(connect(broker, { clientId }), /not auth|user ?name|refused/i, clientId);
});

test('a function that fails lets nobody in, and denies', async () => {
  const broken = () => {
    throw new Error('the database is away');
  };
  await using closed = await start({ authenticate: broken });
  await assert.rejects(connect(closed), /refused/i);
  await using denying = await start({ authorize: async () => broken() });
  const client = await connect(denying, { protocolVersion: 5 });
  await assert.rejects(client.publishAsync('t', '', { qos: 1 }), /not authorized/i);
  await client.endAsync();
});

test('each message and each filter is asked for, attributes are seen, and nothing is remembered', async () => {
  const asked: string[] = [];
  let isOpen = true;
  await using broker = await start({
    authenticate: () => ({ attributes: { room: '7' } }),
    authorize({ action, topic, client }) {
      asked.push(`${action} ${topic} ${client.attributes.room}`);
      return isOpen;
    },
  });
  const client = await connect(broker, { protocolVersion: 5 });
  await client.subscribeAsync('t/#');
  await client.publishAsync('t', '', { qos: 1 });
  isOpen = false;
  await assert.rejects(client.publishAsync('t', '', { qos: 1 }), /not authorized/i);
  await client.endAsync();
  assert.deepEqual(asked, ['subscribe t/# 7', 'publish t 7', 'publish t 7']);
});

test('what the function leaves open, the configured rules decide; a superuser is not asked about', async () => {
  await using broker = await start({
    authenticate: ({ username }) => ({ superuser: username === 'root' }),
    authorize: ({ topic }) => (topic === 'mine' ? true : undefined),
    settings: { authorization: { no_match: 'deny', sources: [] } },
  });
  const user = await connect(broker, { protocolVersion: 5, username: 'ann' });
  await user.publishAsync('mine', '', { qos: 1 });
  await assert.rejects(user.publishAsync('other', '', { qos: 1 }), /not authorized/i);
  const root = await connect(broker, { protocolVersion: 5, username: 'root' });
  await root.publishAsync('other', '', { qos: 1 });
  await Promise.all([user.endAsync(), root.endAsync()]);
});

test('hooks hear what happens, one that throws changes nothing, and each can be ended', async () => {
  const heard: string[] = [];
  await using broker = await start({
    hooks: {
      'client.connected': () => {
        throw new Error('a mistake');
      },
      'message.publish': ({ message }) =>
        void heard.push(`publish ${message.topic} ${message.from.clientId}`),
      'message.dropped': ({ message, reason }) => void heard.push(`dropped ${message.topic} ${reason}`),
      'session.subscribed': ({ filter }) => void heard.push(`subscribed ${filter}`),
    },
  });
  const end = broker.on('message.delivered', ({ client, message }) => {
    heard.push(`delivered ${message.payload} to ${client.clientId}`);
  });
  const client = await connect(broker, { clientId: 'c1' });
  await client.subscribeAsync('a');
  await client.publishAsync('a', '1', { qos: 1 });
  await client.publishAsync('b', '2', { qos: 1 });
  end();
  assert.deepEqual(broker.publish({ topic: 'a', payload: '3' }), { receivers: 1 });
  await client.endAsync();
  assert.deepEqual(heard, [
    'subscribed a',
    'publish a c1',
    'delivered 1 to c1',
    'publish b c1',
    'dropped b no_subscribers',
    'publish a tocsin',
  ]);
});

test('a program sees who is connected, ends a client, and hears what it subscribes to until it is enough', async () => {
  await using broker = await start();
  const client = await connect(broker, { clientId: 'c1' });
  assert.deepEqual(
    broker.clients().map(({ clientId }) => clientId),
    ['c1'],
  );
  const topics: string[] = [];
  const end = broker.subscribe('t/+', ({ topic }) => void topics.push(topic));
  await client.publishAsync('t/1', '', { qos: 1 });
  end();
  await client.publishAsync('t/2', '', { qos: 1 });
  assert.deepEqual(topics, ['t/1']);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  assert.equal(broker.kick('c1'), true);
  await closed;
  assert.equal(broker.kick('c1'), false);
  assert.throws(() => broker.publish({ topic: 'a/#' }), /cannot|nothing can/);
  assert.throws(() => broker.subscribe('a/#/b', () => {}), /no topic filter/);
});

test('settings that are wrong, and a port that is taken, are told in sentences', async () => {
  const wrong = start({ settings: { mqtt: { max_infligt: 1 }, listeners: { tcp: { backlog: 'many' } } } });
  await assert.rejects(wrong, (error: Error) => {
    assert.match(
      error.message,
      /^settings: there is no setting mqtt\.max_infligt; did you mean mqtt\.max_inflight\?$/m,
    );
    return true;
  });
  await using first = await start();
  await assert.rejects(start({ port: first.port }), /^Error: 127\.0\.0\.1:\d+ is in use already\./);
});

test('WebSocket alone is possible, and stop() may be called twice', async () => {
  const broker = await start({ port: false, webSocketPort: 0 });
  assert.equal(broker.port, 0);
  const client = await connectAsync(broker.webSocketUrl ?? '', { reconnectPeriod: 0 });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await Promise.all([broker.stop(), broker.stop(), closed]);
  await client.endAsync(true);
});
