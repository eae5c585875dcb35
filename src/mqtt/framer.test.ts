import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Framer } from './framer.ts';
import { MqttError } from './mqtt-error.ts';
import { ReasonCode } from './reason-codes.ts';
import { varintSize, writeVarint } from './variable-byte-integer.ts';

const LIMIT = 300_000;

/** A frame with so many bytes behind its fixed header. */
function frame(bodySize: number, firstByte = 0x30): Buffer {
  const bytes = Buffer.alloc(1 + varintSize(bodySize) + bodySize, bodySize % 251);
  bytes[0] = firstByte;
  writeVarint(bytes, 1, bodySize);
  return bytes;
}

/** Copies of the frames that are there now. */
function drain(framer: Framer): Buffer[] {
  const frames: Buffer[] = [];
  while (framer.next()) frames.push(Buffer.from(framer.buffer.subarray(framer.start, framer.end)));
  return frames;
}

const hasReasonCode = (code: number) => (error: unknown) =>
  error instanceof MqttError && error.reasonCode === code;

test('frames come out as they went in, however the stream was cut', () => {
  const sizes = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(127, 128, 5000, 16_384, 70_000)),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(sizes, fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1 }), (bodies, cuts) => {
      const frames = bodies.map((size) => frame(size));
      const stream = Buffer.concat(frames);
      const framer = new Framer(LIMIT);
      const found: Buffer[] = [];
      for (let offset = 0, turn = 0; offset < stream.length; turn++) {
        const size = cuts[turn % cuts.length] as number;
        framer.push(stream.subarray(offset, offset + size));
        found.push(...drain(framer));
        offset += size;
      }
      assert.deepEqual(found, frames);
      assert.equal(framer.pendingBytes, 0);
    }),
    { numRuns: 150 },
  );
});

test('a frame that lies in one chunk is not copied, the one that straddles chunks is', () => {
  const chunk = Buffer.concat([frame(3), frame(10), frame(20)]);
  const framer = new Framer(LIMIT);
  framer.push(chunk.subarray(0, 20));
  assert.ok(framer.next());
  assert.equal(framer.buffer.buffer, chunk.buffer);
  assert.ok(framer.next());
  assert.equal(framer.buffer.buffer, chunk.buffer);
  assert.equal(framer.next(), false);
  assert.equal(framer.pendingBytes, 3);
  framer.push(Buffer.concat([chunk.subarray(20), frame(1)]));
  assert.deepEqual(drain(framer), [frame(20), frame(1)]);
});

test('the fields point at the parts of the frame', () => {
  const framer = new Framer(LIMIT);
  framer.push(Buffer.concat([frame(0, 0xc0), frame(200, 0x82)]));
  assert.ok(framer.next());
  assert.deepEqual([framer.firstByte, framer.start, framer.body, framer.end], [0xc0, 0, 2, 2]);
  assert.ok(framer.next());
  assert.deepEqual([framer.firstByte, framer.start, framer.body, framer.end], [0x82, 2, 5, 205]);
});

test('a straddling frame is intact when the chunk of its beginning was written over', () => {
  const framer = new Framer(LIMIT);
  const shared = Buffer.from(frame(100).subarray(0, 50));
  framer.push(shared);
  assert.equal(framer.next(), false);
  shared.fill(0xee);
  framer.push(frame(100).subarray(50));
  assert.deepEqual(drain(framer), [frame(100)]);
});

test('chunks that arrive while frames are unread are kept in order, and cost no more than they hold', (t) => {
  const allocate = t.mock.method(Buffer, 'allocUnsafe');
  const framer = new Framer(LIMIT);
  const frames = Array.from({ length: 2000 }, (_, index) => frame(index % 40));
  for (const next of frames) framer.push(next);
  const total = frames.reduce((sum, { length }) => sum + length, 0);
  assert.equal(framer.pendingBytes, total);
  assert.ok(allocated(allocate.mock.calls) < 5 * total);
  assert.deepEqual(drain(framer), frames);
});

test('a frame that drips in byte by byte is allocated a few times, not at every byte', (t) => {
  const allocate = t.mock.method(Buffer, 'allocUnsafe');
  const bytes = frame(200_000);
  const framer = new Framer(LIMIT);
  for (let at = 0; at < bytes.length - 1; at++) {
    framer.push(bytes.subarray(at, at + 1));
    assert.equal(framer.next(), false);
  }
  framer.push(bytes.subarray(-1));
  assert.deepEqual(drain(framer), [bytes]);
  assert.ok(allocate.mock.callCount() < 20);
  assert.ok(allocated(allocate.mock.calls) < 4 * bytes.length);
});

test('a length that is merely announced allocates nothing', (t) => {
  const allocate = t.mock.method(Buffer, 'allocUnsafe');
  const framer = new Framer(268_435_460);
  framer.push(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f, 0, 4]));
  assert.equal(framer.next(), false);
  assert.ok(allocated(allocate.mock.calls) <= 7 + 65_536);
});

test('an idle framer keeps neither a chunk nor a frame', () => {
  const framer = new Framer(LIMIT);
  framer.push(frame(50_000));
  assert.ok(framer.next());
  assert.equal(framer.next(), false);
  assert.equal(framer.buffer.length, 0);
});

test('a packet that announces too much is refused before it arrives [MQTT-3.2.2-15]', () => {
  for (const bytes of [
    [0x10, 99],
    [0x30, 0xff, 0x01],
  ]) {
    const framer = new Framer(100);
    framer.push(Buffer.from(bytes));
    assert.throws(() => framer.next(), hasReasonCode(ReasonCode.PacketTooLarge));
  }
  const framer = new Framer(100);
  framer.push(frame(98));
  assert.ok(framer.next(), 'the limit itself is allowed');
});

test('the limit can be raised once the client is known', () => {
  const framer = new Framer(100);
  framer.push(Buffer.concat([frame(98), frame(500)]));
  assert.ok(framer.next());
  framer.maximumPacketSize = 1000;
  assert.deepEqual(drain(framer), [frame(500)]);
});

test('a remaining length of five bytes is refused at its fourth, also when it drips', () => {
  const framer = new Framer(LIMIT);
  for (const byte of [0x10, 0x80, 0x80, 0x80]) {
    framer.push(Buffer.from([byte]));
    assert.equal(framer.next(), false);
  }
  framer.push(Buffer.from([0x80]));
  assert.throws(() => framer.next(), hasReasonCode(ReasonCode.MalformedPacket));
});

function allocated(calls: readonly { arguments: readonly unknown[] }[]): number {
  return calls.reduce((sum, call) => sum + (call.arguments[0] as number), 0);
}
