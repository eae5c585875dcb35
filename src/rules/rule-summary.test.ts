import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScenario } from '../../test/support/rule-scenario.ts';

const SQL = `SELECT clientid FROM "$events/client/disconnected" WHERE reason != 'normal'`;

test('a rule says in one word how it does', (t) => {
  const { engine, rule, actions, broker } = startScenario(t);
  rule('r', SQL);
  const state = () => engine.summaries()[0]?.state;
  const leave = (reason: string) => {
    broker.disconnect(reason);
    engine.drain();
  };
  assert.equal(state(), 'never_matched');
  leave('normal');
  assert.equal(state(), 'never_matched');
  leave('kicked');
  assert.equal(state(), 'ok');
  actions.statuses.set('http:a', 'disconnected');
  assert.equal(state(), 'action_failing');
  assert.deepEqual(engine.summaries()[0]?.failing_actions, ['http:a']);
  engine.update('r', { sql: SQL, enable: false });
  assert.equal(state(), 'off');
});
