import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, endOfTurn, startTestBroker } from '../../../test/support/test-broker.ts';

const PINGREQ = [0xc0, 0];

test('a peer that asks and does not read is not read from either, until it does', async () => {
  const { join } = startTestBroker({ outputHardLimit: 100 });
  const client = await join('client');
  client.canWrite = false;
  client.sendBytes(Array.from({ length: 40 }, () => PINGREQ).flat());
  assert.equal(client.paused, false);
  client.sendBytes(Array.from({ length: 40 }, () => PINGREQ).flat());
  assert.equal(client.paused, true);
  client.drained();
  await endOfTurn();
  assert.equal(client.paused, false);
  assert.equal(client.takeAll('pingresp').length, 80);
});

test('a peer that sends no more still gets the answers to what it sent, and is gone at once', async () => {
  const { dial, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = dial();
  const asked = peer.ask(connect('half'), 'connack');
  peer.finish();
  assert.equal((await asked).reasonCode, 0);
  assert.equal(peer.closed, 'end');
  assert.deepEqual(
    events.map(({ reason, closedBy }) => [reason, closedBy]),
    [['tcp_closed', 'network']],
  );
});

test('while one frame waits for a verdict the others wait too, in memory of their own, and nothing is read', async () => {
  const { join, broker } = startTestBroker();
  const peer = await join('client');
  const client = broker.sessions.client('client');
  const chunk = Buffer.from([...PINGREQ, ...PINGREQ, 0xc0]);
  client?.hold();
  peer.sendBytes(chunk);
  chunk.fill(0xff);
  peer.sendBytes([0]);
  await endOfTurn();
  assert.equal(peer.takeAll('pingresp').length, 0);
  assert.equal(peer.paused, true);
  client?.release();
  await endOfTurn();
  assert.equal(peer.takeAll('pingresp').length, 3);
  assert.equal(peer.paused, false);
});

test('a peer that closes its half while a frame waits is heard to the end', async () => {
  const { join, broker, record } = startTestBroker();
  const events = record('client.disconnected');
  const peer = await join('client');
  const client = broker.sessions.client('client');
  client?.hold();
  peer.sendBytes([0xe0, 0]);
  peer.finish();
  assert.deepEqual(events, []);
  client?.release();
  assert.deepEqual(
    events.map(({ reason }) => reason),
    ['normal'],
  );
});

test('a client that waits for a verdict does not miss its keep-alive', async () => {
  const { join, broker, clock } = startTestBroker();
  const peer = await join('client', { keepAlive: 10 });
  const client = broker.sessions.client('client');
  client?.hold();
  await clock.advance(60_000);
  assert.equal(peer.closed, undefined);
  client?.release();
  await clock.advance(60_000);
  assert.equal(peer.closed, 'end');
});
