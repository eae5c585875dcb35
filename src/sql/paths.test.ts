import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf, resultOf, ruleOf, runSql } from '../../test/support/sql-event.ts';
import { JsonDocument } from './json-document.ts';
import type { Value } from './values.ts';

const columns: Record<string, Value> = {
  payload:
    '{"list":[10,20,30],"inner":"{\\"a\\":[1,2]}","bad":"{","a b":{"c-d":1},"5":"five","i":2,"n":null,' +
    '"rows":[{"v":1},{"v":2}],"float":4.0,"big":12345678901234567890,"__proto__":{"p":1}}',
  pub_props: { 'User-Property': { k: 'v' } },
  text: '{"x":{"y":1}}',
  plain: 'no json',
  qos: 1,
  'odd name': 'odd',
  topic: 'a/b/c',
};

const reads: readonly (readonly [string, string])[] = [
  ['payload.list', '[10,20,30]'],
  ['payload.list[1]', '10'],
  ['payload.list[-1]', '30'],
  ['payload.list[0]', 'undefined'],
  ['payload.list[4]', 'undefined'],
  ['payload.list[qos]', '10'],
  ['payload.list[payload.i]', '20'],
  ['payload.list[qos + 2]', '30'],
  ['payload.list[nosuch]', 'undefined'],
  ['payload.list[1..2]', '[10,20]'],
  ['payload.list[2..9]', '[20,30]'],
  ['payload.list[-2..-1]', '[20,30]'],
  ['payload.list[3..2]', '[]'],
  ['payload.list[-9..1]', '[10]'],
  ['payload.i[1..2]', 'error: [1..2] needs a list, got an integer'],
  ['payload.nosuch[1..2]', 'undefined'],
  ['payload.rows[2].v', '2'],
  ['payload.rows[2..2][1].v', '2'],
  ['payload.inner.a[2]', '2'],
  ['payload.bad.a', 'undefined'],
  ["payload.'a b'.'c-d'", '1'],
  ['payload."a b"."c-d"', '1'],
  ['payload.5', '"five"'],
  ['payload.n', 'null'],
  ['payload.n.x', 'undefined'],
  ['payload.float', '4.0'],
  ['payload.big', '12345678901234567890'],
  ['payload.constructor', 'undefined'],
  ["payload.'__proto__'.p", '1'],
  ["pub_props.'User-Property'.k", '"v"'],
  ['pub_props.toString', 'undefined'],
  ['text.x.y', '1'],
  ['plain.x', 'undefined'],
  ['qos.x', 'undefined'],
  ['nosuch.x', 'undefined'],
  ['"odd name"', '"odd"'],
  ["split(topic, '/')[2]", '"b"'],
  ["map(text).x['y']", 'undefined'],
  ['map(text).x.y', '1'],
  ['[1, 2, 3][2..3]', '[2,3]'],
  ['[1..3]', '[1,2,3]'],
  ['[1..3][-1]', '3'],
  ['(text).x', '{"y":1}'],
  ['[]', '[]'],
];

for (const [path, value] of reads) {
  test(`${path} reads ${value}`, () => assert.equal(resultOf(path, columns), value));
}

const payloads: readonly (readonly [string, Value, string])[] = [
  ['is not JSON', 'hello', 'error: decode_json_failed'],
  ['is empty', '', 'error: decode_json_failed'],
  ['is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'error: decode_json_failed'],
  ['is nested too deep', `${'['.repeat(65)}${']'.repeat(65)}`, 'error: decode_json_failed'],
  ['is nested deep', `${'['.repeat(64)}${']'.repeat(64)}`, 'undefined'],
  ['is a JSON scalar', '17', 'undefined'],
  ['is JSON null', 'null', 'undefined'],
  ['is JSON in bytes', Buffer.from('{"x":"温"}'), '"温"'],
  ['is JSON text of JSON', '"{\\"x\\":1}"', '1'],
  ['does not exist', undefined, 'undefined'],
  ['is a map already', { x: 5 }, '5'],
];

for (const [state, payload, result] of payloads) {
  test(`payload.x of a payload that ${state} gives ${result}`, () => {
    assert.equal(resultOf('payload.x', { payload }), result);
  });
}

test('payload itself is what was received', () => {
  assert.equal(resultOf('payload', { payload: '{ "x" : 1 }' }), '"{ \\"x\\" : 1 }"');
});

test('the payload is decoded once for all paths of an evaluation, and by the event if it can', () => {
  let decoded = 0;
  const source = {
    ...eventOf({ payload: '{"a":1,"b":2}' }),
    payloadDocument() {
      decoded += 1;
      return new JsonDocument('{"a":1,"b":2}');
    },
  };
  const rule = ruleOf('SELECT payload.a as a, payload.b as b FROM "t" WHERE payload.a + payload.b = 3');
  assert.equal(rule.evaluate(source).length, 1);
  assert.equal(decoded, 1);
});

const odd: ReadonlyArray<readonly [payload: string, expression: string, result: string]> = [
  ['{"x":4.0}', 'payload.x', '4.0'],
  ['{"x":1e3}', 'payload.x', '1000.0'],
  ['{"x":9007199254740993}', 'payload.x', '9007199254740993'],
  ['{"x":-0}', 'payload.x + 1', '1'],
  ['{"x":1e999}', 'payload.x', 'error: decode_json_failed'],
  ['{"x":1,"y":[1e999]}', 'payload.y', 'error: decode_json_failed'],
  ['{"y":{"x":1},"x":2.0}', 'payload.x', '2.0'],
  ['{"y":{"x":1.0},"x":2}', 'payload.y.x', '1.0'],
  ['{"a\\"x":1,"\\u0078":2.0}', 'payload.x', '2.0'],
  ['{"y":"\\"x\\":1,","\\u0078":2.0}', 'payload.x', '2.0'],
  ['{"x": 3}', 'payload.x', '3'],
  ['{"x":3.0e0}', 'payload.x', '3.0'],
  ['{"x":-3,"y":1}', 'payload.x', '-3'],
  ['{"x":123456789012345678901}', 'payload.x', '123456789012345678901'],
  ['{"x":{"y":{"z":"deep"}}}', 'payload.x.y.z', '"deep"'],
  ['{"x":{"y":[1,{"z":2}]}}', 'payload.x.y', '[1,{"z":2}]'],
  ['{"x":{"y":[1,{"z":2}]}}', 'payload.x.y.z', 'undefined'],
  ['{"x":"{\\"y\\":5}"}', 'payload.x.y', '5'],
  ['"{\\"x\\":5}"', 'payload.x', '5'],
  ['{"x":null}', 'payload.x', 'null'],
  ['{"x":null}', 'payload.x.y', 'undefined'],
  ['{}', 'payload.constructor', 'undefined'],
  ['{}', 'payload.toString.name', 'undefined'],
  ['{"x":{}}', "payload.x.'__proto__'", 'undefined'],
  ['{"__proto__":{"y":1}}', "payload.'__proto__'.y", '1'],
  ['{"x":{}}', "map_get('constructor', payload.x)", 'undefined'],
  [`${'{"x":'.repeat(64)}1${'}'.repeat(64)}`, 'payload.y', 'undefined'],
  [`${'{"x":'.repeat(65)}1${'}'.repeat(65)}`, 'payload.y', 'error: decode_json_failed'],
  [`${'['.repeat(65)}${']'.repeat(65)}`, 'payload.y', 'error: decode_json_failed'],
];

for (const [payload, expression, result] of odd) {
  test(`${expression} of ${payload.slice(0, 40)} is ${result}`, () => {
    assert.equal(resultOf(expression, { payload }), result);
  });
}

test('an error of the select list counts although WHERE does not hold', () => {
  const broken = { payload: 'no JSON', qos: 0 };
  assert.equal(runSql('SELECT payload.x as x FROM "t" WHERE qos = 1', broken), 'error: decode_json_failed');
  assert.equal(
    runSql(`SELECT qos as payload, payload.x as x FROM "t" WHERE 1 = 2`, { ...broken, qos: 'text' }),
    'error: decode_json_failed',
  );
  assert.equal(runSql('SELECT payload.x as x FROM "t" WHERE qos = 1', { payload: '{}', qos: 0 }), '[]');
});

const names: readonly (readonly [string, string])[] = [
  ['qos', '{"qos":1}'],
  ['payload.x.y', '{"payload":{"x":{"y":5}}}'],
  ['payload.x.y as a.b', '{"a":{"b":5}}'],
  ['1 as a.b, 2 as a.c', '{"a":{"b":1,"c":2}}'],
  ["'abc'", '{"abc":"abc"}'],
  ['1 + 1', '{"_v_i":2}'],
  ['-1', '{"_v_i":-1}'],
  ['true', '{"_v_i":true}'],
  ["'a' + 'b'", '{"_v_i":"ab"}'],
  ['upper(clientid)', '{"_v_i":"C1"}'],
  ['*', '{"clientid":"c1","qos":1,"payload":"{\\"x\\":{\\"y\\":5},\\"l\\":[1,2]}"}'],
  ['*, 2 as qos', '{"clientid":"c1","qos":2,"payload":"{\\"x\\":{\\"y\\":5},\\"l\\":[1,2]}"}'],
  ['2 as qos, *', '{"qos":1,"clientid":"c1","payload":"{\\"x\\":{\\"y\\":5},\\"l\\":[1,2]}"}'],
  ['payload, 1 as payload.flag', '{"payload":{"x":{"y":5},"l":[1,2],"flag":1}}'],
  ['payload.x, 2 as payload.y', '{"payload":{"x":{"y":5},"y":2}}'],
  ['payload.l[2]', '{"payload":{"l":[2]}}'],
  ['payload.l as a, 9 as a[1]', '{"a":[9,2]}'],
  ['payload.l as a, 9 as a[-1]', '{"a":[1,9]}'],
  ['payload.l as a, 9 as a[0]', '{"a":[9,1,2]}'],
  ['payload.l as a, 9 as a[-0]', '{"a":[1,2,9]}'],
  ['payload.l as a, 9 as a[7]', '{"a":[1,2]}'],
  ['9 as a[1]', '{"a":[9]}'],
  ['9 as a[1].b', '{"a":[{"b":9}]}'],
  ['nosuch', '{"nosuch":"undefined"}'],
  ['qos as "a b".\'c d\'', '{"a b":{"c d":1}}'],
  ['1 as a, a + 1 as b', '{"a":1,"b":2}'],
  ['qos + 1 as qos, qos + 1 as next', '{"qos":2,"next":3}'],
  ['nosuch as qos, qos as seen', '{"qos":"undefined","seen":1}'],
  ['1 as payload.z, payload.x.y as seen', '{"payload":{"z":1},"seen":5}'],
  ["'none' as payload, payload.x as seen", 'error: decode_json_failed'],
];

for (const [items, row] of names) {
  test(`SELECT ${items} makes ${row}`, () => {
    const event = { clientid: 'c1', qos: 1, payload: '{"x":{"y":5},"l":[1,2]}' };
    assert.equal(runSql(`SELECT ${items} FROM "t"`, event).replace(/^\[(.*)\]$/, '$1'), row);
  });
}

test('WHERE sees the outputs over the columns', () => {
  const event = { qos: 1, reason: 'a' };
  assert.equal(runSql(`SELECT 'b' as reason FROM "t" WHERE reason = 'b'`, event), '[{"reason":"b"}]');
  assert.equal(runSql(`SELECT 'b' as reason FROM "t" WHERE reason = 'a'`, event), '[]');
  assert.equal(runSql(`SELECT qos as reason FROM "t" WHERE reason = 1 AND qos = 1`, event), '[{"reason":1}]');
});

test('an error of the select list happens even if WHERE would be false', () => {
  assert.match(runSql(`SELECT 1 / 0 as x FROM "t" WHERE false`), /^error: division by zero/);
  assert.match(runSql(`SELECT payload.x as x FROM "t" WHERE qos = 9`, { qos: 1, payload: '' }), /^error/);
});

test('columns that the expressions do not need are not read', () => {
  const read: string[] = [];
  const source = {
    column(name: string) {
      read.push(name);
      return name === 'qos' ? 1 : undefined;
    },
    columnNames: () => ['qos', 'clientid'],
  };
  ruleOf('SELECT *, clientid as c FROM "t" WHERE qos = 2').evaluate(source);
  assert.deepEqual(read, ['qos']);
});

test('rows do not change the maps of the event', () => {
  const flags = { retain: true };
  const rows = runSql('SELECT flags, false as flags.retain FROM "t"', { flags });
  assert.equal(rows, '[{"flags":{"retain":false}}]');
  assert.deepEqual(flags, { retain: true });
});
