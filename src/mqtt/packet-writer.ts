import type { Properties, ProtocolVersion } from './packets.ts';
import { type PropertyCarrier, writeProperties } from './properties.ts';
import { LONGEST_STRING } from './utf8.ts';
import { LARGEST_VARINT, varintSize, writeVarint } from './variable-byte-integer.ts';

/** The longest fixed header; it is written last, in front of the body. */
const HEADER_ROOM = 5;

/**
 * Writes the body of one packet and then its fixed header. A value that does not fit its field is a bug:
 * RangeError.
 */
export class PacketWriter {
  readonly version: ProtocolVersion;
  #buffer: Buffer = Buffer.allocUnsafe(128);
  #offset = HEADER_ROOM;

  constructor(version: ProtocolVersion) {
    this.version = version;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#offset = this.#buffer.writeUInt8(value, this.#offset);
  }

  uint16(value: number): void {
    this.#reserve(2);
    this.#offset = this.#buffer.writeUInt16BE(value, this.#offset);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#offset = this.#buffer.writeUInt32BE(value, this.#offset);
  }

  varint(value: number): void {
    if (!(value >= 0 && value <= LARGEST_VARINT))
      throw new RangeError(`${value} is no variable byte integer`);
    this.#reserve(4);
    this.#offset = writeVarint(this.#buffer, this.#offset, value);
  }

  utf8String(text: string): void {
    const length = Buffer.byteLength(text);
    this.#length(length);
    this.#reserve(length);
    this.#offset += this.#buffer.write(text, this.#offset);
  }

  binary(bytes: Buffer): void {
    this.#length(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#offset += bytes.copy(this.#buffer, this.#offset);
  }

  /** Property length and properties; nothing before MQTT 5. */
  properties(properties: Properties, carrier: PropertyCarrier): void {
    if (this.version < 5) return;
    const lengthAt = this.#offset;
    this.byte(0); // [MQTT-2.2.2-1]
    writeProperties(this, properties, carrier);
    const length = this.#offset - lengthAt - 1;
    const more = varintSize(length) - 1;
    this.#reserve(more);
    this.#buffer.copyWithin(lengthAt + 1 + more, lengthAt + 1, this.#offset);
    this.#offset += more;
    writeVarint(this.#buffer, lengthAt, length);
  }

  /** What was written, without a fixed header. */
  written(): Buffer {
    return this.#buffer.subarray(HEADER_ROOM, this.#offset);
  }

  /** The whole packet. */
  finish(firstByte: number): Buffer {
    const length = this.#offset - HEADER_ROOM;
    if (length > LARGEST_VARINT) throw new RangeError(`a packet of ${length} bytes cannot be encoded`);
    const start = HEADER_ROOM - 1 - varintSize(length);
    this.#buffer[start] = firstByte;
    writeVarint(this.#buffer, start + 1, length);
    return this.#buffer.subarray(start, this.#offset);
  }

  #length(length: number): void {
    if (length > LONGEST_STRING)
      throw new RangeError(`${length} bytes do not fit a field of ${LONGEST_STRING}`);
    this.uint16(length);
  }

  #reserve(bytes: number): void {
    const needed = this.#offset + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#offset);
    this.#buffer = larger;
  }
}
