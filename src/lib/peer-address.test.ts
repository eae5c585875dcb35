import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, plainAddress } from './peer-address.ts';

test('an IPv4 address that a dual-stack listener saw is written as IPv4', () => {
  assert.equal(plainAddress('::ffff:1.2.3.4'), '1.2.3.4');
  assert.equal(plainAddress('::FFFF:1.2.3.4'), '1.2.3.4');
  assert.equal(plainAddress('1.2.3.4'), '1.2.3.4');
  assert.equal(plainAddress('2001:db8::1'), '2001:db8::1');
  assert.equal(plainAddress('::ffff:evil'), '::ffff:evil');
});

const addresses: Array<[address: string | undefined, loopback: boolean]> = [
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['127.0.0.1.example.com', false],
  ['', false],
  [undefined, false],
];

for (const [address, loopback] of addresses) {
  test(`${address} ${loopback ? 'is' : 'is not'} loopback`, () =>
    assert.equal(isLoopback(address), loopback));
}
