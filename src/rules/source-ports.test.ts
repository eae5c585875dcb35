import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMessage, startScenario } from '../../test/support/rule-scenario.ts';

test('what a source hands in is seen by the rules that name it, once each, and by no other', (t) => {
  const { rule, engine, rows } = startScenario(t);
  rule('one', `SELECT 'one' as rule, event FROM "$bridges/mqtt:site-b"`);
  rule('all', `SELECT 'all' as rule, payload.temp as temp FROM "$bridges/#", "$sources/mqtt:site-b", "t/#"`);
  rule('other', 'SELECT * FROM "$bridges/mqtt:site-c", "#", "$events/#"');
  engine.sourceMessage('mqtt:site-b', 'b.example:1883', aMessage({ payload: Buffer.from('{"temp":4.5}') }));
  engine.drain();
  assert.deepEqual(rows(), [
    { rule: 'one', event: '$bridges/mqtt:site-b' },
    { rule: 'all', temp: 4.5 },
  ]);
});

test('rules that come and go change who sees a source', (t) => {
  const { rule, engine, rows } = startScenario(t);
  const bring = (): void => {
    engine.sourceMessage('mqtt:s', 'b:1', aMessage());
    engine.drain();
  };
  bring();
  rule('r', 'SELECT server, topic FROM "$bridges/mqtt:*"');
  bring();
  engine.delete('r');
  bring();
  assert.deepEqual(rows(), [{ server: 'b:1', topic: 't/a' }]);
});

test('a rule may republish what a source brought in', (t) => {
  const { rule, engine, broker } = startScenario(t);
  rule('r', 'SELECT topic, payload, qos FROM "$bridges/mqtt:s"', {
    actions: [{ function: 'republish', args: { topic: 'from-b/${topic}' } }],
  });
  engine.sourceMessage('mqtt:s', 'b:1', aMessage({ qos: 1 }));
  engine.drain();
  assert.deepEqual(
    broker.published.map(({ topic, qos, payload, from }) => [topic, qos, String(payload), from.clientId]),
    [['from-b/t/a', 1, '{"temp":21}', 'r']],
  );
});
