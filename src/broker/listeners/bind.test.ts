import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBind, parseBind } from './bind.ts';

const binds: ReadonlyArray<[bind: string | number, address: string | undefined]> = [
  [1883, '0.0.0.0:1883'],
  ['1883', '0.0.0.0:1883'],
  [':1883', '0.0.0.0:1883'],
  ['127.0.0.1:0', '127.0.0.1:0'],
  ['[::]:1883', '[::]:1883'],
  ['[fe80::1%eth0]:1883', '[fe80::1%eth0]:1883'],
  ['localhost:1883', 'localhost:1883'],
  ['::1:1883', undefined],
  ['[nonsense]:1883', undefined],
  ['127.0.0.1', undefined],
  ['65536', undefined],
  [-1, undefined],
  [1.5, undefined],
  ['a b:1883', undefined],
  ['', undefined],
];

for (const [bind, expected] of binds) {
  test(`bind ${JSON.stringify(bind)} is ${expected ?? 'refused'}`, () => {
    const address = parseBind(bind);
    assert.equal(address && formatBind(address), expected);
  });
}
