/** Too much waits already. */
export class BusyError extends Error {
  override readonly name = 'BusyError';

  constructor() {
    super('too much waits already: try again in some seconds');
  }
}

/** Does a few costly things at a time; a bounded number of others waits, in order. */
export class WorkQueue {
  readonly #places: number;
  readonly #room: number;
  #running = 0;
  readonly #waiting: Array<() => void> = [];

  /**
   * @param places things done at a time
   * @param room things that wait at most
   */
  constructor(places: number, room: number) {
    this.#places = places;
    this.#room = room;
  }

  /** @throws BusyError when there is no room to wait */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#places) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= this.#room) throw new BusyError();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the place over to the one who waits longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }
}
