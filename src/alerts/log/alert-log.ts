import type { DeliveryRecord } from '../../delivery/door.ts';
import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import type { CommonFactor } from '../notification.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import { TimelineReader } from '../timeline/timeline-reader.ts';
import type { CommonCause } from '../wording/common-cause.ts';
import { type AlertDay, alertDays } from './alert-days.ts';
import { AlertFeed, type AlertFollower } from './alert-feed.ts';
import { type AlertFigures, alertFigures } from './alert-figures.ts';
import type { AlertFilter, LiveAlertFilter } from './alert-filter.ts';
import { type AlertGroup, alertGroups } from './alert-groups.ts';
import { type AlertOrder, AlertSearch } from './alert-search.ts';
import { ToldReader } from './told-channels.ts';

export interface AlertLogOptions {
  readonly store: Store;
  readonly book: Pick<AlertBook, 'get' | 'onNews' | 'unresolved'>;
  /** A new count of what alerts have in common. */
  readonly causes: () => CommonCause;
  /** As the delivery log has it; undefined when it does not keep it any more. */
  deliveryOf(id: string): DeliveryRecord | undefined;
}

/** Alerts of which is said what they have in common. */
const MOST_COMPARED = 20_000;
/** The same, in a step. */
const FEW = 64;

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

  /** The ids of all that match, the newest first, a step at a time; a step may have none. */
  walk(filter: AlertFilter): Generator<readonly string[], void, undefined> {
    return this.#search.walk(filter, 'newest');
  }

  /**
   * What is not resolved, by rule and monitor, the worst first.
   * @param silencedUntil until when people are not told of an alert; undefined: they are, Infinity: nobody knows
   */
  groups(filter: AlertFilter, silencedUntil: (alert: Alert) => number | undefined): Steps<AlertGroup[]> {
    return alertGroups(this.#options.book, filter, silencedUntil);
  }

  /** @param zone an IANA name: whose days */
  days(filter: AlertFilter, zone: string): Steps<AlertDay[]> {
    return alertDays(this.#search, filter, zone);
  }

  /** What those that match have in common, of the newest ones where there are very many; and how many were looked at. */
  *common(filter: AlertFilter): Steps<{ readonly of: number; readonly factors: readonly CommonFactor[] }> {
    const cause = this.#options.causes();
    let of = 0;
    for (const ids of this.#search.walk(filter, 'newest')) {
      for (const id of ids) {
        const alert = of < MOST_COMPARED ? this.find(id) : undefined;
        if (!alert) continue;
        cause.add(alert);
        if (++of % FEW === 0) yield;
      }
      if (of === MOST_COMPARED) break;
      yield;
    }
    return { of, factors: cause.read() };
  }

  /** How the messages about alerts went: one for each list. */
  told(): ToldReader {
    return new ToldReader(this.#options.store);
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
