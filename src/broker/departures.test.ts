import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker } from '../../test/support/test-broker.ts';
import { Departures } from './departures.ts';

test('clients that are lost together are accounted for one by one, each exactly once', async () => {
  const { broker, join, record } = startTestBroker();
  const events = record('client.disconnected');
  const clientIds = Array.from({ length: 500 }, (_, i) => `client-${i}`);
  const clients = await Promise.all(clientIds.map((clientId) => join(clientId)));
  for (const client of clients) client.cut();
  assert.ok(events.length > 0, 'the first at once');
  for (let turn = 0; turn < 1000 && events.length < 500; turn++) await endOfTurn();
  assert.deepEqual(
    events.map(({ client }) => client.clientId),
    clientIds,
  );
  assert.deepEqual([...new Set(events.map(({ reason }) => reason))], ['tcp_closed']);
  assert.equal(broker.stats().liveConnections.count, 0);
});

test('many in one turn take several turns, of a few milliseconds each', async () => {
  const departures = new Departures();
  const turns: number[] = [];
  let turn = 0;
  const tick = setInterval(() => turn++, 0);
  const burn = () => {
    turns.push(turn);
    for (const end = performance.now() + 0.5; performance.now() < end; );
  };
  for (let i = 0; i < 200; i++) departures.add({ depart: burn });
  while (turns.length < 200) await new Promise((resolve) => setTimeout(resolve, 1));
  clearInterval(tick);
  const largest = Math.max(
    ...Map.groupBy(turns, (of) => of)
      .values()
      .map(({ length }) => length),
  );
  assert.ok(largest <= 60, `${largest} in one turn`);
});

test('a client that comes back before its loss was accounted for left by its loss, before it came', async () => {
  const { broker, join, record } = startTestBroker();
  const { departures } = broker;
  const lost = await join('lost');
  const events = record('client.disconnected', 'client.connected');
  const until = performance.now() + 6;
  departures.add({
    depart() {
      while (performance.now() < until);
    },
  });
  departures.add({ depart: () => {} });
  lost.cut();
  assert.equal(events.length, 0, 'it has to wait');
  await join('lost');
  const ofLost = events.filter(({ client }) => client.clientId === 'lost');
  assert.deepEqual(
    ofLost.map((event) => (event.name === 'client.disconnected' ? event.reason : event.name)),
    ['tcp_closed', 'client.connected'],
  );
});

test('what waits is accounted for when the broker stops', async () => {
  const { broker, join, record } = startTestBroker();
  const events = record('client.disconnected');
  const clients = await Promise.all(Array.from({ length: 100 }, (_, i) => join(`client-${i}`)));
  for (const client of clients) client.cut();
  broker.stop();
  assert.equal(events.length, 100);
});
