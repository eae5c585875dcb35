import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOf } from '../../../../test/support/sql-event.ts';

const results: readonly (readonly [string, string])[] = [
  // maps
  ["map_get('x', 'no JSON')", 'undefined'],
  ["map_get('x', nosuch, 1)", '1'],
  ["map_get('n', payload, 'd')", 'null'],
  ["map_get('arr.1', payload)", 'undefined'],
  ["map_get('o.k.deeper', payload)", 'undefined'],
  ["map_get('__proto__', payload)", 'undefined'],
  ["map_get('toString', payload.o)", 'undefined'],
  ['map_get(1, payload)', "refused: map_get(): expected text, got an integer; write '1'"],
  ["map_put('k', 2, payload.o)", '{"k":2}'],
  ["map_put('k.l', 2, payload.o)", '{"k":{"l":2}}'],
  ["map_put('a.b', 1, map_new())", '{"a":{"b":1}}'],
  ["map_put('__proto__', 1, map_new())", '{"__proto__":1}'],
  ["map_get('a', mput('a.b', 1, '{}'), 'none')", '"none"'],
  ["mget('o.k', payload, 'none')", '"none"'],
  ["mget('k', 5)", 'refused: mget(): expected a map or text, got an integer'],
  ["mget('k', qos)", 'error: mget(): expected a map or its JSON text, got an integer'],
  ["mget('k', clientid)", "error: mget(): expected a map or its JSON text, got 'c1'"],
  ["mget('n', payload, 'd')", 'null'],
  ["mget(['a', 'b'], payload)", 'refused: mget(): expected text, got a list'],
  ['map_keys(map(\'{"b":1,"a":2,"10":3,"9":4}\'))', '["10","9","a","b"]'],
  ['map_values(map(\'{"b":1,"a":2}\'))', '[2,1]'],
  ['map_keys(payload.arr)', 'error: map_keys(): expected a map or its JSON text, got a list'],
  ['map_to_entries(map_new())', '[]'],
  ['map_size(\'{"a":1}\')', '1'],
  // lists
  ['nth(0, payload.arr)', 'error: nth(): there is no element 0 in a list of 3'],
  ['nth(4, payload.arr)', 'error: nth(): there is no element 4 in a list of 3'],
  ['nth(-1, payload.arr)', 'error: nth(): -1 is out of range'],
  ["nth('1', payload.arr)", 'refused: nth(): expected an integer, got text; write 1'],
  ['nth(1, payload.o)', 'error: nth(): expected a list, got a map'],
  ["length('abc')", 'refused: length(): expected a list, got text'],
  ['length(clientid)', 'error: length(): expected a list, got text'],
  ['length([])', '0'],
  ['sublist(0, payload.arr)', '[]'],
  ['sublist(9, payload.arr)', '[10,20,30]'],
  ['sublist(3, 1, payload.arr)', '[30]'],
  ['sublist(0, 1, payload.arr)', 'error: sublist(): positions are counted from 1'],
  ['first([])', 'error: first(): the list is empty'],
  ['last([])', 'error: last(): the list is empty'],
  ['first([payload.n])', 'null'],
  ["contains('a', ['a'])", 'true'],
  ['contains(1, [1.0])', 'false'],
  ['contains([1], [[1], [2]])', 'true'],
  ['contains(nosuch, [1])', 'false'],
  ['contains(payload.o, [payload.flat, payload.o])', 'true'],
  ["contains(1, 'abc')", 'refused: contains(): expected a list, got text'],
];

for (const [expression, result] of results) {
  test(`${expression} gives ${result}`, () => assert.equal(resultOf(expression), result));
}

test('a map of more than 32 keys keeps their order', () => {
  const keys = Array.from({ length: 33 }, (_, i) => `k${33 - i}`);
  const payload = JSON.stringify(Object.fromEntries(keys.map((key) => [key, 1])));
  assert.equal(resultOf('map_keys(payload)', { payload }), JSON.stringify(keys));
});

test('a path of a thousand parts is refused', () => {
  const path = 'a.'.repeat(1000);
  assert.equal(
    resultOf('map_put(path, 1, map_new())', { path }),
    'error: map_put(): a path may have at most 64 parts',
  );
  assert.equal(
    resultOf('map_get(path, payload)', { path, payload: '{}' }),
    'error: map_get(): a path may have at most 64 parts',
  );
});

test('a number is looked for in a long list of numbers', () => {
  const payload = JSON.stringify(Array.from({ length: 300_000 }, (_, i) => i));
  assert.equal(resultOf('contains(299999, json_decode(payload))', { payload }), 'true');
  assert.equal(resultOf('contains(300000, json_decode(payload))', { payload }), 'false');
});

test('looking for a large value in many of its likes costs no more than one comparison may', () => {
  const wide = Array.from({ length: 50_000 }, (_, i) => i);
  const like = wide.with(-1, -1);
  const columns = { wide, likes: Array.from({ length: 1000 }, () => like) };
  assert.match(resultOf('contains(wide, likes)', columns), /more than 100000 parts/);
});
