import { NewsQueue } from '../../lib/news-queue.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { fits, type LiveDeliveryFilter } from './delivery-filter.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** `queued`: for the first time, or once more; `attempt`: it was tried; `settled`: it is finished. */
export type DeliveryNews = 'queued' | 'attempt' | 'settled';

/** Who looks on. */
export interface DeliveryFollower {
  /** The delivery as it is when this is told, which may be further than the news. */
  onDelivery(news: DeliveryNews, delivery: DeliveryRecord): void;
  /** So much news came too fast to be told. */
  onSkipped(count: number): void;
}

interface Reader {
  filter: LiveDeliveryFilter;
  follower: DeliveryFollower;
}

/** Tells readers what happens to deliveries. Without a reader it hears nothing. */
export class DeliveryFeed {
  readonly #outbox: Outbox;
  readonly #read: (id: string) => DeliveryRecord | undefined;
  readonly #readers = new Set<Reader>();
  readonly #queue = new NewsQueue<{ readonly id: string; readonly news: readonly DeliveryNews[] }>(
    ({ id, news }) => this.#tell(id, news),
    (count) => this.#tellSkipped(count),
  );
  #silence: (() => void) | undefined;

  constructor(outbox: Outbox, read: (id: string) => DeliveryRecord | undefined) {
    this.#outbox = outbox;
    this.#read = read;
  }

  /** The function that is returned ends it. */
  follow(filter: LiveDeliveryFilter, follower: DeliveryFollower): () => void {
    const reader = { filter, follower };
    this.#readers.add(reader);
    this.#silence ??= this.#listen();
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.close();
    };
  }

  close(): void {
    this.#silence?.();
    this.#silence = undefined;
    this.#queue.clear();
  }

  #listen(): () => void {
    const { events } = this.#outbox;
    this.#outbox.onStored = (id) => this.#hear(id, ['queued']);
    const ends = [
      events.on('requeued', ({ delivery, action }) => {
        if (action !== undefined) this.#hear(delivery, ['queued']);
      }),
      events.on('settled', ({ delivery, outcome }) => {
        if (delivery === undefined) return;
        const hasEnded = outcome !== 'unavailable';
        const wasTried = outcome !== 'dropped' && outcome !== 'expired';
        this.#hear(delivery, [
          ...(wasTried ? ['attempt' as const] : []),
          ...(hasEnded ? ['settled' as const] : []),
        ]);
      }),
    ];
    return () => {
      this.#outbox.onStored = undefined;
      for (const end of ends) end();
    };
  }

  #hear(id: string, news: readonly DeliveryNews[]): void {
    this.#queue.add({ id, news }, news.length);
  }

  #tell(id: string, news: readonly DeliveryNews[]): void {
    const record = this.#read(id);
    if (!record) return;
    for (const { filter, follower } of this.#readers) {
      if (fits(record, filter)) for (const each of news) follower.onDelivery(each, record);
    }
  }

  #tellSkipped(count: number): void {
    for (const { follower } of this.#readers) follower.onSkipped(count);
  }
}
