import type { ServerResponse } from 'node:http';
import type { Alert, AlertFollower, AlertNews } from '../alerts/door.ts';
import type { Clock } from '../lib/clock.ts';
import { EventReader } from './event-reader.ts';

/** Writes what happens to alerts to one reader. What it is too slow for is left out, and it is told how much that was. */
export class AlertStream implements AlertFollower {
  readonly #reader: EventReader;
  readonly #write: (alert: Alert) => string;
  #skipped = 0;

  /** @param isAllowed whether who reads may still do so @param write the JSON of an alert */
  constructor(
    response: ServerResponse,
    headers: Record<string, string>,
    clock: Clock,
    isAllowed: () => boolean,
    write: (alert: Alert) => string,
  ) {
    this.#reader = new EventReader(response, headers, clock, isAllowed, () => this.#saySkipped());
    this.#write = write;
  }

  onAlert(news: AlertNews['kind'], alert: Alert): void {
    if (this.#reader.isFull) {
      this.#skipped++;
      return;
    }
    this.#saySkipped();
    this.#reader.send(this.#write(alert), { event: news });
  }

  onSkipped(count: number): void {
    this.#skipped += count;
    this.#saySkipped();
  }

  close(): void {
    this.#reader.close();
  }

  #saySkipped(): void {
    if (this.#skipped === 0 || this.#reader.isFull) return;
    this.#reader.send(JSON.stringify({ count: this.#skipped }), { event: 'skipped' });
    this.#skipped = 0;
  }
}
