import { timeOfOrderedId } from '../../lib/ids.ts';
import { type LinkedHistoryTexts, linkedHistoryTexts } from '../../texts/linked-history.ts';
import type { Alert } from '../alert.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';

/** People who said that they take care of it; of further ones nothing is said. */
const MOST_PEOPLE = 20;

/** What has happened to many alerts, in a few lines, whatever their number. */
export class LinkedHistory {
  readonly #people = new Map<string, { at: number; count: number }>();
  #count = 0;
  #from = Infinity;
  #to = -Infinity;
  #resolved = 0;
  #resolvedAt = -Infinity;

  add({ startsAt, acknowledgement, resolution }: Alert): void {
    this.#count++;
    this.#from = Math.min(this.#from, startsAt);
    this.#to = Math.max(this.#to, startsAt);
    if (acknowledgement) this.#addPerson(acknowledgement);
    if (!resolution) return;
    this.#resolved++;
    this.#resolvedAt = Math.max(this.#resolvedAt, resolution.at);
  }

  /** From the first beginning to the last one. */
  get span(): { readonly from: number; readonly to: number } {
    return { from: this.#from, to: this.#to };
  }

  /** In the order in which it happened. @param notification whose message has the link */
  read(notification: string): TimelineEntry[] {
    const entries = [entry(this.#from, 'event', (texts) => texts.began(this.#count))];
    if (this.#to > this.#from) entries.push(entry(this.#to, 'event', (texts) => texts.lastBegan));
    const toldAt = timeOfOrderedId(notification);
    if (toldAt !== undefined) entries.push(entry(toldAt, 'notification', (texts) => texts.told));
    for (const [by, { at, count }] of this.#people) {
      entries.push(entry(at, 'acknowledged', (texts) => texts.acknowledged(by, count)));
    }
    if (this.#resolved > 0) {
      entries.push(
        entry(this.#resolvedAt, 'resolved', (texts) => texts.resolved(this.#resolved, this.#count)),
      );
    }
    return entries.sort((a, b) => a.at - b.at);
  }

  #addPerson({ at, by }: NonNullable<Alert['acknowledgement']>): void {
    const known = this.#people.get(by);
    if (known) {
      known.at = Math.min(known.at, at);
      known.count++;
    } else if (this.#people.size < MOST_PEOPLE) this.#people.set(by, { at, count: 1 });
  }
}

function entry(at: number, kind: string, write: (texts: LinkedHistoryTexts) => string): TimelineEntry {
  return { at, kind, text: { en: write(linkedHistoryTexts.en), zh: write(linkedHistoryTexts.zh) } };
}
