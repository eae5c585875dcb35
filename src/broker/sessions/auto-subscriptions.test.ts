import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker } from '../../../test/support/test-broker.ts';
import { type AutoSubscription, autoSubscription } from './auto-subscriptions.ts';

const automatic = (topic: string, rest: Partial<AutoSubscription> = {}): AutoSubscription => ({
  topic,
  qos: 0,
  nl: 0,
  rap: 0,
  rh: 0,
  ...rest,
});

test('every client is subscribed when it connects, with its own names in the filters', async () => {
  const autoSubscriptions = [
    automatic('to/${clientid}/#', { qos: 1, nl: 1, rap: 1, rh: 2 }),
    automatic('user/${username}'),
    automatic('from/${host}/${port}'),
  ];
  const { broker, join, record } = startTestBroker({ autoSubscriptions });
  const events = record('session.subscribed');
  const peer = await join('c', { username: 'u' });
  assert.deepEqual(broker.client('c')?.subscriptions, [
    { filter: 'to/c/#', qos: 1, noLocal: true, retainAsPublished: true, retainHandling: 2 },
    { filter: 'user/u', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
    { filter: 'from/127.0.0.1/50000', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
  ]);
  assert.deepEqual(
    events.map(({ filter }) => filter),
    ['to/c/#', 'user/u', 'from/127.0.0.1/50000'],
  );
  await (await join('p')).publish('to/c/x', 'hello', 1);
  assert.deepEqual(peer.takeMessages(), ['to/c/x=hello']);
});

test('retained messages come with them, behind the CONNACK, as their options say', async () => {
  const autoSubscriptions = [automatic('a', { rh: 0 }), automatic('b', { rh: 2 }), automatic('c', { rh: 1 })];
  const { broker, join } = startTestBroker();
  const publisher = await join('p');
  for (const topic of ['a', 'b', 'c']) await publisher.publish(topic, 'kept', 0, { retain: true });
  broker.autoSubscriptions = autoSubscriptions;
  const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 100 } };
  const first = await join('s', lasting);
  assert.deepEqual(first.takeMessages(), ['a=kept', 'c=kept']);
  first.cut();
  assert.deepEqual((await join('s', lasting)).takeMessages(), ['a=kept'], 'c is not new any more');
});

test('what waited for a client comes once, before what its automatic subscriptions bring', async () => {
  const { join } = startTestBroker({ autoSubscriptions: [automatic('auto')] });
  const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 100 } };
  const first = await join('s', lasting);
  await first.subscribe('t');
  first.cut();
  const publisher = await join('p');
  await publisher.publish('auto', 'kept', 0, { retain: true });
  await publisher.publish('t', 'waited', 2);
  const again = await join('s', lasting);
  const received = again.takeAll('publish').map(({ payload, dup }) => [String(payload), dup]);
  assert.deepEqual(received, [
    ['kept', false],
    ['waited', false],
    ['kept', false],
  ]);
});

test('a client that would bring a wildcard along, or has no user name, is not subscribed', async () => {
  const autoSubscriptions = [automatic('to/${clientid}/x'), automatic('user/${username}')];
  const { broker, join } = startTestBroker({ autoSubscriptions });
  for (const clientId of ['#', '+', 'a/+/b']) {
    await join(clientId);
    assert.deepEqual(broker.client(clientId)?.subscriptions, [], clientId);
  }
});

test('nobody has more subscriptions than a session may have', async () => {
  const autoSubscriptions = ['a', 'b', 'c'].map((topic) => automatic(topic));
  const { broker, join } = startTestBroker({ autoSubscriptions, maximumSubscriptions: 2 });
  await join('c');
  assert.equal(broker.client('c')?.subscriptions.length, 2);
});

test('what is no topic filter, or shared with no local, is refused', () => {
  for (const topic of ['a#', '', '$share/g', 'x/${clientid}#']) {
    assert.ok(!autoSubscription.safeParse({ topic }).success, topic);
  }
  assert.ok(!autoSubscription.safeParse({ topic: '$share/g/a', nl: 1 }).success);
  assert.deepEqual(
    autoSubscription.parse({ topic: '$share/${clientid}/a' }),
    automatic('$share/${clientid}/a'),
  );
});
