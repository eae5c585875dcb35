/** Bytes of a sketch: 16 bits for each of the events that a block holds, at which one look in 2,000 is misled. */
export const SKETCH_BYTES = 2048;

const BITS = SKETCH_BYTES * 8;
const PROBES = 7;

/**
 * Which clients a block of events may be about (a Bloom filter). An index of events by client would cost seven times what
 * writing the events costs, since the entries of each group lie all over it.
 */
export class ClientSketch {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array = new Uint8Array(SKETCH_BYTES)) {
    this.bytes = bytes;
  }

  add(clientId: string): void {
    const { first, step } = hashesOf(clientId);
    for (let probe = 0, bit = first; probe < PROBES; probe++, bit = (bit + step) % BITS) {
      this.bytes[bit >> 3] = (this.bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }

  /** True for every client that was added, and for few others. */
  mayHold(clientId: string): boolean {
    const { first, step } = hashesOf(clientId);
    for (let probe = 0, bit = first; probe < PROBES; probe++, bit = (bit + step) % BITS) {
      if (((this.bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

/** Two halves of one FNV-1a; an odd step visits different bits, since their number is a power of two. */
function hashesOf(text: string): { first: number; step: number } {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 12;
  let other = Math.imul(hash, 0x297a2d39);
  other ^= other >>> 15;
  return { first: (hash >>> 0) % BITS, step: ((other >>> 0) % BITS) | 1 };
}
