import type { ServerResponse } from 'node:http';
import type { AlertFollower, Alert as KnownAlert } from '../../alerts/door.ts';
import type { DeliveryFollower, DeliveryRecord } from '../../delivery/door.ts';
import { type Follower, formatEventId, type RecordedEvent } from '../../journal/door.ts';
import type { Clock } from '../../lib/clock.ts';
import type { LiveTopic } from '../contract.ts';
import { EventReader } from '../event-reader.ts';
import { eventJson } from '../event-view.ts';

/** Messages of events, alerts and deliveries, each, that a reader is told in a second: more than anybody reads. */
const MOST_PER_SECOND = 500;

export interface LiveReaderOptions {
  readonly response: ServerResponse;
  readonly headers: Record<string, string>;
  readonly clock: Clock;
  /** Whether who reads may still do so. */
  isAllowed(): boolean;
  /** The JSON of an alert, in the language of the reader. */
  writeAlert(alert: KnownAlert): string;
}

/** One who reads `GET /live`. What comes too fast is left out, and it is told how much that was. */
export class LiveReader implements Follower, AlertFollower, DeliveryFollower {
  readonly #options: LiveReaderOptions;
  readonly #reader: EventReader;
  readonly #skipped = new Map<LiveTopic, number | null>();
  readonly #told = new Map<LiveTopic, number>();
  #second = 0;

  constructor(options: LiveReaderOptions) {
    const { response, headers, clock, isAllowed } = options;
    this.#options = options;
    this.#reader = new EventReader(response, headers, clock, isAllowed, () => this.tellSkipped());
  }

  /** @param data one line of JSON */
  send(event: LiveTopic | 'server', data: string, id?: string): void {
    if (!this.#reader.isFull) this.#reader.send(data, id === undefined ? { event } : { event, id });
    else if (event !== 'figures' && event !== 'server') this.#skip(event, 1);
  }

  onEvent(record: RecordedEvent): void {
    if (this.#hasRoomFor('events')) this.send('events', eventJson(record), formatEventId(record));
  }

  onAlert(news: string, alert: KnownAlert): void {
    if (!this.#hasRoomFor('alerts')) return;
    this.send('alerts', `{"news":"${news}","alert":${this.#options.writeAlert(alert)}}`);
  }

  onDelivery(news: string, record: DeliveryRecord): void {
    if (!this.#hasRoomFor('deliveries')) return;
    const { id, connector, action, rule, alert, status, title } = record;
    this.send(
      'deliveries',
      JSON.stringify({ news, delivery: { id, connector, action, rule, alert, status, title } }),
    );
  }

  /** The three that are followed do not say which of them it was. @param count undefined: nobody counted */
  onSkipped(count?: number): void {
    this.#skip(count === undefined ? 'events' : 'alerts', count ?? null);
    this.tellSkipped();
  }

  onDeliveriesSkipped(count: number): void {
    this.#skip('deliveries', count);
    this.tellSkipped();
  }

  room(): Promise<void> | undefined {
    return this.#reader.room();
  }

  /** Called each second as well, so that it is told when nothing more happens. */
  tellSkipped(): void {
    for (const [topic, count] of this.#skipped) {
      if (this.#reader.isFull) return;
      this.#reader.send(JSON.stringify({ topic, count }), { event: 'skipped' });
      this.#skipped.delete(topic);
    }
  }

  close(): void {
    this.#reader.close();
  }

  #hasRoomFor(topic: LiveTopic): boolean {
    const second = Math.floor(this.#options.clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#told.clear();
      this.tellSkipped();
    }
    const told = (this.#told.get(topic) ?? 0) + 1;
    this.#told.set(topic, told);
    if (told <= MOST_PER_SECOND) return true;
    this.#skip(topic, 1);
    return false;
  }

  #skip(topic: LiveTopic, count: number | null): void {
    const before = this.#skipped.get(topic) ?? 0;
    this.#skipped.set(topic, count === null ? null : before + count);
  }
}
