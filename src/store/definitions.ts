import type { Clock } from '../lib/clock.ts';
import type { Store } from './store.ts';

/** A named JSON document: what somebody configured. Times are Unix milliseconds. */
export interface Definition<Body = unknown> {
  id: string;
  body: Body;
  createdAt: number;
  updatedAt: number;
}

/**
 * Configured things by kind (`connector`, `action`, `rule`, `user` …). Changes are on disk when the call returns. Their
 * secrets are sealed there, which nobody who reads or writes them notices.
 */
export class Definitions {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** In the order of their ids. */
  list<Body>(kind: string): Definition<Body>[] {
    return this.#store
      .prepare('SELECT id, body, created_at, updated_at FROM definitions WHERE kind = ? ORDER BY id')
      .all(kind)
      .map((row) => this.#toDefinition<Body>(row));
  }

  get<Body>(kind: string, id: string): Definition<Body> | undefined {
    const row = this.#store
      .prepare('SELECT id, body, created_at, updated_at FROM definitions WHERE kind = ? AND id = ?')
      .get(kind, id);
    return row && this.#toDefinition<Body>(row);
  }

  /** Creates or replaces; what is replaced keeps its `createdAt`. */
  put<Body>(kind: string, id: string, body: Body): Definition<Body> {
    const now = this.#clock.now();
    const row = this.#store.transact(() =>
      this.#store
        .prepare(
          `INSERT INTO definitions (kind, id, body, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at
           RETURNING created_at`,
        )
        .get(kind, id, this.#store.secrets.stringify(body), now, now),
    );
    return { id, body, createdAt: Number(row?.created_at), updatedAt: now };
  }

  /** False when there was none. */
  delete(kind: string, id: string): boolean {
    const { changes } = this.#store.transact(() =>
      this.#store.prepare('DELETE FROM definitions WHERE kind = ? AND id = ?').run(kind, id),
    );
    return changes > 0;
  }

  #toDefinition<Body>(row: Record<string, unknown>): Definition<Body> {
    return {
      id: String(row.id),
      body: this.#store.secrets.parse(String(row.body)) as Body,
      createdAt: Number(row.created_at),
      updatedAt: Number(row.updated_at),
    };
  }
}
