import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, startTestBroker } from '../../../../test/support/test-broker.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';

const flapping = { enable: true, windowTime: 60_000, maximumCount: 15, banTime: 300_000 };

function startFlapping() {
  const scenario = startTestBroker({ flapping });
  /** Connects, and is gone again. */
  const connectOnce = async (clientId: string, sessionExpiryInterval = 0) => {
    const peer = scenario.dial();
    const { reasonCode } = await peer.ask(
      connect(clientId, { cleanStart: false, properties: { sessionExpiryInterval } }),
      'connack',
    );
    peer.cut();
    return reasonCode;
  };
  return { ...scenario, connectOnce };
}

test('a client id without a session that connects too often is banned for a while', async () => {
  const { broker, clock, connectOnce } = startFlapping();
  for (let i = 0; i < 15; i++) assert.equal(await connectOnce('dev'), 0);
  assert.equal(await connectOnce('dev'), ReasonCode.Banned);
  assert.equal(await connectOnce('other'), 0);
  const [ban] = broker.bans.list();
  assert.deepEqual(
    [ban?.as, ban?.who, ban?.by, ban?.until],
    ['clientid', 'dev', 'flapping detector', clock.now() + 300_000],
  );
  assert.equal(broker.metrics['client.flapping'], 1);
  await clock.advance(299_000);
  assert.equal(await connectOnce('dev'), ReasonCode.Banned);
  await clock.advance(1000);
  assert.equal(await connectOnce('dev'), 0);
});

test('nobody can have the owner of a session banned: it is only counted', async () => {
  const { broker, connectOnce } = startFlapping();
  for (let i = 0; i < 40; i++) assert.equal(await connectOnce('dev', 1000), 0);
  assert.deepEqual(broker.bans.list(), []);
  assert.equal(broker.metrics['client.flapping'], 40 - 15);
});

test('connects that are spread over time are in order', async () => {
  const { broker, clock, connectOnce } = startFlapping();
  for (let i = 0; i < 60; i++) {
    assert.equal(await connectOnce('dev'), 0);
    await clock.advance(4500);
  }
  assert.deepEqual(broker.bans.list(), []);
});
