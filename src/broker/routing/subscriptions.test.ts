import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker } from '../../../test/support/test-broker.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

const kept = { cleanStart: false, properties: { sessionExpiryInterval: 60 } } as const;

test('there is a bound for the subscriptions of all sessions together', async () => {
  const { join } = startTestBroker({ maximumTotalSubscriptions: 2 });
  const first = await join('first');
  const second = await join('second');
  assert.deepEqual([await first.subscribe('a', { qos: 0 }), await second.subscribe('b', { qos: 0 })], [0, 0]);
  assert.equal(await second.subscribe('c'), ReasonCode.QuotaExceeded);
  assert.equal(await second.subscribe('b', { qos: 0 }), 0, 'what is there may be changed');
  first.cut();
  assert.equal(await second.subscribe('c', { qos: 0 }), 0);
});

test('a session with very many subscriptions ends in slices, and gets nothing any more from the first on', async () => {
  const { broker, join, record } = startTestBroker({ maximumSubscriptions: 100_000 });
  const large = await join('large', kept);
  for (let i = 0; i < 5000; i++)
    broker.subscribe('large', {
      filter: `f/${i}`,
      qos: 1,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 2,
    });
  large.cut();
  const events = record('delivery.dropped');
  broker.kick('large');
  const left = broker.stats().subscriptions.count;
  assert.ok(left > 0 && left < 5000, `${left} are left in the first turn`);
  const publisher = await join('publisher');
  await publisher.publish('f/4999', 'x', 1);
  for (let turn = 0; turn < 10; turn++) await endOfTurn();
  assert.equal(broker.stats().subscriptions.count, 0);
  assert.deepEqual(events, []);
  assert.equal((await join('large', kept)).connack.sessionPresent, false);
});
