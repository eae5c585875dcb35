import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, publish, startTestBroker } from '../../../test/support/test-broker.ts';
import { encodePacket } from '../../mqtt/codec.ts';

/** One chunk of QoS 0 messages `1` … `count`. */
function burst(count: number, topic = 't'): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => encodePacket(publish(topic, `${i + 1}`), 5)));
}

test('a client that publishes faster than its rate waits, and nothing is lost or moved', async () => {
  const { broker, clock, join } = startTestBroker({ messagesRate: 10 });
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  const publisher = await join('publisher');
  publisher.sendBytes(burst(25));
  await endOfTurn();
  const got = subscriber.takeMessages();
  assert.equal(got.length, 10, 'what a second allows may come at once');
  assert.equal(publisher.paused, true);
  await clock.advance(1000);
  got.push(...subscriber.takeMessages());
  assert.ok(got.length >= 19 && got.length <= 21, `${got.length} after one second`);
  assert.equal(publisher.paused, true);
  await clock.advance(2000);
  got.push(...subscriber.takeMessages());
  assert.deepEqual(
    got,
    Array.from({ length: 25 }, (_, i) => `t=${i + 1}`),
  );
  await endOfTurn();
  assert.equal(publisher.paused, false);
  assert.ok(broker.metrics['reading.paused.rate'] > 0);
});

test('the rate in bytes counts whole packets', async () => {
  const { clock, join } = startTestBroker({ bytesRate: 1000 });
  const subscriber = await join('subscriber');
  await subscriber.subscribe('t');
  const publisher = await join('publisher');
  await publisher.publish('t', 'x'.repeat(3000));
  assert.equal(publisher.paused, true);
  await publisher.publish('t', 'next');
  assert.equal(subscriber.takeMessages().length, 1);
  await clock.advance(1500);
  assert.equal(subscriber.takeMessages().length, 0);
  await clock.advance(1500);
  assert.deepEqual(subscriber.takeMessages(), ['t=next']);
});

test('a client that waits for its rate is alive, whatever its keep-alive', async () => {
  const { clock, join, record } = startTestBroker({ messagesRate: 0.05 });
  const events = record('client.disconnected');
  const publisher = await join('publisher', { keepAlive: 1 });
  publisher.sendBytes(burst(2));
  await clock.advance(15_000);
  assert.equal(events.length, 0);
  await clock.advance(60_000);
  assert.equal(events[0]?.reason, 'keepalive_timeout', 'but silence after its turn counts');
});

test('other packets of a client that waits for its rate come after it, in order', async () => {
  const { clock, join } = startTestBroker({ messagesRate: 1 });
  const publisher = await join('publisher');
  publisher.sendBytes(
    Buffer.concat([
      encodePacket(publish('t', '1', 1, { packetId: 1 }), 5),
      encodePacket(publish('t', '2', 1, { packetId: 2 }), 5),
      encodePacket({ type: 'pingreq' }, 5),
    ]),
  );
  await endOfTurn();
  assert.deepEqual(
    publisher.packets.splice(0).map(({ type }) => type),
    ['puback'],
  );
  await clock.advance(5000);
  assert.deepEqual(
    publisher.packets.map(({ type }) => type),
    ['puback', 'pingresp'],
  );
});

test('a client that is held to its rate is one alarm, until it has kept below it for a minute', async () => {
  const { clock, join, record } = startTestBroker({ messagesRate: 10 });
  const [began, ended] = [record('alarm.activated'), record('alarm.deactivated')];
  const publisher = await join('publisher', { username: 'u', keepAlive: 0 });
  publisher.sendBytes(burst(9));
  await endOfTurn();
  assert.equal(began.length, 0, 'it is below');
  publisher.sendBytes(burst(50));
  await endOfTurn();
  for (let second = 0; second < 30; second++) await clock.advance(1000);
  assert.deepEqual(
    began.map(({ alarm }) => [alarm.name, alarm.details.reason]),
    [['rate_limited/publisher/u', 'messages_rate']],
  );
  assert.equal(ended.length, 0);
  for (let second = 0; second < 70; second++) await clock.advance(1000);
  assert.deepEqual(
    ended.map(({ alarm }) => alarm.name),
    ['rate_limited/publisher/u'],
  );
});
