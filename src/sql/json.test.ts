import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJsonText, toJsonText } from './json.ts';
import { toTemplateText } from './text.ts';
import { Float, isMap, type Value } from './values.ts';

const exact: readonly string[] = [
  '4',
  '4.0',
  '-0.5',
  '21.55',
  '9007199254740993',
  '-12345678901234567890',
  'null',
  'true',
  '"a\\"b\\\\\\n"',
  '[1,2.0,[],{}]',
  '{"a":{"b":[null,1e+21]},"c":"x 4.0 y"}',
];

for (const text of exact) {
  test(`${text} is read and written without loss`, () => assert.equal(toJsonText(fromJsonText(text)), text));
}

test('floats are told from integers', () => {
  assert.ok(fromJsonText('4.0') instanceof Float);
  assert.ok(fromJsonText('1e3') instanceof Float);
  assert.equal(fromJsonText('4'), 4);
  assert.equal(fromJsonText('4.5'), 4.5);
  assert.equal(fromJsonText('12345678901234567890'), 12345678901234567890n);
});

test('maps have no prototype that a key could reach', () => {
  for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1.0}}']) {
    const map = fromJsonText(text);
    assert.ok(isMap(map));
    assert.equal(Object.getPrototypeOf(map), null);
    assert.deepEqual(Object.keys(map), ['__proto__']);
  }
});

test('JSON nested deeper than 64 levels is refused', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  assert.ok(fromJsonText(nested(64)));
  assert.throws(() => fromJsonText(nested(65)), { name: 'SqlRuntimeError' });
  assert.throws(() => fromJsonText(`${'{"a":'.repeat(100_000)}4.0${'}'.repeat(100_000)}`), {
    name: 'SqlRuntimeError',
  });
});

test('a number that is too large is refused', () => {
  assert.throws(() => fromJsonText('1e999'), { name: 'SqlRuntimeError' });
  assert.throws(() => fromJsonText('9'.repeat(100_000)), { name: 'SqlRuntimeError' });
});

const written: readonly (readonly [Value, json: string, text: string])[] = [
  [undefined, '"undefined"', 'undefined'],
  [null, 'null', 'null'],
  [true, 'true', 'true'],
  [12n ** 20n, '3833759992447475122176', '3833759992447475122176'],
  [new Float(3), '3.0', '3.0'],
  [0.1234567890123, '0.1234567890123', '0.123456789'],
  [new Float(1e21), '1e+21', '1000000000000000000000.0'],
  [1e-12, '1e-12', '0.0'],
  ['text', '"text"', 'text'],
  [Buffer.from('温'), '"温"', '温'],
  [[], '[]', '[]'],
  [[97, 98], '[97,98]', '[97,98]'],
  [
    { a: undefined, b: [undefined, new Float(1)] },
    '{"a":"undefined","b":["undefined",1.0]}',
    '{"a":"undefined","b":["undefined",1.0]}',
  ],
];

for (const [value, json, text] of written) {
  test(`${json} is shown as ${text}`, () => {
    assert.equal(toJsonText(value), json);
    assert.equal(toTemplateText(value), text);
  });
}

test('a small value with a huge text is refused', () => {
  let value: Value = 'x';
  for (let i = 0; i < 40; i++) value = [value, value];
  assert.throws(() => toJsonText(value), { name: 'SqlRuntimeError', message: /more than/ });
});
