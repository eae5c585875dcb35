/** Bytes of the process. */
export interface MemoryFigures {
  /** What of it is in the memory of the machine. */
  readonly resident: number;
  /** What JavaScript holds, garbage included: its heap, and the buffers outside of it. */
  readonly script: number;
  readonly heapUsed: number;
  /** What the heap may become before the process ends. */
  readonly heapLimit: number;
}

/** The part of the limit by which the process grows until a third of what counted as free is left. */
const GROWTH = 0.05;

/** The part of what counts as free that one look can take away: it may have missed what JavaScript held in between. */
const TAKEN_AT_A_LOOK = 0.25;

/** The same of what may turn out to be free after all, because the process grew no more. */
const LASTING_GROWTH = 0.15;

/** The part of that which each look at a process that does not grow makes free again: half of it in 17 s. */
const FREED_AT_A_LOOK = 0.02;

/**
 * How much of the resident memory is in use. What JavaScript gives back stays with the allocator, which hands it out
 * again but hardly ever returns it to the system: by the resident memory alone, a process that was full once would be
 * full for ever. So what is not JavaScript's is measured when the process is at its largest, when the allocator has
 * little to spare, and what JavaScript holds is added to it.
 */
export class MemoryInUse {
  readonly #limit: number;
  #largest = 0;
  /** What JavaScript held then. */
  #script = 0;
  /** The most that JavaScript held, as far as nothing else has taken that since. */
  #mostScript = 0;
  /** Bytes that are in use by others than JavaScript: the program itself, sockets, TLS, the database. */
  #native = 0;

  /** @param limit bytes that the process may have */
  constructor(limit: number) {
    this.#limit = limit;
  }

  of({ resident, script }: MemoryFigures): number {
    const isLarger = resident > this.#largest;
    if (resident - script <= this.#native || (isLarger && script >= this.#script))
      this.#remember(resident, script);
    else if (isLarger) this.#grow(resident, script);
    else this.#rest();
    this.#mostScript = Math.max(this.#mostScript, script);
    return this.#native + script;
  }

  /** Nothing is free. */
  #remember(resident: number, script: number): void {
    this.#largest = resident;
    this.#script = script;
    this.#native = resident - script;
  }

  /**
   * JavaScript gave something back, and still the process grew: something else may have taken that, or it was only
   * scattered. Little growth proves little; if it goes on, nothing is left.
   */
  #grow(resident: number, script: number): void {
    const growth = (resident - this.#largest) / this.#limit;
    this.#mostScript -= (this.#mostScript - script) * Math.min(1, growth / LASTING_GROWTH);
    const part = Math.min(TAKEN_AT_A_LOOK, growth / GROWTH);
    this.#native += (resident - script - this.#native) * part;
    this.#script -= (this.#script - script) * part;
    this.#largest = resident;
  }

  /** A process that does not grow finds what it needs in what is free. */
  #rest(): void {
    const least = Math.max(0, this.#largest - this.#mostScript);
    if (this.#native > least) this.#native -= (this.#native - least) * FREED_AT_A_LOOK;
  }
}
