import { NewsQueue } from '../../lib/news-queue.ts';
import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import type { AlertNews } from '../alert-news.ts';
import { fits, type LiveAlertFilter } from './alert-filter.ts';

/** Who looks on. */
export interface AlertFollower {
  /** The alert as it was after that. */
  onAlert(news: AlertNews['kind'], alert: Alert): void;
  /** So much news came too fast to be told. */
  onSkipped(count: number): void;
}

interface Reader {
  readonly filter: LiveAlertFilter;
  readonly follower: AlertFollower;
}

/** Tells readers what happens to alerts. Without a reader it hears nothing. */
export class AlertFeed {
  readonly #book: Pick<AlertBook, 'onNews'>;
  readonly #readers = new Set<Reader>();
  readonly #queue = new NewsQueue<AlertNews>(
    (news) => this.#tell(news),
    (count) => this.#tellSkipped(count),
  );
  #silence: (() => void) | undefined;

  constructor(book: Pick<AlertBook, 'onNews'>) {
    this.#book = book;
  }

  /** The function that is returned ends it. */
  follow(filter: LiveAlertFilter, follower: AlertFollower): () => void {
    const reader = { filter, follower };
    this.#readers.add(reader);
    this.#silence ??= this.#book.onNews((news) => this.#queue.add(news));
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

  #tell({ kind, alert }: AlertNews): void {
    for (const { filter, follower } of this.#readers) {
      if (fits(alert, filter)) follower.onAlert(kind, alert);
    }
  }

  #tellSkipped(count: number): void {
    for (const { follower } of this.#readers) follower.onSkipped(count);
  }
}
