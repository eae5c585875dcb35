import { MqttError, malformed } from './mqtt-error.ts';
import { ReasonCode } from './reason-codes.ts';

const NOTHING = Buffer.alloc(0);

/** Room for a fixed header that has not arrived completely: at most four bytes of it are here. */
const HEADER_ROOM = 16;

/** Bytes that the carry buffer starts with, unless the frame is smaller. */
const CARRY_ROOM = 4096;

/**
 * Cuts a stream of bytes into frames. After `next()` returned true, `buffer`, `start`, `body` and `end` say
 * where the frame lies; they hold until the next call of `next()`.
 *
 * A frame that lies in one chunk is not copied. The parts of one that does not are gathered in a carry
 * buffer, which grows with what has arrived and never with what the fixed header announces, so that a peer
 * cannot make us allocate by a promise, and a peer that sends byte by byte costs no more than one that does
 * not.
 */
export class Framer {
  /** Bytes, fixed header included. Small until the client is known, larger after that. */
  maximumPacketSize: number;
  /** The packet type that the next frame has to have; 0 while it may be any. Who sends another one is not waited for. */
  expectedType = 0;

  buffer: Buffer = NOTHING;
  /** The first byte of the frame, which is the packet type and its flags. */
  start = 0;
  /** The first byte after the fixed header. */
  body = 0;
  end = 0;

  #chunk: Buffer = NOTHING;
  #offset = 0;
  #limit = 0;
  /** The chunk is our own copy and may be written behind `#limit`. */
  #owned = false;

  #carry: Buffer = NOTHING;
  #carried = 0;
  /** The size of the frame in the carry buffer; 0 while its fixed header is not complete. */
  #carriedFrame = 0;

  constructor(maximumPacketSize: number) {
    this.maximumPacketSize = maximumPacketSize;
  }

  get firstByte(): number {
    return this.buffer[this.start] as number;
  }

  /** Bytes that arrived and were not part of a frame yet. */
  get pendingBytes(): number {
    return this.#carried + this.#limit - this.#offset;
  }

  /** Takes a chunk, or its first bytes, of which nothing is copied as long as `next()` is called until it returns false. */
  push(chunk: Buffer, length = chunk.length): void {
    if (this.#offset < this.#limit) {
      this.#append(chunk, length);
      return;
    }
    this.#chunk = chunk;
    this.#offset = 0;
    this.#limit = length;
    this.#owned = false;
  }

  /**
   * Advances to the next complete frame; false if there is none yet. The framer holds no reference to a chunk
   * any more once it has answered false.
   *
   * @throws MqttError MalformedPacket for a remaining length of five bytes, PacketTooLarge as soon as a frame
   *   announces too much, ProtocolError as soon as it is not of the expected type
   */
  next(): boolean {
    if (this.#carried > 0) return this.#completeCarried();
    const size = this.#frameSize(this.#chunk, this.#offset, this.#limit);
    if (size === 0 || size > this.#limit - this.#offset) {
      if (this.expectedType !== 0) this.#checkType();
      this.#carriedFrame = size;
      this.#carryOver(this.#limit - this.#offset);
      return this.#starve();
    }
    this.buffer = this.#chunk;
    this.start = this.#offset;
    this.#offset += size;
    this.end = this.#offset;
    return true;
  }

  /** Has the present frame come again, with the next call of `next()`. */
  putBack(): void {
    if (this.buffer === this.#chunk) {
      this.#offset = this.start;
      return;
    }
    // It was gathered from several chunks; the rest of the last one follows it.
    const rest = this.#chunk.subarray(this.#offset, this.#limit);
    this.#chunk = Buffer.concat([this.buffer.subarray(this.start, this.end), rest]);
    this.#offset = 0;
    this.#limit = this.#chunk.length;
    this.#owned = true;
  }

  /** Copies what was not looked at yet, when that has to wait: the chunk is good for the present turn only. */
  keepRest(): void {
    if (this.#offset < this.#limit && !this.#owned) this.#append(NOTHING, 0);
  }

  /**
   * The size of the frame that begins at `start`, or 0 while its fixed header is not complete (§2.1). Sets
   * `body`. A remaining length that is not in its shortest form passes here: only MQTT 5 forbids it, and the
   * version is not known here.
   */
  #frameSize(buffer: Buffer, start: number, limit: number): number {
    let length = 0;
    for (let index = 0; index < 4; index++) {
      const at = start + 1 + index;
      if (at >= limit) return 0;
      const byte = buffer[at] as number;
      length |= (byte & 0x7f) << (7 * index);
      if (byte >= 0x80) continue;
      const size = at + 1 - start + length;
      if (size > this.maximumPacketSize) {
        const limits = `a packet of ${size} bytes, at most ${this.maximumPacketSize} are accepted`;
        throw new MqttError(ReasonCode.PacketTooLarge, limits); // [MQTT-3.2.2-15]
      }
      this.body = at + 1;
      return size;
    }
    throw malformed('the remaining length is longer than four bytes'); // §2.1.4
  }

  #checkType(): void {
    if (this.#offset === this.#limit || (this.#chunk[this.#offset] as number) >> 4 === this.expectedType)
      return;
    throw new MqttError(
      ReasonCode.ProtocolError,
      'this does not begin as MQTT does: the first packet must be CONNECT',
    );
  }

  #completeCarried(): boolean {
    while (this.#carriedFrame === 0) {
      if (this.#offset === this.#limit) return this.#starve();
      this.#carryOver(1);
      this.#carriedFrame = this.#frameSize(this.#carry, 0, this.#carried);
    }
    this.#carryOver(Math.min(this.#carriedFrame - this.#carried, this.#limit - this.#offset));
    if (this.#carried < this.#carriedFrame) return this.#starve();
    this.#frameSize(this.#carry, 0, this.#carried); // sets body
    this.buffer = this.#carry;
    this.start = 0;
    this.end = this.#carriedFrame;
    this.#carry = NOTHING;
    this.#carried = 0;
    this.#carriedFrame = 0;
    return true;
  }

  /** Moves bytes from the chunk to the carry buffer. */
  #carryOver(bytes: number): void {
    const needed = this.#carried + bytes;
    if (needed > this.#carry.length) {
      const larger = Buffer.allocUnsafe(
        Math.min(this.#carriedFrame || HEADER_ROOM, Math.max(2 * needed, CARRY_ROOM)),
      );
      this.#carry.copy(larger, 0, 0, this.#carried);
      this.#carry = larger;
    }
    this.#chunk.copy(this.#carry, this.#carried, this.#offset, this.#offset + bytes);
    this.#carried = needed;
    this.#offset += bytes;
  }

  /** Everything that arrived is used up: an idle connection holds no chunk and no frame. */
  #starve(): false {
    this.#chunk = NOTHING;
    this.#offset = 0;
    this.#limit = 0;
    this.#owned = false;
    this.buffer = NOTHING;
    this.start = 0;
    this.body = 0;
    this.end = 0;
    return false;
  }

  /** Adds a chunk to unread bytes. What was read already is dropped whenever the copy has to grow. */
  #append(chunk: Buffer, length: number): void {
    if (!this.#owned || this.#limit + length > this.#chunk.length) {
      const unread = this.#limit - this.#offset;
      const larger = Buffer.allocUnsafe(length === 0 ? unread : unread + Math.max(unread, length));
      this.#chunk.copy(larger, 0, this.#offset, this.#limit);
      this.#chunk = larger;
      this.#offset = 0;
      this.#limit = unread;
      this.#owned = true;
    }
    this.#limit += chunk.copy(this.#chunk, this.#limit, 0, length);
  }
}
