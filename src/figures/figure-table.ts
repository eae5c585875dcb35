import type { Store } from '../store/store.ts';
import type { Sample } from './sample.ts';
import type { Compaction } from './tiers.ts';

/** The samples on disk, so that the past is still there after a restart. */
export class FigureTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order of time. What cannot be read is left out: it is a figure of the past, no more. */
  read(): Sample[] {
    const rows = this.#store.prepare('SELECT at, step, body FROM figure_samples ORDER BY at, step').all();
    return rows.flatMap(({ at, step, body }) => {
      try {
        const { values = {}, latencies = {} } = JSON.parse(String(body)) as Partial<Sample>;
        return [{ at: Number(at), step: Number(step), values, latencies }];
      } catch {
        return [];
      }
    });
  }

  /** With the next commit. */
  write(sample: Sample, { removed, added }: Compaction): void {
    this.#store.write(() => {
      for (const one of removed) {
        this.#store.prepare('DELETE FROM figure_samples WHERE step = ? AND at = ?').run(one.step, one.at);
      }
      for (const { at, step, values, latencies } of [...added, sample]) {
        this.#store
          .prepare('INSERT OR REPLACE INTO figure_samples (step, at, body) VALUES (?, ?, ?)')
          .run(step, at, JSON.stringify({ values, latencies }));
      }
    });
  }

  clear(): void {
    this.#store.transact(() => this.#store.prepare('DELETE FROM figure_samples').run());
  }
}
