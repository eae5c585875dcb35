import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Question {
  readonly id: number;
  readonly password: string;
  /** `$2b$10$` and 22 characters, or a number of rounds for a new salt. */
  readonly salt: string | number;
}

export interface Answer {
  readonly id: number;
  readonly hash?: string;
  readonly error?: string;
}

interface Asker {
  resolve(hash: string): void;
  reject(error: Error): void;
}

/**
 * bcrypt in JavaScript takes 50 to 100 ms of whichever thread it runs in, so it gets one of its own, with the first
 * password. The caller bounds how much waits.
 */
export class BcryptThread {
  #worker: Worker | undefined = undefined;
  #lastId = 0;
  readonly #asked = new Map<number, Asker>();

  /** @param salt rounds for a new salt, or a hash whose salt and rounds are to be used */
  hash(password: string, salt: string | number): Promise<string> {
    this.#worker ??= this.#start();
    const question: Question = { id: ++this.#lastId, password, salt };
    return new Promise((resolve, reject) => {
      this.#asked.set(question.id, { resolve, reject });
      this.#worker?.postMessage(question);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // Its name ends in .ts as source and in .js when it is built.
    const name = `./bcrypt-worker${extname(import.meta.filename)}`;
    // Not with the flags of the process, of which some are not for threads.
    const worker = new Worker(new URL(name, import.meta.url), { execArgv: [] });
    worker.unref();
    worker.on('message', ({ id, hash, error }: Answer) => {
      const asker = this.#asked.get(id);
      this.#asked.delete(id);
      if (hash === undefined) asker?.reject(new Error(error));
      else asker?.resolve(hash);
    });
    worker.on('error', (error: Error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the thread for bcrypt ended')));
    return worker;
  }

  /** Everybody who waits is told; the next password starts another thread. */
  #fail(error: Error): void {
    this.#worker = undefined;
    for (const asker of this.#asked.values()) asker.reject(error);
    this.#asked.clear();
  }
}
