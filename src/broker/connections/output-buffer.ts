const SMALL = 4 * 1024;
const LARGE = 64 * 1024;
/** How many blocks of each size wait for their next use. */
const POOLED = 256;

const pools: { readonly size: number; readonly free: Buffer[] }[] = [
  { size: SMALL, free: [] },
  { size: LARGE, free: [] },
];

function takeBlock(size: number): Buffer {
  for (const pool of pools)
    if (size <= pool.size) return pool.free.pop() ?? Buffer.allocUnsafeSlow(pool.size);
  return Buffer.allocUnsafeSlow(size);
}

function giveBack(block: Buffer): void {
  for (const pool of pools)
    if (block.length === pool.size && pool.free.length < POOLED) pool.free.push(block);
}

/**
 * What waits to be written to one connection, in a few blocks that come from a pool and go back to it, so that
 * an idle connection holds none. The caller asks for room with `reserve`, writes into `block` from `offset` on
 * and moves `offset`.
 */
export class OutputBuffer {
  block: Buffer | undefined = undefined;
  offset = 0;
  /** Where in the present block the bytes begin that are not in `#parts` yet. */
  #start = 0;
  #parts: Buffer[] = [];
  #partBytes = 0;
  /** Blocks before the present one. */
  #fullBlocks: Buffer[] = [];

  get length(): number {
    return this.#partBytes + this.offset - this.#start;
  }

  /** The block that has room for `size` bytes at `offset`. */
  reserve(size: number): Buffer {
    const block = this.block;
    if (block !== undefined && this.offset + size <= block.length) return block;
    this.#leaveBlock();
    // A first block is small, since most turns write little; one that overflowed is followed by a large one.
    const next = takeBlock(this.#fullBlocks.length > 0 ? Math.max(size, LARGE) : size);
    this.block = next;
    return next;
  }

  append(bytes: Buffer): void {
    const target = this.reserve(bytes.length);
    bytes.copy(target, this.offset);
    this.offset += bytes.length;
  }

  /** Appends bytes without copying them. They never change, so that many connections can wait with the same. */
  share(bytes: Buffer): void {
    this.#closePart();
    this.#parts.push(bytes);
    this.#partBytes += bytes.length;
  }

  /** Hands everything to `write`, which says whether the blocks may be used again at once. */
  drain(write: (parts: readonly Buffer[]) => boolean): void {
    this.#leaveBlock();
    const parts = this.#parts;
    if (parts.length === 0) return;
    const blocks = this.#fullBlocks;
    this.#parts = [];
    this.#partBytes = 0;
    this.#fullBlocks = [];
    if (write(parts)) for (const used of blocks) giveBack(used);
  }

  discard(): void {
    this.drain(() => true);
  }

  #closePart(): void {
    const { block, offset } = this;
    if (block === undefined || offset === this.#start) return;
    this.#parts.push(block.subarray(this.#start, offset));
    this.#partBytes += offset - this.#start;
    this.#start = offset;
  }

  #leaveBlock(): void {
    this.#closePart();
    if (this.block !== undefined) this.#fullBlocks.push(this.block);
    this.block = undefined;
    this.offset = 0;
    this.#start = 0;
  }
}
