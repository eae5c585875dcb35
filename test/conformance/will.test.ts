import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Will } from '../../src/mqtt/packets.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { endOfTurn, startTestBroker } from '../support/test-broker.ts';

const will: Will = { topic: 'w', payload: Buffer.from('gone'), qos: 0, retain: false, properties: {} };
const expiring = { properties: { sessionExpiryInterval: 100 } };

async function startWithWatcher() {
  const started = startTestBroker();
  const watcher = await started.join('watcher');
  await watcher.subscribe('w');
  return { ...started, watcher };
}

test('a will is published when the connection ends without a good-bye', async () => {
  const { join, watcher } = await startWithWatcher();
  for (const protocolVersion of [3, 4, 5] as const) {
    const peer = await join('c', { protocolVersion, will });
    assert.deepEqual(watcher.takeMessages(), []);
    peer.cut();
    await endOfTurn();
    assert.deepEqual(watcher.takeMessages(), ['w=gone']);
    peer.cut();
    await endOfTurn();
    assert.deepEqual(watcher.takeMessages(), [], 'once');
  }
});

test('a will is published when the broker ends the connection for an error of the client', async () => {
  const { join, watcher } = await startWithWatcher();
  const peer = await join('c', { will });
  peer.sendBytes([0, 0]);
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['w=gone']);
});

test('a good-bye discards the will, and only one with reason 0 does', async () => {
  const { join, watcher } = await startWithWatcher();
  for (const protocolVersion of [4, 5] as const) {
    const peer = await join('c', { protocolVersion, will });
    await peer.send({ type: 'disconnect', reasonCode: 0, properties: {} });
    peer.cut();
    await endOfTurn();
    assert.deepEqual(watcher.takeMessages(), []);
  }
  for (const reasonCode of [ReasonCode.DisconnectWithWillMessage, ReasonCode.UnspecifiedError]) {
    const peer = await join('c', { will });
    await peer.send({ type: 'disconnect', reasonCode, properties: {} });
    assert.deepEqual(watcher.takeMessages(), ['w=gone']);
  }
});

test('a client without a will has none published, also when its connection before had one', async () => {
  const { join, watcher } = await startWithWatcher();
  const first = await join('c', { will, ...expiring });
  await first.send({ type: 'disconnect', reasonCode: 0, properties: {} });
  const second = await join('c', { cleanStart: false, ...expiring });
  assert.equal(second.connack.sessionPresent, true);
  second.cut();
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), []);
});

test('a will is retained or not as its CONNECT said', async () => {
  const { join } = startTestBroker();
  for (const protocolVersion of [4, 5] as const) {
    for (const retain of [false, true]) {
      const topic = `w/${protocolVersion}/${retain}`;
      (await join('c', { protocolVersion, will: { ...will, topic, retain } })).cut();
      const late = await join('late');
      await late.subscribe(topic);
      assert.deepEqual(late.takeMessages(), retain ? [`${topic}=gone`] : []);
    }
  }
});

test('a will has its own QoS and properties, without its delay', async () => {
  const { join, watcher } = await startWithWatcher();
  const properties = {
    willDelayInterval: 0,
    contentType: 'text/plain',
    responseTopic: 'r',
    correlationData: Buffer.from('c'),
    payloadFormatIndicator: 1,
    userProperties: [
      ['a', '1'],
      ['a', '2'],
    ],
  } as const;
  (await join('c', { will: { ...will, qos: 2, properties } })).cut();
  await endOfTurn();
  const { willDelayInterval: _, ...rest } = properties;
  const published = watcher.take('publish');
  assert.deepEqual([published.qos, published.properties], [2, rest]);
});

test('a delayed will waits for its delay, and is not published when the client comes back in time', async () => {
  const { join, clock, watcher } = await startWithWatcher();
  const delayed = { ...expiring, will: { ...will, properties: { willDelayInterval: 10 } } };
  (await join('c', delayed)).cut();
  await clock.advance(9_000);
  assert.deepEqual(watcher.takeMessages(), []);
  const again = await join('c', { ...delayed, cleanStart: false });
  await clock.advance(20_000);
  assert.deepEqual(watcher.takeMessages(), []);
  again.cut();
  await clock.advance(11_000);
  assert.deepEqual(watcher.takeMessages(), ['w=gone']);
});

test('a delayed will is published when the session ends before its delay', async () => {
  const { broker, join, clock, watcher } = await startWithWatcher();
  const late = { ...will, properties: { willDelayInterval: 1000 } };
  (await join('expires', { properties: { sessionExpiryInterval: 5 }, will: late })).cut();
  await clock.advance(6_000);
  assert.deepEqual(watcher.takeMessages(), ['w=gone'], 'expired');

  (await join('none', { will: late })).cut();
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['w=gone'], 'ended with the connection');

  (await join('cleaned', { ...expiring, will: late })).cut();
  await join('cleaned', { cleanStart: true });
  assert.deepEqual(watcher.takeMessages(), ['w=gone'], 'discarded by a clean start');

  (await join('kicked', { ...expiring, will: late })).cut();
  broker.kick('kicked');
  await endOfTurn();
  assert.deepEqual(watcher.takeMessages(), ['w=gone'], 'ended by an operator');
});

test('a take-over publishes a will without delay, and forgets one with a delay', async () => {
  const { join, clock, watcher } = await startWithWatcher();
  const properties = { sessionExpiryInterval: 100 };
  await join('c', { properties, will });
  await join('c', { properties, cleanStart: false, will: { ...will, properties: { willDelayInterval: 5 } } });
  assert.deepEqual(watcher.takeMessages(), ['w=gone']);
  await join('c', { properties, cleanStart: false });
  await clock.advance(20_000);
  assert.deepEqual(watcher.takeMessages(), []);
});

test('the expiry of a will begins when it is published', async () => {
  const { join, clock, watcher } = await startWithWatcher();
  const properties = { willDelayInterval: 10, messageExpiryInterval: 5 };
  (await join('c', { ...expiring, will: { ...will, properties } })).cut();
  await clock.advance(10_500);
  assert.equal(watcher.take('publish').properties.messageExpiryInterval, 5);
});
