import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Topic } from '../routing/topic.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from './application-message.ts';

const from = {
  clientId: 'c',
  username: undefined,
  peerHost: undefined,
  peerName: undefined,
  attributes: {},
};

function payloadTextOf(payload: Buffer): string | Buffer {
  const topic = new Topic('t', Buffer.from('t'), 1);
  const { length } = payload;
  return new ApplicationMessage(
    topic,
    0,
    false,
    false,
    from,
    0,
    Number.POSITIVE_INFINITY,
    NO_PROPERTY_BYTES,
    payload,
    0,
    length,
  ).payloadText();
}

test('a payload of bytes that are no UTF-8 stays bytes, also where each of them would give one character', () => {
  for (const hex of ['80', 'c800000014000000', 'ff00', '61e2', '838281803c000000'])
    assert.deepEqual(payloadTextOf(Buffer.from(hex, 'hex')), Buffer.from(hex, 'hex'));
});

test('whatever is not text comes out byte for byte, and text as text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const payload = Buffer.from(bytes);
      assert.equal(Buffer.from(payloadTextOf(payload) as string).toString('hex'), payload.toString('hex'));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const payload = Buffer.from(text);
      assert.equal(payloadTextOf(payload), payload.toString());
    }),
  );
});
