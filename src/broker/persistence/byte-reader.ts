/** Reads what `ByteWriter` wrote. @throws RangeError at the end of the bytes */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;
  /** Where the part begins that `skipPart` passed over last. */
  partStart = 0;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    if (this.at >= this.end) throw new RangeError('a record of the log ends too early');
    return this.bytes[this.at++] as number;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** Passes over a part without making a buffer of it; where it ends. */
  skipPart(): number {
    const length = this.varint();
    this.partStart = this.at;
    this.#skip(length);
    return this.at;
  }

  text(): string {
    const length = this.varint();
    const start = this.at;
    this.#skip(length);
    return this.bytes.toString('utf8', start, this.at);
  }

  /** What stands in front of what `openLength` and `closeLength` of the writer enclose; where that ends. */
  openLength(): number {
    this.#skip(4);
    const end = this.at + this.bytes.readUInt32LE(this.at - 4);
    if (end > this.end) throw new RangeError('a record of the log ends too early');
    return end;
  }

  #skip(length: number): void {
    if (length > this.end - this.at) throw new RangeError('a record of the log ends too early');
    this.at += length;
  }
}
