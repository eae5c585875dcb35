import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from './fingerprint.ts';

test('a fingerprint is 32 hexadecimal digits and the same for the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.match(fingerprint(text), /^[0-9a-f]{32}$/);
      assert.equal(fingerprint(text), fingerprint(`${text}`));
    }),
  );
});

test('texts that differ in one place, in order or in length have no part of it in common', () => {
  const texts = ['', '0', '00', 'a', 'b', 'ab', 'ba', 'a b', 'a\u0100', '\u0100a', '键', '值'];
  for (let port = 1800; port < 4000; port++) texts.push(`listeners.tcp.port=${port}`);
  for (let lane = 0; lane < 4; lane++) {
    const parts = texts.map((text) => fingerprint(text).slice(8 * lane, 8 * lane + 8));
    assert.equal(new Set(parts).size, texts.length, `lane ${lane}`);
  }
});
