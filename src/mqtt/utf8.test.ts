import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MqttError } from './mqtt-error.ts';
import { decodeUtf8, isEncodable } from './utf8.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

test('bytes are accepted when and only when they are strict UTF-8 without U+0000', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(bytes, fc.nat({ max: 3 }), (array, offset) => {
      const buffer = Buffer.concat([Buffer.alloc(offset), array, Buffer.alloc(2)]);
      const decode = () => decodeUtf8(buffer, offset, offset + array.length);
      let expected: string | undefined;
      try {
        expected = array.includes(0) ? undefined : strict.decode(array);
      } catch {
        // not UTF-8
      }
      if (expected === undefined) assert.throws(decode, MqttError);
      else assert.equal(decode(), expected);
    }),
    { numRuns: 1000 },
  );
});

test('long strings are checked as short ones are', () => {
  const long = 'x'.repeat(100);
  assert.equal(decodeUtf8(Buffer.from(`${long}°`), 0, 102), `${long}°`);
  assert.throws(() => decodeUtf8(Buffer.from(`${long}\0`), 0, 101), MqttError);
  assert.throws(() => decodeUtf8(Buffer.from([...Buffer.from(long), 0xc0]), 0, 101), MqttError);
});

test('what can be encoded is well-formed, without U+0000, at most 65,535 bytes', () => {
  assert.ok(isEncodable(''));
  assert.ok(isEncodable('x'.repeat(65_535)));
  assert.ok(!isEncodable('x'.repeat(65_536)));
  assert.ok(isEncodable('温'.repeat(21_845)));
  assert.ok(!isEncodable('温'.repeat(21_846)));
  assert.ok(!isEncodable('a\0'));
  assert.ok(!isEncodable('\ud800'));
  assert.ok(isEncodable('\u{1f514}'));
});
