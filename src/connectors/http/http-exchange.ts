import type { Dispatcher } from 'undici';

/** What came back. */
export interface HttpAnswer {
  status: number;
  /** Of the response; names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The first 64 KB. */
  text: string;
}

/** Bytes of an answer that are read; after them the connection is closed. */
const LONGEST_ANSWER = 64 * 1024;

/**
 * One request and its answer. By `dispatch`, since `request` makes a stream of each answer, which costs more than all the
 * rest of it.
 * @throws the error of the network, or the signal's reason
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    else dispatcher.dispatch(options, new Exchange(signal, resolve, reject));
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpAnswer['headers'] = {};
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(signal: AbortSignal, resolve: (answer: HttpAnswer) => void, reject: (error: Error) => void) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // While it waited for a connection.
    if (this.#signal.aborted) this.#abort();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: HttpAnswer['headers']): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < LONGEST_ANSWER) return;
    this.#end();
    controller.abort(new Error('the answer is too long'));
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#reject(error);
  }

  #end(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    const [first] = this.#chunks;
    const whole = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, text: whole.toString('utf8') });
  }

  readonly #abort = (): void => {
    const reason = this.#signal.reason as Error;
    this.#controller?.abort(reason);
    this.#reject(reason);
  };
}
