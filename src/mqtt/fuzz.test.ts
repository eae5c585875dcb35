import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodePacket } from './codec.ts';
import { Framer } from './framer.ts';
import { MqttError } from './mqtt-error.ts';
import type { ProtocolVersion } from './packets.ts';
import { createPublishScan, scanPublish } from './publish-frame.ts';
import { wireExamples } from './wire-examples.ts';

const LIMIT = 100_000;

const version = fc.constantFrom<ProtocolVersion>(3, 4, 5);
const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

/** A valid packet with some bytes replaced, put in or taken out. */
const mutated = fc
  .tuple(
    fc.constantFrom(...wireExamples.map(({ bytes }) => bytes)),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('replace', 'insert', 'remove')), {
      maxLength: 4,
    }),
  )
  .map(([bytes, mutations]) => {
    const result = [...bytes];
    for (const [position, value, kind] of mutations) {
      const at = position % Math.max(1, result.length);
      if (kind === 'replace') result[at] = value;
      else if (kind === 'insert') result.splice(at, 0, value);
      else result.splice(at, 1);
    }
    return Buffer.from(result);
  });

/**
 * A first byte of any packet, a fitting remaining length and noise: more of it passes the framer than of mere
 * noise.
 */
const framedNoise = fc
  .tuple(fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 100 }))
  .map(([firstByte, body]) => Buffer.from([firstByte, body.length, ...body]));

const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

const stream = fc
  .array(fc.oneof(mutated, framedNoise, noise), { minLength: 1, maxLength: 6 })
  .map((parts) => Buffer.concat(parts));

/**
 * Reads a stream as a connection does, until its end or its first error. Returns how many packets were read.
 */
function read(bytes: Buffer, chunkSizes: readonly number[], version: ProtocolVersion): number {
  const framer = new Framer(LIMIT);
  const scan = createPublishScan();
  let packets = 0;
  try {
    for (let offset = 0, turn = 0; offset < bytes.length; turn++) {
      const size = chunkSizes[turn % chunkSizes.length] as number;
      framer.push(bytes.subarray(offset, offset + size));
      offset += size;
      while (framer.next()) {
        const { buffer, start, body, end, firstByte } = framer;
        if (firstByte >> 4 === 3) scanPublish(buffer, firstByte, body, end, version, scan);
        decodePacket(buffer, start, body, end, version);
        packets++;
      }
    }
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
  }
  return packets;
}

test('whatever arrives is packets or an MqttError', () => {
  fc.assert(
    fc.property(stream, cuts, version, (bytes, chunkSizes, version) => {
      read(bytes, chunkSizes, version);
    }),
    { numRuns: 2500 },
  );
});

test('how a stream is cut into chunks does not change what is read from it', () => {
  fc.assert(
    fc.property(stream, cuts, version, (bytes, chunkSizes, version) => {
      assert.equal(read(bytes, chunkSizes, version), read(bytes, [bytes.length + 1], version));
    }),
    { numRuns: 1000 },
  );
});
