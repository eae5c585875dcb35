import type { LoadClient } from './load-client.ts';

/**
 * Lets every connection write once per turn of the event loop, after all sockets that had something to read were read:
 * bursts stay bursts, and the generator spends its time on messages rather than on system calls.
 */
export class WriteTurn {
  /** Called before the writing, in turns in which something was read: the place to publish more. */
  onTurn: () => void = () => {};

  readonly #waiting: LoadClient[] = [];
  #scheduled = false;

  /** Makes a turn happen even when no client has anything to write yet. */
  wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#take());
  }

  add(client: LoadClient): void {
    this.#waiting.push(client);
    this.wake();
  }

  #take(): void {
    this.onTurn();
    for (const client of this.#waiting) client.flush();
    this.#waiting.length = 0;
    this.#scheduled = false;
  }
}
