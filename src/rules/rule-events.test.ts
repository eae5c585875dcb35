import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleEvents } from './rule-events.ts';

test('each event is listed once, with its words in both languages and columns that the engine reads', () => {
  assert.equal(new Set(ruleEvents.map(({ event }) => event)).size, ruleEvents.length);
  for (const { event, title, description, columns, test_columns, sql_example } of ruleEvents) {
    for (const words of [title, description]) assert.match(words.zh, /\p{Script=Han}/u, event);
    for (const name of ['event', 'timestamp', 'node']) assert.ok(columns.includes(name), `${event}: ${name}`);
    for (const name of Object.keys(test_columns)) assert.ok(columns.includes(name), `${event}: ${name}`);
    assert.match(sql_example, /^SELECT /);
  }
});

test('what the tester asks for has an example and a help', () => {
  const disconnected = ruleEvents.find(({ event }) => event === '$events/client/disconnected');
  assert.deepEqual(disconnected?.test_columns.clientid, ['c_emqx', 'the client id']);
  assert.equal(disconnected?.test_columns.disconn_props, undefined);
  assert.equal(disconnected?.test_columns.disconnected_at, undefined);
});
