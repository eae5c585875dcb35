import { giveBlockBack, takeBlock } from './block-pool.ts';

const NONE: readonly Buffer[] = [];

const NOWHERE = { write: () => true };

/** The view of shared memory that was made last: all receivers of a fan-out write the same one. */
let lastView: Buffer = Buffer.alloc(0);

function viewOf(memory: ArrayBufferLike, start: number, end: number): Buffer {
  const isLast =
    lastView.buffer === memory && lastView.byteOffset === start && lastView.byteLength === end - start;
  if (!isLast) lastView = Buffer.from(memory, start, end - start);
  return lastView;
}

/**
 * What waits to be written to one connection, in a few blocks that come from a pool and go back to it, so that
 * an idle connection holds none. The caller asks for room with `reserve`, writes into `block` from `offset` on
 * and moves `offset`. Bytes that many connections get are shared instead of copied; those that stand side by side in
 * memory are one piece, so that the messages of a turn to all subscribers of a topic are written without a copy each.
 */
export class OutputBuffer {
  block: Buffer | undefined = undefined;
  offset = 0;
  /** Where in the present block the bytes begin that are not in `#parts` yet. */
  #start = 0;
  /** Shared bytes that are not in `#parts` yet; then there are no such bytes in the block. */
  #run: ArrayBufferLike | undefined = undefined;
  #runStart = 0;
  #runEnd = 0;
  #parts: Buffer[] | undefined = undefined;
  #partBytes = 0;
  /** Blocks before the present one. */
  #fullBlocks: Buffer[] | undefined = undefined;

  get length(): number {
    return this.#partBytes + this.offset - this.#start + this.#runEnd - this.#runStart;
  }

  /** In how many pieces the bytes lie. */
  get pieces(): number {
    return this.#parts?.length ?? 0;
  }

  /** The block that has room for `size` bytes at `offset`. */
  reserve(size: number): Buffer {
    if (this.#run !== undefined) this.#closeRun();
    const block = this.block;
    if (block !== undefined && this.offset + size <= block.length) return block;
    let before = 0;
    if (block !== undefined) {
      this.#closePart();
      this.#fullBlocks ??= [];
      before = this.#fullBlocks.push(block);
    }
    const next = takeBlock(size, before);
    this.block = next;
    this.offset = 0;
    this.#start = 0;
    return next;
  }

  append(bytes: Buffer): void {
    const target = this.reserve(bytes.length);
    bytes.copy(target, this.offset);
    this.offset += bytes.length;
  }

  /** Appends bytes without copying them. They never change, so that many connections can wait with the same. */
  share(bytes: Buffer): void {
    const { buffer, byteOffset, byteLength } = bytes;
    if (this.#run === buffer && this.#runEnd === byteOffset) {
      this.#runEnd += byteLength;
      return;
    }
    if (this.#run !== undefined) this.#closeRun();
    this.#closePart();
    this.#run = buffer;
    this.#runStart = byteOffset;
    this.#runEnd = byteOffset + byteLength;
  }

  /** Hands everything over, to one who says whether the blocks may be used again at once. */
  drain(to: { write(parts: readonly Buffer[]): boolean }): void {
    if (this.#run !== undefined) this.#closeRun();
    this.#closePart();
    const parts = this.#parts;
    if (parts === undefined) return;
    const { block } = this;
    const fullBlocks = this.#fullBlocks ?? NONE;
    this.block = undefined;
    this.offset = 0;
    this.#start = 0;
    this.#parts = undefined;
    this.#partBytes = 0;
    this.#fullBlocks = undefined;
    if (!to.write(parts)) return;
    if (block !== undefined) giveBlockBack(block);
    for (const used of fullBlocks) giveBlockBack(used);
  }

  discard(): void {
    this.drain(NOWHERE);
  }

  #add(part: Buffer): void {
    if (this.#parts === undefined) this.#parts = [part];
    else this.#parts.push(part);
    this.#partBytes += part.length;
  }

  #closePart(): void {
    const { block, offset } = this;
    if (block === undefined || offset === this.#start) return;
    this.#add(block.subarray(this.#start, offset));
    this.#start = offset;
  }

  #closeRun(): void {
    this.#add(viewOf(this.#run as ArrayBufferLike, this.#runStart, this.#runEnd));
    this.#run = undefined;
    this.#runStart = 0;
    this.#runEnd = 0;
  }
}
