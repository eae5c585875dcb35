import type { DeliveryRecord } from '../../delivery/door.ts';
import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import { TimelineReader } from '../timeline/timeline-reader.ts';
import { AlertFeed, type AlertFollower } from './alert-feed.ts';
import { type AlertFigures, alertFigures } from './alert-figures.ts';
import type { AlertFilter, LiveAlertFilter } from './alert-filter.ts';
import { type AlertOrder, AlertSearch } from './alert-search.ts';

export interface AlertLogOptions {
  readonly store: Store;
  readonly book: Pick<AlertBook, 'get' | 'onNews'>;
  /** As the delivery log has it; undefined when it does not keep it any more. */
  deliveryOf(id: string): DeliveryRecord | undefined;
}

/** What became of alerts, for people and programs to read. */
export class AlertLog {
  readonly #options: AlertLogOptions;
  readonly #search: AlertSearch;
  readonly #feed: AlertFeed;
  readonly #timelines: TimelineReader;

  constructor(options: AlertLogOptions) {
    this.#options = options;
    this.#search = new AlertSearch(options.store);
    this.#feed = new AlertFeed(options.book);
    this.#timelines = new TimelineReader(options.store, (id) => options.deliveryOf(id));
  }

  /** The ids of one page; `find` has what belongs to them. */
  page(filter: AlertFilter, request: PageRequest, order: AlertOrder): Steps<PageOf<string>> {
    return this.#search.page(filter, request, order);
  }

  /** @param since of what began: Unix milliseconds */
  figures(since: number): Steps<AlertFigures> {
    return alertFigures(this.#options.store, since);
  }

  /** Undefined when there is no such alert, or not any more. */
  find(id: string): Alert | undefined {
    return this.#options.book.get(id);
  }

  timeline(alert: Alert): TimelineEntry[] {
    return this.#timelines.read(alert);
  }

  /** Tells what happens to alerts from now on, as fast as there is time for it. The function that is returned ends it. */
  follow(filter: LiveAlertFilter, follower: AlertFollower): () => void {
    return this.#feed.follow(filter, follower);
  }

  close(): void {
    this.#feed.close();
  }
}
