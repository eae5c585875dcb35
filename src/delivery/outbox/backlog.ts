/** What lies in the queue of one connector and nobody has claimed: whether there is any, and of which actions. */
export class Backlog {
  readonly #actions = new Set<string>();
  #empty = false;
  /** Rows that will lie there after a write that has not run yet. */
  #coming = 0;

  /** Nothing lies there, and nothing is on its way. */
  get isEmpty(): boolean {
    return this.#empty;
  }

  /** Every write that adds to it has run, so that what the database says holds. */
  get isSettled(): boolean {
    return this.#coming === 0;
  }

  /** Of which something lies there, or did. */
  get actions(): readonly string[] {
    return [...this.#actions];
  }

  /** A row will lie there. To be told, in the write, that it does: maybe twice, when the write is repeated. */
  grow(action: string): () => void {
    this.#empty = false;
    this.#actions.add(action);
    this.#coming++;
    let told = false;
    return () => {
      if (!told) this.#coming--;
      told = true;
    };
  }

  /** The database has nothing more. */
  empty(): void {
    this.#empty = true;
    this.#actions.clear();
  }
}
