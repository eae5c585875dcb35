/** Sizes of the blocks: a turn that writes little takes a small one, and each that follows is larger. */
const SIZES = [4 * 1024, 16 * 1024, 64 * 1024] as const;

/** Bytes of each size that wait for their next use. */
const POOLED_BYTES = 8 * 1024 * 1024;

const pools = SIZES.map((size) => ({ size, most: POOLED_BYTES / size, free: [] as Buffer[] }));

/**
 * A block of at least `size` bytes.
 * @param before how many blocks the connection holds already
 */
export function takeBlock(size: number, before: number): Buffer {
  for (let i = before < SIZES.length ? before : SIZES.length - 1; i < SIZES.length; i++) {
    const pool = pools[i] as (typeof pools)[number];
    if (size <= pool.size) return pool.free.pop() ?? Buffer.allocUnsafeSlow(pool.size);
  }
  return Buffer.allocUnsafeSlow(size);
}

/** The block may be used again. One of another size is left to the garbage collector. */
export function giveBlockBack(block: Buffer): void {
  for (const { size, most, free } of pools) if (block.length === size && free.length < most) free.push(block);
}
