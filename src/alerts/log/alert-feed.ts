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

/** News that waits to be told. */
const MOST_WAITING = 2000;

/** Milliseconds of a turn of the event loop: alerts themselves go first. */
const SLICE = 2;

/** Tells readers what happens to alerts. Without a reader it hears nothing. */
export class AlertFeed {
  readonly #book: Pick<AlertBook, 'onNews'>;
  readonly #readers = new Set<Reader>();
  #waiting: AlertNews[] = [];
  #skipped = 0;
  #flushing: NodeJS.Immediate | undefined;
  #silence: (() => void) | undefined;

  constructor(book: Pick<AlertBook, 'onNews'>) {
    this.#book = book;
  }

  /** The function that is returned ends it. */
  follow(filter: LiveAlertFilter, follower: AlertFollower): () => void {
    const reader = { filter, follower };
    this.#readers.add(reader);
    this.#silence ??= this.#book.onNews((news) => this.#hear(news));
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.close();
    };
  }

  close(): void {
    this.#silence?.();
    this.#silence = undefined;
    if (this.#flushing) clearImmediate(this.#flushing);
    this.#flushing = undefined;
    this.#waiting = [];
    this.#skipped = 0;
  }

  #hear(news: AlertNews): void {
    if (this.#waiting.length >= MOST_WAITING) this.#skipped++;
    else this.#waiting.push(news);
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    const end = performance.now() + SLICE;
    let told = 0;
    for (const { kind, alert } of this.#waiting) {
      for (const { filter, follower } of this.#readers) {
        if (fits(alert, filter)) follower.onAlert(kind, alert);
      }
      told++;
      if (performance.now() >= end) break;
    }
    this.#waiting.splice(0, told);
    this.#flushing = this.#waiting.length > 0 ? setImmediate(() => this.#flush()) : undefined;
    if (this.#skipped === 0 || this.#waiting.length > 0) return;
    for (const { follower } of this.#readers) follower.onSkipped(this.#skipped);
    this.#skipped = 0;
  }
}
