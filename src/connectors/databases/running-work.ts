/** What a handle has begun and not finished, and whether it takes more. */
export class RunningWork {
  readonly #closing = new AbortController();
  #count = 0;
  #draining = false;
  #onIdle: (() => void)[] = [];

  /** Aborted when the handle is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** @throws Error when nothing more is taken */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#draining) throw new Error('the connector was closed');
    this.#count++;
    try {
      return await work();
    } finally {
      if (--this.#count === 0) for (const tell of this.#onIdle) tell();
    }
  }

  /** Takes nothing more; ends when nothing runs. */
  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#count === 0) return;
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** What runs is told to end. */
  close(): Promise<void> {
    this.#closing.abort(new Error('the connector was closed'));
    return this.drain();
  }
}
