import { malformed } from './mqtt-error.ts';

/** The largest value of a variable byte integer (§1.5.5), and so the largest remaining length. */
export const LARGEST_VARINT = 268_435_455;

/** How many bytes a value takes, 1 to 4. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : 4;
}

/**
 * Reads the integer that starts at `offset` and must end before `end`. It is in its shortest form,
 * so that `varintSize` of the value says how many bytes were read.
 *
 * @throws MqttError MalformedPacket
 */
export function readVarint(buffer: Buffer, offset: number, end: number): number {
  let value = 0;
  for (let index = 0; index < 4; index++) {
    if (offset + index >= end) throw malformed('the packet ends inside a variable byte integer');
    const byte = buffer[offset + index] as number;
    value |= (byte & 0x7f) << (7 * index);
    if (byte >= 0x80) continue;
    if (byte === 0 && index > 0) throw malformed('a variable byte integer is not in its shortest form'); // [MQTT-1.5.5-1]
    return value;
  }
  throw malformed('a variable byte integer is longer than four bytes');
}

/**
 * Writes the shortest form [MQTT-1.5.5-1] and returns the offset behind it. The value is 0 to
 * `LARGEST_VARINT`.
 */
export function writeVarint(target: Buffer, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest > 0x7f) {
    target[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[at++] = rest;
  return at;
}
