import type { ServerResponse } from 'node:http';
import type { Follower, RecordedEvent } from '../journal/door.ts';
import { formatEventId } from '../journal/door.ts';
import type { Clock } from '../lib/clock.ts';
import { EventReader } from './event-reader.ts';
import { eventJson } from './event-view.ts';

/** Writes recorded events to one reader. What it is too slow for is left out, and it is told how much that was. */
export class EventStream implements Follower {
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

  onEvent(record: RecordedEvent): void {
    if (this.#reader.isFull) {
      this.#skipped++;
      return;
    }
    this.#saySkipped();
    this.#reader.send(eventJson(record), { id: formatEventId(record) });
  }

  onSkipped(): void {
    this.#say({ count: null });
  }

  room(): Promise<void> | undefined {
    return this.#reader.room();
  }

  close(): void {
    this.#reader.close();
  }

  #saySkipped(): void {
    if (this.#skipped === 0 || this.#reader.isFull) return;
    this.#say({ count: this.#skipped });
    this.#skipped = 0;
  }

  #say(data: object): void {
    this.#reader.send(JSON.stringify(data), { event: 'skipped' });
  }
}
