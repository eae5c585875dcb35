import { write, writeSync } from 'node:fs';

/** A reader that is slow when the process ends gets this many chances, 10 ms apart. */
const LAST_CHANCES = 50;

/**
 * Writes text to a file descriptor without making anybody wait: what one turn of the event loop logs goes out
 * in one write in the background. When the backlog is full, lines are dropped, and once nobody reads any more
 * (EPIPE) all of them are. (Pino's own destination tries for ever to flush into a pipe that nobody reads.)
 */
export class BackgroundWriter {
  readonly #descriptor: number;
  readonly #longestBacklog: number;
  #waiting: string[] = [];
  /** In characters. */
  #backlog = 0;
  #state: 'idle' | 'scheduled' | 'writing' | 'broken' = 'idle';

  /** @param longestBacklog in characters */
  constructor(descriptor: number, longestBacklog: number) {
    this.#descriptor = descriptor;
    this.#longestBacklog = longestBacklog;
  }

  write(text: string): void {
    if (this.#state === 'broken' || this.#backlog + text.length > this.#longestBacklog) return;
    this.#waiting.push(text);
    this.#backlog += text.length;
    if (this.#state === 'idle') this.#schedule();
  }

  /** For the end of the process: what waits goes out before the call returns, or not at all. */
  flushSync(): void {
    let bytes = this.#take();
    for (let chances = LAST_CHANCES; bytes.length > 0 && chances > 0; chances--) {
      try {
        bytes = bytes.subarray(writeSync(this.#descriptor, bytes));
      } catch (error) {
        if (!isBusy(error)) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      }
    }
  }

  #schedule(): void {
    this.#state = 'scheduled';
    setImmediate(() => this.#send(this.#take())).unref();
  }

  #send(bytes: Buffer): void {
    this.#state = 'writing';
    write(this.#descriptor, bytes, (error, written) => {
      if (error && !isBusy(error)) {
        this.#state = 'broken';
        this.#waiting = [];
        return;
      }
      const rest = bytes.subarray(written);
      if (rest.length > 0) setTimeout(() => this.#send(rest), error ? 10 : 0).unref();
      else if (this.#waiting.length > 0) this.#schedule();
      else this.#state = 'idle';
    });
  }

  #take(): Buffer {
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#backlog = 0;
    return bytes;
  }
}

/** The reader takes nothing at the moment. */
function isBusy(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EAGAIN' || code === 'EBUSY';
}
