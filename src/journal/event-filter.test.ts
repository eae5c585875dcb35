import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesFilter } from './event-filter.ts';

const payload = JSON.stringify({
  temp: 21.5,
  name: 'M\u00fcller "x"',
  on: true,
  gone: null,
  deep: { 'a.b': 7 },
});

function finds(path: string, value: string): boolean {
  const columns = `{"keepalive":60,"ratio":5.0,"large":1e+21,"clean":true,"clientid":"007","payload":${JSON.stringify(payload)},"flags":{"retain":false},"props":{"User-Property":{"a.b":"c"}},"nothing":null,"raw":{"$bytes":"/w=="}}`;
  const record = { at: 1, n: 0, event: 'x', clientId: undefined, username: undefined, columns };
  return matchesFilter(record, { columns: [{ path, value }] });
}

test('the value of a column is compared as what it is: numbers as numbers, text as text', () => {
  for (const value of ['60', '60.0', '6e1', '+60']) assert.ok(finds('keepalive', value), value);
  for (const value of ['6', '600', '0x3c', ' 60', '']) assert.ok(!finds('keepalive', value), value);
  assert.ok(finds('ratio', '5'));
  assert.ok(finds('large', '1000000000000000000000'));
  assert.ok(finds('clean', 'true'));
  assert.ok(!finds('clean', '1'));
  assert.ok(finds('clientid', '007'));
  assert.ok(!finds('clientid', '7'));
});

test('null finds events in which the column is null or is not there', () => {
  assert.ok(finds('nothing', 'null'));
  assert.ok(finds('username', 'null'));
  assert.ok(finds('props.User-Property.z', 'null'));
  assert.ok(!finds('clientid', 'null'));
});

test('a path goes into maps, whose keys may hold dots, and into a payload that is JSON', () => {
  assert.ok(finds('flags.retain', 'false'));
  assert.ok(finds('props.User-Property.a.b', 'c'));
  assert.ok(finds('payload.temp', '21.50'));
  assert.ok(finds('payload.name', 'M\u00fcller "x"'));
  assert.ok(finds('payload.on', 'true'));
  assert.ok(finds('payload.gone', 'null'));
  assert.ok(finds('payload.deep.a.b', '7'));
  assert.ok(!finds('payload.temp', '21'));
  assert.ok(!finds('raw.temp', '1'));
});
