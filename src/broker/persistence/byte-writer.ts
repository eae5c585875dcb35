import { RECORD_HEAD } from '../../store/log-record.ts';

const SMALLEST = 64 * 1024;

/** A larger buffer is not kept for the next record. */
const LARGEST_KEPT = 1024 * 1024;

/** The longest variable-length integer: 2^53 in groups of seven bits. */
const LONGEST_VARINT = 8;

/** Bytes up to which a loop copies faster than a call into C++. */
const SHORT_COPY = 24;

/** Bytes of one record of the log, with room for its head in front. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(SMALLEST);
  #spare: Buffer<ArrayBuffer> | undefined = undefined;
  #end = RECORD_HEAD;

  get isEmpty(): boolean {
    return this.#end === RECORD_HEAD;
  }

  /** Bytes so far, the head included. */
  get length(): number {
    return this.#end;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = value;
  }

  /** A whole number from 0 to 2^53 − 1, seven bits a byte, the lowest first. */
  varint(value: number): void {
    this.#reserve(LONGEST_VARINT);
    const bytes = this.#bytes;
    let at = this.#end;
    let rest = value;
    while (rest >= 0x1000_0000) {
      bytes[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest > 0x7f) {
      bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.#end = at;
  }

  /** Bytes from `start` to `end` of `source`, with their count in front. */
  part(source: Buffer, start: number, end: number): void {
    const length = end - start;
    this.varint(length);
    this.#reserve(length);
    const bytes = this.#bytes;
    if (length > SHORT_COPY) source.copy(bytes, this.#end, start, end);
    else for (let i = 0; i < length; i++) bytes[this.#end + i] = source[start + i] as number;
    this.#end += length;
  }

  text(text: string): void {
    const bytes = Buffer.from(text);
    this.part(bytes, 0, bytes.length);
  }

  /** Leaves room for a count of the bytes that follow; `closeLength` fills it in. */
  openLength(): number {
    this.#reserve(4);
    this.#end += 4;
    return this.#end;
  }

  closeLength(start: number): void {
    this.#bytes.writeUInt32LE(this.#end - start, start - 4);
  }

  /** The record so far, valid until it is given back. What is written from now on belongs to the next one. */
  take(): Buffer<ArrayBuffer> {
    const record = this.#bytes.subarray(0, this.#end);
    this.#bytes = this.#spare ?? Buffer.allocUnsafeSlow(SMALLEST);
    this.#spare = undefined;
    this.#end = RECORD_HEAD;
    return record;
  }

  giveBack(record: Buffer<ArrayBuffer>): void {
    const { buffer } = record;
    if (buffer.byteLength <= LARGEST_KEPT) this.#spare = Buffer.from(buffer);
  }

  /** Forgets what was written since the last `take`. */
  discard(): void {
    this.#end = RECORD_HEAD;
  }

  #reserve(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
