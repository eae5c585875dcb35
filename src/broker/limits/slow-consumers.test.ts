import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker, testSettings } from '../../../test/support/test-broker.ts';

const SOFT = testSettings.outputSoftLimit;

/** A subscriber whose connection has stopped taking bytes, and a publisher. */
async function congest(waiting: number) {
  const scenario = startTestBroker();
  const subscriber = await scenario.join('slow', { username: 'u' });
  await subscriber.subscribe('t');
  const publisher = await scenario.join('publisher');
  Object.assign(subscriber, { canWrite: false, unsentBytes: waiting });
  await publisher.publish('t', 'x', 1);
  await endOfTurn();
  const events = scenario.record('client.disconnected', 'alarm.activated', 'alarm.deactivated');
  const told = () =>
    events.map((event) => (event.name === 'client.disconnected' ? event.reason : event.name));
  return { ...scenario, subscriber, publisher, told };
}

/** The client has taken everything. */
function recover(subscriber: Awaited<ReturnType<typeof congest>>['subscriber']): void {
  subscriber.unsentBytes = 0;
  subscriber.drained();
}

test('a client that takes nothing for ten seconds is disconnected with a reason of its own', async () => {
  const { broker, clock, subscriber, told } = await congest(1000);
  await subscriber.send({ type: 'pingreq' });
  await clock.advance(9000);
  assert.deepEqual(told(), []);
  await clock.advance(3000);
  assert.deepEqual(told(), ['slow_consumer']);
  assert.notEqual(subscriber.closed, undefined);
  assert.equal(broker.metrics['client.disconnected.slow_consumer'], 1);
});

test('a client that takes a little is slow and not dead', async () => {
  const { clock, subscriber, told } = await congest(100_000);
  await subscriber.send({ type: 'pingreq' });
  for (let i = 0; i < 20; i++) {
    await clock.advance(5000);
    subscriber.unsentBytes -= 1000;
  }
  assert.deepEqual(told(), []);
  recover(subscriber);
  await clock.advance(60_000);
  assert.deepEqual(told(), []);
});

test('the alarm about much unsent output begins once, and ends when the client has kept up for a minute', async () => {
  const { broker, clock, subscriber, told } = await congest(2 * SOFT);
  await subscriber.send({ type: 'pingreq' });
  await clock.advance(3000);
  assert.deepEqual(told(), ['alarm.activated']);
  const [alarm] = broker.alarms.active();
  assert.equal(alarm?.name, 'conn_congestion/slow/u');
  assert.equal((alarm?.details.unsent_bytes as number) >= 2 * SOFT, true);
  recover(subscriber);
  await clock.advance(50_000);
  assert.deepEqual(told(), ['alarm.activated']);
  await clock.advance(15_000);
  assert.deepEqual(told(), ['alarm.activated', 'alarm.deactivated']);
});

test('the alarm ends with the connection', async () => {
  const { broker, clock, subscriber, told } = await congest(2 * SOFT);
  await subscriber.send({ type: 'pingreq' });
  await clock.advance(1000);
  subscriber.cut();
  assert.deepEqual(told(), ['alarm.activated', 'tcp_closed', 'alarm.deactivated']);
  assert.deepEqual(broker.alarms.active(), []);
});
