import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../lib/clock.ts';

/** Bytes that may wait for a slow reader. */
const MOST_WAITING = 1024 * 1024;
/** Milliseconds between two signs of life. */
const HEARTBEAT = 15_000;
/** Signs of life for which a reader may take nothing before it is cut off. */
const MOST_STALLED = 4;

/** Who reads server-sent events; it is cut off when it takes nothing for a minute. */
export class EventReader {
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  readonly #isAllowed: () => boolean;
  #heartbeat: Timer | undefined;
  #stalled = 0;

  /**
   * @param isAllowed whether who reads may still do so: tokens are revoked, and roles change
   * @param onReady what waited has been taken
   */
  constructor(
    response: ServerResponse,
    headers: Record<string, string>,
    clock: Clock,
    isAllowed: () => boolean,
    onReady: () => void = () => undefined,
  ) {
    this.#response = response;
    this.#clock = clock;
    this.#isAllowed = isAllowed;
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Else a reverse proxy (nginx) keeps events until it has a page full of them.
      'x-accel-buffering': 'no',
    });
    response.write('retry: 3000\n\n');
    response.on('drain', () => {
      this.#stalled = 0;
      onReady();
    });
    this.#planHeartbeat();
  }

  /** Whether it should be told nothing more before it has taken what waits. */
  get isFull(): boolean {
    return this.#response.writableLength > MOST_WAITING;
  }

  /** Resolves when what waits has been taken, or nobody reads any more; undefined when there is room already. */
  room(): Promise<void> | undefined {
    if (!this.isFull) return undefined;
    const response = this.#response;
    return new Promise((resolve) => {
      const end = (): void => {
        response.off('drain', end);
        response.off('close', end);
        resolve();
      };
      response.on('drain', end);
      response.on('close', end);
    });
  }

  /** @param data one line @param about fields that stand before it */
  send(data: string, about: { readonly id?: string; readonly event?: string } = {}): void {
    const fields = Object.entries(about).map(([name, value]) => `${name}: ${value}\n`);
    this.#response.write(`${fields.join('')}data: ${data}\n\n`);
  }

  close(): void {
    this.#heartbeat?.cancel();
    this.#response.end();
  }

  #planHeartbeat(): void {
    this.#heartbeat = this.#clock.after(HEARTBEAT, () => {
      if (!this.#isAllowed()) {
        this.#response.destroy();
        return;
      }
      if (this.#response.writableLength > 0 && ++this.#stalled >= MOST_STALLED) {
        this.#response.destroy();
        return;
      }
      if (!this.isFull) this.#response.write(': still here\n\n');
      this.#planHeartbeat();
    });
  }
}
