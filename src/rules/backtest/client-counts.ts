/** Clients that are told apart, and the characters of their ids together. */
const MOST_CLIENTS = 100_000;
const MOST_CHARACTERS = 8 * 1024 * 1024;

export interface ClientCount {
  readonly clientId: string;
  readonly passed: number;
}

/** Counts by client. Beyond a bound new clients are counted together. */
export class ClientCounts {
  readonly #counts = new Map<string, number>();
  #characters = 0;
  /** Events of clients for which there was no room. */
  others = 0;

  get size(): number {
    return this.#counts.size;
  }

  add(clientId: string): void {
    const count = this.#counts.get(clientId);
    if (count !== undefined) this.#counts.set(clientId, count + 1);
    else if (this.size >= MOST_CLIENTS || this.#characters + clientId.length > MOST_CHARACTERS) this.others++;
    else {
      this.#characters += clientId.length;
      this.#counts.set(clientId, 1);
    }
  }

  /** Those with the most, at most so many of them. */
  top(most: number): ClientCount[] {
    const top: ClientCount[] = [];
    for (const [clientId, passed] of this.#counts) {
      const last = top[most - 1];
      if (last && last.passed >= passed) continue;
      const place = top.findIndex((other) => other.passed < passed);
      top.splice(place < 0 ? top.length : place, 0, { clientId, passed });
      if (top.length > most) top.pop();
    }
    return top;
  }

  /** Only the counts that are asked for last. */
  clear(): void {
    this.#counts.clear();
  }
}
