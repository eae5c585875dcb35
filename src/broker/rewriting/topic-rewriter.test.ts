import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker } from '../../../test/support/test-broker.ts';
import { type RewriteRule, rewriteRule } from './rewrite-rule.ts';

const rule = (
  action: RewriteRule['action'],
  source_topic: string,
  re: string,
  dest_topic: string,
): RewriteRule => ({
  action,
  source_topic,
  re,
  dest_topic,
});

/** The example of EMQX's manual. */
const manual = [
  rule('all', 'y/+/z/#', '^y/(.+)/z/(.+)$', 'y/z/$2'),
  rule('all', 'x/#', '^x/y/(.+)$', 'z/y/x/$1'),
  rule('all', 'x/y/+', '^x/y/(\\d+)$', 'z/y/$1'),
];

test('the last rule whose source matches decides, and no other one if its expression does not match', async () => {
  const { broker, join } = startTestBroker({ rewriteRules: manual });
  const peer = await join('c');
  const cases: [topic: string, becomes: string][] = [
    ['y/a/z/b', 'y/z/b'],
    ['y/def', 'y/def'],
    ['x/1/2', 'x/1/2'],
    ['x/y/2', 'z/y/2'],
    ['x/y/z', 'x/y/z'],
    ['x/y/2/3', 'z/y/x/2/3'],
  ];
  for (const [topic, becomes] of cases) {
    await peer.subscribe(topic);
    assert.deepEqual(
      broker.client('c')?.subscriptions.map(({ filter }) => filter),
      [becomes],
    );
    await peer.publish(topic, 'x');
    await peer.publish(topic, 'again');
    assert.deepEqual(peer.takeMessages(), [`${becomes}=x`, `${becomes}=again`]);
    await peer.ask({ type: 'unsubscribe', packetId: 1, filters: [topic], properties: {} }, 'unsuback');
    assert.deepEqual(broker.client('c')?.subscriptions, []);
  }
});

test('a rule may be about publishing or subscribing only', async () => {
  const { join } = startTestBroker({
    rewriteRules: [
      rule('publish', 'p/#', '^p/(.+)$', 'to/$1'),
      rule('subscribe', 's/#', '^s/(.+)$', 'from/$1'),
    ],
  });
  const peer = await join('c');
  const watcher = await join('watcher');
  await watcher.subscribe('#');
  await peer.subscribe('p/1');
  await peer.subscribe('s/1');
  for (const topic of ['p/1', 's/1', 'from/1', 'to/1']) await peer.publish(topic, topic);
  assert.deepEqual(watcher.takeMessages(), ['to/1=p/1', 's/1=s/1', 'from/1=from/1', 'to/1=to/1']);
  assert.deepEqual(peer.takeMessages(), ['from/1=from/1']);
});

test('client id and user name stand in the new topic, each client for itself', async () => {
  const { join } = startTestBroker({
    rewriteRules: [rule('all', 'me/+', '^me/(.+)$', 'of/${clientid}/${username}/$1')],
  });
  const watcher = await join('watcher');
  await watcher.subscribe('of/#');
  await watcher.subscribe('me/#');
  for (const clientId of ['a', 'b']) {
    const peer = await join(clientId, { username: `user-${clientId}` });
    await peer.subscribe('me/in');
    await peer.publish('me/in', clientId);
    assert.deepEqual(peer.takeMessages(), [`of/${clientId}/user-${clientId}/in=${clientId}`]);
  }
  await (await join('nameless')).publish('me/in', 'x');
  assert.deepEqual(watcher.takeMessages(), ['of/a/user-a/in=a', 'of/b/user-b/in=b', 'me/in=x']);
});

test('what would be no topic that clients may use stays as it was', async () => {
  const { broker, join } = startTestBroker({
    rewriteRules: [rule('all', 'a/#', '^a/(.*)$', '$1'), rule('all', 'c/#', '^c/(.*)$', 'c/${clientid}')],
  });
  const peer = await join('#');
  const watcher = await join('watcher');
  await watcher.subscribe('+/#');
  await peer.publish('a/', 'empty');
  await peer.publish('a/$SYS/x', 'reserved');
  await peer.publish('c/x', 'wildcard');
  assert.deepEqual(watcher.takeMessages(), ['a/=empty', 'a/$SYS/x=reserved', 'c/x=wildcard']);
  await peer.subscribe('a/b#c');
  assert.deepEqual(broker.client('#')?.subscriptions, []);
});

test('a shared subscription stays in its group', async () => {
  const { broker, join } = startTestBroker({ rewriteRules: [rule('subscribe', 'a/#', '^a/(.+)$', 'b/$1')] });
  const peer = await join('c');
  await peer.subscribe('$share/g/a/1');
  await peer.subscribe('$queue/a/2');
  const filters = broker.client('c')?.subscriptions.map(({ filter }) => filter);
  assert.deepEqual(filters, ['$share/g/b/1', '$queue/b/2']);
});

test('wills and messages of the API are rewritten as well', async () => {
  const { broker, join } = startTestBroker({
    rewriteRules: [rule('publish', 'a/#', '^a/(.+)$', '${clientid}/$1')],
  });
  const watcher = await join('watcher');
  await watcher.subscribe('#');
  const will = { topic: 'a/w', payload: Buffer.from('gone'), qos: 0, retain: false, properties: {} } as const;
  (await join('d', { will })).cut();
  const from = {
    clientId: 'api',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  broker.publish({ topic: 'a/x', payload: Buffer.from('x'), qos: 0, retain: false, from });
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['d/w=gone', 'api/x=x']);
});

test('rights are judged by the topic that the client wrote', async () => {
  const { join } = startTestBroker({ rewriteRules: [rule('publish', '$SYS/#', '^.*$', 'open')] });
  const peer = await join('c');
  await peer.subscribe('open');
  await peer.publish('$SYS/x', 'x');
  assert.deepEqual(peer.takeMessages(), []);
});

test('rules that change hold from the next message on, also for topics that are in use', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('#');
  for (const rules of [[], [rule('publish', 't', 't', 'one')], [rule('publish', 't', 't', 'two')], []]) {
    broker.rewriter.configure(rules);
    await peer.publish('t', 'x');
  }
  assert.deepEqual(peer.takeMessages(), ['t=x', 'one=x', 'two=x', 't=x']);
});

test('an expression that is malformed or could hold up the broker is refused, and nothing has changed', () => {
  const { broker } = startTestBroker({ rewriteRules: manual });
  for (const re of ['(', '(a+)+$', '[']) {
    assert.throws(() => broker.rewriter.configure([rule('all', '#', re, 'x')]), { name: 'PatternError' });
    assert.ok(!rewriteRule.safeParse(rule('all', '#', re, 'x')).success);
  }
  assert.equal(broker.rewriter.rules, manual);
  for (const source of ['a#', '$share/g/a', '']) {
    assert.ok(!rewriteRule.safeParse(rule('all', source, 'x', 'x')).success, source);
  }
});
