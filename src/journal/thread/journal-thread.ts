import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JournalDesk, OpenedJournal } from './journal-desk.ts';
import { type Answer, type Asked, type Assignment, OPENED, type Question } from './journal-question.ts';

type Argument<Name extends Asked> = Parameters<JournalDesk[Name]>[0];
type Result<Name extends Asked> = ReturnType<JournalDesk[Name]>;

interface Asker {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** What was asked of a thread could not be done. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  /** The file cannot be read any more. */
  readonly isDamage: boolean;

  constructor(message: string, isDamage = false) {
    super(message);
    this.isDamage = isDamage;
  }
}

/** A thread that has the journal's file open, so that neither writing nor searching keeps the event loop. */
export class JournalThread {
  readonly #worker: Worker;
  readonly #asked = new Map<number, Asker>();
  readonly opened: Promise<OpenedJournal>;
  #lastId = OPENED;
  #hasEnded = false;

  /** @param onEnd when it ends without having been asked to */
  constructor(assignment: Assignment, onEnd: (error: Error) => void) {
    // Its name ends in .ts as source and in .js when it is built.
    const name = `./journal-worker${extname(import.meta.filename)}`;
    // Not with the flags of the process: some are not for threads, and a program that embeds this may have any.
    this.#worker = new Worker(new URL(name, import.meta.url), { workerData: assignment, execArgv: [] });
    // It must not keep a process alive whose work is done.
    this.#worker.unref();
    this.opened = new Promise((resolve, reject) => {
      this.#asked.set(OPENED, { resolve: resolve as Asker['resolve'], reject });
    });
    // Whoever asks is told; that nobody waits for the opening itself must not end the process.
    this.opened.catch(() => undefined);
    this.#worker.on('message', (answer: Answer) => this.#answer(answer));
    const end = (error: Error) => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      this.#fail(error);
      onEnd(error);
    };
    this.#worker.on('error', (error: Error) => end(new JournalError(error.message)));
    this.#worker.on('exit', () => end(new JournalError('the thread of the journal ended')));
  }

  /** @param memory of the argument, which is the thread's from here on; @throws JournalError */
  ask<Name extends Asked>(
    name: Name,
    argument: Argument<Name>,
    memory: ArrayBuffer[] = [],
  ): Promise<Result<Name>> {
    if (this.#hasEnded) return Promise.reject(new JournalError('the thread of the journal has ended'));
    const question: Question = { id: ++this.#lastId, name, argument };
    return new Promise((resolve, reject) => {
      this.#asked.set(question.id, { resolve: resolve as Asker['resolve'], reject });
      this.#worker.postMessage(question, memory);
    });
  }

  /** From here on it keeps the process alive, so that the last of it gets written. */
  hold(): void {
    this.#worker.ref();
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#worker.terminate();
    this.#fail(new JournalError('the journal is closed'));
  }

  #answer({ id, result, error }: Answer): void {
    const asker = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asker?.reject(new JournalError(error.message, error.isDamage));
    else asker?.resolve(result);
  }

  #fail(error: Error): void {
    for (const asker of this.#asked.values()) asker.reject(error);
    this.#asked.clear();
  }
}
