import type { ServerResponse } from 'node:http';
import type { Follower, RecordedEvent } from '../journal/door.ts';
import { formatEventId } from '../journal/door.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import { eventJson } from './event-view.ts';

/** Bytes that may wait for a slow reader; what comes then is left out, and it is told how much that was. */
const MOST_WAITING = 1024 * 1024;
/** Milliseconds between two signs of life. */
const HEARTBEAT = 15_000;
/** Signs of life for which a reader may take nothing before it is cut off. */
const MOST_STALLED = 4;

/** Writes recorded events to one reader as server-sent events. */
export class EventStream implements Follower {
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  readonly #isAllowed: () => boolean;
  #heartbeat: Timer | undefined;
  #skipped = 0;
  #stalled = 0;

  /** @param isAllowed whether who reads may still do so: tokens are revoked, and roles change */
  constructor(
    response: ServerResponse,
    headers: Record<string, string>,
    clock: Clock,
    isAllowed: () => boolean,
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
    response.on('drain', () => this.#sayReady());
    this.#planHeartbeat();
  }

  onEvent(record: RecordedEvent): void {
    if (this.#isFull) {
      this.#skipped++;
      return;
    }
    if (this.#skipped > 0) this.#saySkipped();
    this.#response.write(`id: ${formatEventId(record)}\ndata: ${eventJson(record)}\n\n`);
  }

  onSkipped(): void {
    this.#say('skipped', { count: null });
  }

  room(): Promise<void> | undefined {
    if (!this.#isFull) return undefined;
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

  close(): void {
    this.#heartbeat?.cancel();
    this.#response.end();
  }

  get #isFull(): boolean {
    return this.#response.writableLength > MOST_WAITING;
  }

  #sayReady(): void {
    this.#stalled = 0;
    if (this.#skipped > 0 && !this.#isFull) this.#saySkipped();
  }

  #saySkipped(): void {
    this.#say('skipped', { count: this.#skipped });
    this.#skipped = 0;
  }

  #say(name: string, data: object): void {
    this.#response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
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
      if (!this.#isFull) this.#response.write(': still here\n\n');
      this.#planHeartbeat();
    });
  }
}
