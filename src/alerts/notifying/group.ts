import type { AlertSourceId } from '../alert.ts';
import type { Awaited } from '../book/deadlines.ts';
import { SoonDue } from './soon-due.ts';
import type { Thread } from './thread.ts';

/** Alerts that are told together, and a thread for each channel that hears of them. */
export class Group implements Awaited {
  wakeAt = 0;
  place = -1;
  readonly id: string;
  readonly source: AlertSourceId;
  /** By the id of the channel. */
  readonly threads = new Map<string, Thread>();
  #soon: SoonDue | undefined;
  /** Ids of alerts in the order in which they opened, and when others hear of them unless somebody takes care. */
  readonly escalations: { readonly at: number; readonly id: string }[] = [];

  constructor(id: string, source: AlertSourceId) {
    this.id = id;
    this.source = source;
  }

  /** What waits for the end of its grace. */
  get soon(): SoonDue {
    this.#soon ??= new SoonDue();
    return this.#soon;
  }

  /** When the last of those opens that open in a moment. */
  soonUntil(now: number): number | undefined {
    return this.#soon?.until(now);
  }

  get isEmpty(): boolean {
    return this.threads.size === 0 && this.escalations.length === 0 && (this.#soon?.isEmpty ?? true);
  }
}
