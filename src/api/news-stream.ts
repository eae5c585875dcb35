import type { ServerResponse } from 'node:http';
import type { Clock } from '../lib/clock.ts';
import { EventReader } from './event-reader.ts';

/** Writes news to one reader. What it is too slow for is left out, and it is told how much that was. */
export class NewsStream {
  readonly #reader: EventReader;
  #skipped = 0;

  /** @param isAllowed whether who reads may still do so */
  constructor(
    response: ServerResponse,
    headers: Record<string, string>,
    clock: Clock,
    isAllowed: () => boolean,
  ) {
    this.#reader = new EventReader(response, headers, clock, isAllowed, () => this.#saySkipped());
  }

  onSkipped(count: number): void {
    this.#skipped += count;
    this.#saySkipped();
  }

  close(): void {
    this.#reader.close();
  }

  /** @param write the JSON of it, which is asked for when the reader has room */
  protected send(event: string, write: () => string): void {
    if (this.#reader.isFull) {
      this.#skipped++;
      return;
    }
    this.#saySkipped();
    this.#reader.send(write(), { event });
  }

  #saySkipped(): void {
    if (this.#skipped === 0 || this.#reader.isFull) return;
    this.#reader.send(JSON.stringify({ count: this.#skipped }), { event: 'skipped' });
    this.#skipped = 0;
  }
}
