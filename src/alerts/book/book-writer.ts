import type { Clock, Timer } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { AlertEntry, AlertRows } from './alert-rows.ts';
import type { Entry } from './book-entry.ts';

/** Milliseconds after which what could not be stored is stored again. */
const RETRY = 1000;
/** Notes that wait until they can be stored. */
const MOST_RETRIES = 10_000;

/**
 * Brings what changed in memory to the disk: with the next commit, and once for all that happens to an alert until then. While
 * that fails (the disk is full, say), memory goes on, and the disk follows as soon as it can, in the state that it finds then.
 */
export class BookWriter {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #rows: AlertRows;
  readonly #onStored: (entry: Entry) => void;
  readonly #retries = new Set<Timer>();
  #unsaved: Entry[] | undefined;

  constructor(store: Store, clock: Clock, rows: AlertRows, onStored: (entry: Entry) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#rows = rows;
    this.#onStored = onStored;
  }

  save(entry: Entry): void {
    if (entry.isUnsaved) return;
    entry.isUnsaved = true;
    if (this.#unsaved) this.#unsaved.push(entry);
    else this.#write([entry]);
  }

  addEntry(id: string, entry: AlertEntry): void {
    this.#store.write(
      () => this.#rows.addEntry(id, entry),
      (error) => {
        if (error && this.#retries.size < MOST_RETRIES) this.#later(() => this.addEntry(id, entry));
      },
    );
  }

  stop(): void {
    for (const timer of this.#retries) timer.cancel();
  }

  #write(entries: Entry[]): void {
    this.#unsaved = entries;
    this.#store.write(
      () => {
        if (this.#unsaved === entries) this.#unsaved = undefined;
        // From here on a change is one for the next commit.
        for (const entry of entries) entry.isUnsaved = false;
        for (const entry of entries) this.#writeOne(entry);
      },
      (error) => {
        if (error) this.#later(() => this.#saveAll(entries));
        else for (const entry of entries) this.#stored(entry);
      },
    );
  }

  #writeOne(entry: Entry): void {
    const { alert, storedStatus, isGone, hasEntries } = entry;
    entry.writtenStatus = isGone ? undefined : alert.status;
    if (isGone) {
      if (storedStatus !== undefined) this.#rows.delete(alert.id, hasEntries);
    } else if (storedStatus === alert.status) this.#rows.touch(alert);
    else this.#rows.put(alert);
  }

  #saveAll(entries: readonly Entry[]): void {
    for (const entry of entries) this.save(entry);
  }

  #stored(entry: Entry): void {
    entry.storedStatus = entry.writtenStatus;
    this.#onStored(entry);
  }

  #later(run: () => void): void {
    const timer = this.#clock.after(RETRY, () => {
      this.#retries.delete(timer);
      run();
    });
    this.#retries.add(timer);
  }
}
