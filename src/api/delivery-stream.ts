import type { ServerResponse } from 'node:http';
import type { DeliveryFollower, DeliveryNews, DeliveryRecord } from '../delivery/door.ts';
import type { Clock } from '../lib/clock.ts';
import { deliveryView } from './delivery-view.ts';
import { EventReader } from './event-reader.ts';

/** Writes what happens to deliveries to one reader. What it is too slow for is left out, and it is told how much that was. */
export class DeliveryStream implements DeliveryFollower {
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

  onDelivery(news: DeliveryNews, delivery: DeliveryRecord): void {
    if (this.#reader.isFull) {
      this.#skipped++;
      return;
    }
    this.#saySkipped();
    this.#reader.send(JSON.stringify(deliveryView(delivery)), { event: news });
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
