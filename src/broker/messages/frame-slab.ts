/** Bytes; a frame that is a good part of it gets memory of its own. */
const SLAB_SIZE = 64 * 1024;

interface Slab {
  memory: Buffer;
  used: number;
}

/** By form: see `ApplicationMessage.frame`. */
const slabs: (Slab | undefined)[] = [];

/**
 * Room for a frame that many connections share. Frames of one form that are made one after the other stand side by
 * side, so that what a turn brings to all of them is one piece (`OutputBuffer.share`). The memory is not used again:
 * it goes when nobody waits with it any more.
 */
export function takeFrame(form: number, size: number): Buffer {
  if (size > SLAB_SIZE / 4) return Buffer.allocUnsafeSlow(size);
  let slab = slabs[form];
  if (slab === undefined || slab.used + size > SLAB_SIZE) {
    slab = { memory: Buffer.allocUnsafeSlow(SLAB_SIZE), used: 0 };
    slabs[form] = slab;
  }
  const start = slab.used;
  slab.used += size;
  return slab.memory.subarray(start, slab.used);
}
