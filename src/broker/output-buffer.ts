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
  /** Full blocks before the present one. */
  #full: Buffer[] = [];
  #fullBlocks: Buffer[] = [];
  #fullBytes = 0;

  get length(): number {
    return this.#fullBytes + this.offset;
  }

  /** The block that has room for `size` bytes at `offset`. */
  reserve(size: number): Buffer {
    const block = this.block;
    if (block !== undefined && this.offset + size <= block.length) return block;
    if (block !== undefined) this.#close(block);
    // A first block is small, since most turns write little; one that overflowed is followed by a large one.
    const next = takeBlock(this.#full.length > 0 ? Math.max(size, LARGE) : size);
    this.block = next;
    this.offset = 0;
    return next;
  }

  append(bytes: Buffer): void {
    const target = this.reserve(bytes.length);
    bytes.copy(target, this.offset);
    this.offset += bytes.length;
  }

  /** Hands everything to `write`, which says whether the blocks may be used again at once. */
  drain(write: (parts: readonly Buffer[]) => boolean): void {
    const block = this.block;
    if (block === undefined) return;
    this.#close(block);
    const parts = this.#full;
    const blocks = this.#fullBlocks;
    this.block = undefined;
    this.offset = 0;
    this.#full = [];
    this.#fullBlocks = [];
    this.#fullBytes = 0;
    if (write(parts)) for (const used of blocks) giveBack(used);
  }

  discard(): void {
    this.drain(() => true);
  }

  #close(block: Buffer): void {
    this.#full.push(block.subarray(0, this.offset));
    this.#fullBlocks.push(block);
    this.#fullBytes += this.offset;
  }
}
