interface Flushable {
  flush(): void;
}

/**
 * One write per connection and turn of the event loop: connections with output meet here, and one `setImmediate`,
 * which runs when all sockets of this turn were read, writes them. `beforeFlush` commits first, so that nothing
 * is acknowledged before it is stored (commit, then send).
 */
export class FlushQueue {
  readonly #beforeFlush: () => void;
  #waiting: Flushable[] = [];
  #scheduled = false;

  constructor(beforeFlush: () => void) {
    this.#beforeFlush = beforeFlush;
  }

  /** The connection has output; it is called once per turn and connection. */
  add(connection: Flushable): void {
    this.#waiting.push(connection);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#scheduled = false;
    this.#beforeFlush();
    // What is written now may make new output, which belongs to the next turn.
    const connections = this.#waiting;
    this.#waiting = [];
    for (const connection of connections) connection.flush();
  }
}
