import type { Logger } from '../../lib/logger.ts';
import type { Steps } from '../../lib/steps.ts';

/** Milliseconds of one turn of the event loop. */
const SLICE = 4;

/** Work in steps, in its order; what takes longer than a slice goes on in the next turn. */
export class Turns {
  readonly #logger: Logger;
  readonly #work: Steps<void>[] = [];
  #isRunning = false;
  #isStopped = false;
  #immediate: NodeJS.Immediate | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Does as much of it as there is time for, now, unless other work is under way. */
  add(steps: Steps<void>): void {
    if (this.#isStopped) return;
    this.#work.push(steps);
    if (!this.#isRunning && !this.#immediate) this.#run();
  }

  /** There is work left for later turns. */
  get isBusy(): boolean {
    return this.#work.length > 0;
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#immediate = undefined;
    this.#work.length = 0;
  }

  #run(): void {
    const end = performance.now() + SLICE;
    this.#isRunning = true;
    for (let first = this.#work[0]; first; first = this.#work[0]) {
      if (this.#isDone(first)) this.#work.shift();
      else if (performance.now() > end) {
        this.#immediate = setImmediate(() => {
          this.#immediate = undefined;
          this.#run();
        });
        break;
      }
    }
    this.#isRunning = false;
  }

  #isDone(steps: Steps<void>): boolean {
    try {
      return steps.next().done === true;
    } catch (error) {
      this.#logger.error({ err: error }, 'people could not be told of alerts');
      return true;
    }
  }
}
