import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker, type TestBroker } from '../../../../test/support/test-broker.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import type { AuthorizationSettings } from './authorization-settings.ts';
import { openSource } from './open-source.ts';
import type { RuleDatabase } from './rule-database.ts';

const { NotAuthorized } = ReasonCode;

/** A broker whose rules are an ACL text. */
function guarded(rules: string, settings: Partial<AuthorizationSettings> = {}) {
  const scene = startTestBroker();
  const { chain } = scene.broker.authorization;
  chain.settings = { ...chain.settings, ...settings };
  setRules(scene, rules);
  return { ...scene, chain };
}

function setRules({ broker, clock }: TestBroker, rules: string): void {
  const parts = { clock, logger: broker.logger, database: undefined as unknown as RuleDatabase };
  broker.authorization.chain.sources = [openSource({ type: 'file', enable: true, rules }, parts)];
}

/** Client id and filter of each. */
function subscriptionsOf(broker: TestBroker['broker']): string[][] {
  return [...broker.sessions.all()]
    .flatMap(({ clientId, subscriptions }) => [...subscriptions.keys()].map((filter) => [clientId, filter]))
    .sort();
}

test('a PUBLISH that no rule allows goes nowhere, and an MQTT 5 client is told why', async () => {
  const { join, broker } = guarded(
    '{allow, all, publish, ["a/#"]}.\n{allow, all, subscribe, ["#"]}.\n{deny, all}.',
  );
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#');
  const publisher = await join('publisher');
  await publisher.publish('b', '0');
  await publisher.publish('b', '1', 1);
  assert.equal(publisher.take('puback').reasonCode, NotAuthorized);
  await publisher.publish('b', '2', 2);
  assert.equal(publisher.take('pubrec').reasonCode, NotAuthorized);
  await publisher.publish('a/1', '3', 1);
  assert.equal(publisher.take('puback').reasonCode, ReasonCode.Success);
  assert.deepEqual(subscriber.takeMessages(), ['a/1=3']);
  assert.equal(publisher.closed, undefined);
  assert.equal(broker.metrics['packets.publish.auth_error'], 3);
  assert.equal(broker.metrics['authorization.deny'], 3);
});

test('an MQTT 3 client hears nothing of a denied PUBLISH, and 0x80 for a denied filter', async () => {
  const { join } = guarded('{deny, all}.');
  const client = await join('client', { protocolVersion: 4 });
  await client.publish('a', 'x', 1);
  assert.equal(client.take('puback').packetId, 1);
  await client.publish('a', 'x', 2);
  assert.equal(client.take('pubrec').packetId, 1);
  assert.equal(await client.subscribe('a'), 0x80);
});

test('each filter of a SUBSCRIBE is judged on its own; a share is judged by its filter', async () => {
  const { join, broker } = guarded('{allow, all, subscribe, ["a/+"]}.\n{deny, all}.');
  const client = await join('client');
  assert.equal(await client.subscribe('a/1'), 2);
  assert.equal(await client.subscribe('a/#'), NotAuthorized);
  assert.equal(await client.subscribe('$share/g/a/2'), 2);
  assert.equal(await client.subscribe('$share/g/b'), NotAuthorized);
  assert.equal(await client.subscribe('$queue/a/3'), 2);
  assert.equal(broker.metrics['packets.subscribe.auth_error'], 2);
  assert.deepEqual(subscriptionsOf(broker), [
    ['client', '$queue/a/3'],
    ['client', '$share/g/a/2'],
    ['client', 'a/1'],
  ]);
});

test('retained messages do not follow a denied subscription', async () => {
  const { join } = guarded('{deny, all, subscribe, ["secret/#"]}.\n{allow, all}.');
  const publisher = await join('publisher');
  await publisher.publish('secret/1', 'x', 0, { retain: true });
  const client = await join('client');
  assert.equal(await client.subscribe('secret/1'), NotAuthorized);
  assert.deepEqual(client.takeMessages(), []);
});

test('deny_action disconnect closes who publishes or subscribes where it must not', async () => {
  const { join, record } = guarded('{deny, all}.', { denyAction: 'disconnect' });
  const events = record('client.disconnected');
  for (const [id, act] of [
    ['publisher', (peer: Awaited<ReturnType<typeof join>>) => peer.publish('a', 'x', 0)],
    ['subscriber', (peer: Awaited<ReturnType<typeof join>>) => peer.subscribe('a').catch(() => undefined)],
  ] as const) {
    const client = await join(id);
    await act(client);
    assert.equal(client.take('disconnect').reasonCode, NotAuthorized);
    assert.equal(client.closed, 'end');
  }
  assert.deepEqual(
    events.map(({ client, reason, closedBy }) => [client.clientId, reason, closedBy]),
    [
      ['publisher', 'not_authorized', 'server'],
      ['subscriber', 'not_authorized', 'server'],
    ],
  );
});

test('a reserved tree cannot be published to, whatever the rules say', async () => {
  const { join } = guarded('{allow, all, all, ["$SYS/#"]}.');
  const client = await join('client');
  await client.publish('$SYS/x', 'x', 1);
  assert.equal(client.take('puback').reasonCode, NotAuthorized);
});

test('when no rule matches, no_match decides', async () => {
  const rules = '{allow, all, publish, ["a"]}.';
  for (const [noMatch, expected] of [
    ['allow', ReasonCode.NoMatchingSubscribers],
    ['deny', NotAuthorized],
  ] as const) {
    const { join } = guarded(rules, { noMatch });
    const client = await join('client');
    await client.publish('b', 'x', 1);
    assert.equal(client.take('puback').reasonCode, expected);
  }
});

test('a delayed message is judged by the topic to which it goes', async () => {
  const { join } = guarded('{allow, all, publish, ["a"]}.\n{deny, all}.');
  const client = await join('client');
  await client.publish('$delayed/5/b', 'x', 1);
  assert.equal(client.take('puback').reasonCode, NotAuthorized);
  await client.publish('$delayed/5/a', 'x', 1);
  assert.notEqual(client.take('puback').reasonCode, NotAuthorized);
});

test('verdicts are remembered by topic, QoS and retain flag, for a time and up to a number', async () => {
  const { join, broker, clock } = guarded('{deny, all, publish, ["x"]}.\n{allow, all}.', {
    cache: { enable: true, maximumSize: 2, ttl: 60_000, excludes: ['e/#'] },
  });
  const { metrics } = broker;
  const client = await join('client');
  const publishes = async (...topics: string[]) => {
    const before = { ...metrics };
    for (const topic of topics) await client.publish(topic, '');
    return [
      metrics['authorization.cache_hit'] - before['authorization.cache_hit'],
      metrics['authorization.cache_miss'] - before['authorization.cache_miss'],
    ];
  };
  assert.deepEqual(await publishes('a', 'a', 'a'), [2, 1]);
  assert.deepEqual(await publishes('b', 'a', 'b'), [2, 1]);
  assert.deepEqual(await publishes('c', 'a'), [0, 2], 'the oldest made way');
  assert.deepEqual(await publishes('e/1', 'e/1'), [0, 0], 'excluded');
  assert.deepEqual(await publishes('x', 'x'), [1, 1], 'denials are remembered too');
  await clock.advance(60_000);
  assert.deepEqual(await publishes('x'), [0, 1], 'too old');
  assert.equal(metrics['client.authorize'], 8, 'what is remembered is not asked');
});

test('a new rule holds for the next packet', async () => {
  const scene = guarded('{deny, all, publish, ["x"]}.\n{allow, all}.');
  const client = await scene.join('client');
  await client.publish('a', 'x', 1);
  assert.notEqual(client.take('puback').reasonCode, NotAuthorized);
  setRules(scene, '{deny, all, publish, ["a"]}.\n{allow, all}.');
  await client.publish('a', 'x', 1);
  assert.equal(client.take('puback').reasonCode, NotAuthorized);
});

test('who may publish everything is let pass without a question, unless somebody wants to hear of it', async () => {
  const { join, broker, record } = guarded('{deny, all, subscribe, ["#"]}.\n{allow, all}.');
  const { metrics } = broker;
  const client = await join('client');
  for (const topic of ['a', 'b', 'c']) await client.publish(topic, '');
  assert.equal(metrics['client.authorize'], 0);
  assert.equal(metrics['authorization.allow'], 3);
  const events = record('client.check_authz_complete');
  await client.publish('a', '');
  await client.publish('a', '');
  assert.deepEqual(
    events.map(({ topic, action, source, result }) => [topic, action, source, result]),
    [
      ['a', 'publish', 'file', 'allow'],
      ['a', 'publish', 'cache', 'allow'],
    ],
  );
});

test('each check is told with who decided', async () => {
  const { join, record } = guarded('{allow, all, subscribe, ["a"]}.\n{deny, all, publish, ["b"]}.');
  const events = record('client.check_authz_complete');
  const client = await join('client');
  await client.subscribe('$share/g/a');
  await client.publish('b', '');
  await client.publish('c', '');
  assert.deepEqual(
    events.map(({ client: { clientId }, topic, action, source, result }) => [
      clientId,
      topic,
      action,
      source,
      result,
    ]),
    [
      ['client', 'a', 'subscribe', 'file', 'allow'],
      ['client', 'b', 'publish', 'file', 'deny'],
      ['client', 'c', 'publish', 'default', 'allow'],
    ],
  );
});

test('who listens to denials alone hears each of them, from the cache too, and nothing that is allowed', async () => {
  const { join, broker } = guarded('{deny, all, publish, ["b"]}.\n{allow, all}.');
  const heard: string[] = [];
  broker.events['client.check_authz_complete'].listenToDenials(({ topic, source, result }) =>
    heard.push(`${topic} ${source} ${result}`),
  );
  const client = await join('client');
  for (const topic of ['b', 'a', 'b', 'a', 'b']) await client.publish(topic, '');
  assert.deepEqual(heard, ['b file deny', 'b cache deny', 'b cache deny']);
  assert.equal(broker.metrics['authorization.deny'], 3);
});

test('a will is judged when it is to be published', async () => {
  const scene = guarded('{allow, all}.');
  const watcher = await scene.join('watcher');
  await watcher.subscribe('#');
  const will = { topic: 'w', payload: Buffer.from('gone'), qos: 0, retain: false, properties: {} } as const;
  const first = await scene.join('first', { will });
  const second = await scene.join('second', { will });
  first.cut();
  assert.deepEqual(watcher.takeMessages().length, 0);
  await watcher.send({ type: 'pingreq' });
  assert.deepEqual(watcher.takeMessages(), ['w=gone']);
  setRules(scene, '{deny, all, publish, ["w"]}.\n{allow, all}.');
  second.cut();
  await watcher.send({ type: 'pingreq' });
  assert.deepEqual(watcher.takeMessages(), []);
});

test('subscriptions that changed rules do not allow any more are removed, of clients that are away too', async () => {
  const scene = guarded('{allow, all}.');
  const { join, broker, clock, record } = scene;
  const events = record('session.unsubscribed', 'client.check_authz_complete');
  const stays = { cleanStart: false, properties: { sessionExpiryInterval: 1000 } };
  const here = await join('here', stays);
  await here.subscribe('a');
  await here.subscribe('b');
  const away = await join('away', stays);
  await away.subscribe('$share/g/b');
  away.cut();
  events.length = 0;
  setRules(scene, '{deny, all, subscribe, ["b"]}.\n{allow, all}.');
  await clock.advance(1000);
  await clock.advance(1000);
  assert.deepEqual(subscriptionsOf(broker), [['here', 'a']]);
  assert.deepEqual(
    events.map((event) => [event.name, event.client.clientId]),
    [
      ['client.check_authz_complete', 'here'],
      ['session.unsubscribed', 'here'],
      ['client.check_authz_complete', 'away'],
      ['session.unsubscribed', 'away'],
    ],
  );
  assert.equal(here.closed, undefined);
});

test('messages that wait for a client that may not have them any more are dropped, with a reason', async () => {
  const scene = guarded('{allow, all}.');
  const { join, clock, record, broker } = scene;
  const dropped = record('delivery.dropped');
  const stays = { cleanStart: false, properties: { sessionExpiryInterval: 1000 } };
  const away = await join('away', stays);
  await away.subscribe('a/#');
  await away.subscribe('b');
  await away.subscribe('a/both');
  away.cut();
  const publisher = await join('publisher');
  for (const topic of ['a/1', 'b', 'a/both', 'a/2']) await publisher.publish(topic, 'x', 1);
  setRules(scene, '{deny, all, subscribe, ["eq a/#"]}.\n{allow, all}.');
  await clock.advance(1000);
  assert.deepEqual(
    dropped.map(({ message, reason }) => [message.topic, reason]),
    [
      ['a/1', 'not_authorized'],
      ['a/2', 'not_authorized'],
    ],
  );
  assert.equal(broker.metrics['delivery.dropped.not_authorized'], 2);
  const back = await join('away', stays);
  assert.deepEqual(back.takeMessages(), ['b=x', 'a/both=x']);
});

test('who resumes a session with fewer rights loses the subscriptions that it may not have', async () => {
  const { join, broker } = guarded('{deny, {username, "b"}, subscribe, ["x"]}.\n{allow, all}.');
  const stays = { cleanStart: false, properties: { sessionExpiryInterval: 1000 } };
  const first = await join('c', { ...stays, username: 'a' });
  await first.subscribe('x');
  first.cut();
  const second = await join('c', { ...stays, username: 'b' });
  assert.equal(second.connack.sessionPresent, true);
  assert.deepEqual(subscriptionsOf(broker), []);
});
