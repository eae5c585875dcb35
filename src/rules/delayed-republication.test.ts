import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRuledBroker } from '../../test/support/ruled-broker.ts';

test('rules that hand a message on in a circle stop there, also when it is delayed each time', async (t) => {
  const { engine, broker, clock, join } = await startRuledBroker(t);
  for (const [id, topic, next] of [
    ['a', 'a', 'b'],
    ['b', 'b', 'a'],
  ] as const) {
    const actions = [
      { function: 'republish' as const, args: { topic: `$delayed/1/${next}`, payload: '${payload}' } },
    ];
    engine.create({ id, sql: `SELECT payload FROM "${topic}"`, actions });
  }
  const client = await join('c');
  await client.publish('a', 'x');
  for (let second = 0; second < 40; second++) await clock.advance(1000);
  assert.equal(engine.totals().matched, 17);
  assert.equal(broker.delayed.gauge.count, 0);
});

test('a rule does not see what it republished itself after a delay', async (t) => {
  const { engine, clock, join } = await startRuledBroker(t);
  const actions = [
    { function: 'republish' as const, args: { topic: '$delayed/1/a', payload: '${payload}' } },
  ];
  engine.create({ id: 'a', sql: 'SELECT payload FROM "a"', actions });
  const client = await join('c');
  await client.publish('a', 'x');
  await clock.advance(5000);
  assert.equal(engine.totals().matched, 1);
});
