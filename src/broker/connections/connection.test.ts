import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, endOfTurn, startTestBroker } from '../../../test/support/test-broker.ts';

const PINGREQ = [0xc0, 0];

test('a peer that asks and does not read is not read from either, until it does', async () => {
  const { join } = startTestBroker({ outputHardLimit: 1000 });
  const client = await join('client');
  client.canWrite = false;
  client.sendBytes(Array.from({ length: 400 }, () => PINGREQ).flat());
  assert.equal(client.paused, false);
  client.sendBytes(Array.from({ length: 400 }, () => PINGREQ).flat());
  assert.equal(client.paused, true);
  client.drained();
  await endOfTurn();
  assert.equal(client.paused, false);
  assert.equal(client.takeAll('pingresp').length, 800);
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
