import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRule } from './compile-rule.ts';

test('what is not given is missing as it would be in an action, and no example takes its place', () => {
  const rule = compileRule('SELECT clientid, username, topic FROM "t/#"');
  assert.deepEqual(rule.run({ topic: 't/1', clientid: 'c1' }), [
    { clientid: 'c1', username: 'undefined', topic: 't/1' },
  ]);
});

test('a payload is text, bytes or any JSON', () => {
  const rule = compileRule('SELECT payload.n AS n FROM "t"');
  for (const payload of ['{"n":1}', Buffer.from('{"n":1}'), new TextEncoder().encode('{"n":1}'), { n: 1 }])
    assert.deepEqual(rule.run({ topic: 't', payload }), [{ n: 1 }]);
});

test('an event is named, or is the one that the rule is about', () => {
  const rule = compileRule(
    'SELECT event, clientid FROM "$events/client/disconnected", "$events/client/connected"',
  );
  assert.deepEqual(rule.run({ clientid: 'c' }), [{ event: 'client.disconnected', clientid: 'c' }]);
  assert.deepEqual(rule.run({ event: 'client.connected', clientid: 'c' }), [
    { event: 'client.connected', clientid: 'c' },
  ]);
  assert.deepEqual(rule.run({ event: 'session.subscribed', clientid: 'c' }), []);
  assert.throws(
    () => rule.run({ event: 'client.conected' }),
    /no event client\.conected; events are .*client\.connected/,
  );
});

test('the clock is the one that is given', () => {
  const rule = compileRule('SELECT now_timestamp(\'millisecond\') AS now FROM "t"', {
    now: () => 1_756_465_154_714,
  });
  assert.deepEqual(rule.run({ topic: 't' }), [{ now: 1_756_465_154_714 }]);
});

test('a rule that fails on an event throws, and the next event is not touched by it', () => {
  const rule = compileRule('SELECT 1 + payload.n AS n FROM "t"');
  assert.throws(() => rule.run({ topic: 't', payload: { n: { a: 1 } } }));
  assert.deepEqual(rule.run({ topic: 't', payload: { n: 2 } }), [{ n: 3 }]);
});
