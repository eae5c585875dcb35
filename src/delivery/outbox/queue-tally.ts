export interface Queue {
  /** Deliveries that are not finished, those in flight included. */
  count: number;
  bytes: number;
  inflight: number;
}

/** What lies in the outbox by action, kept in memory so that no message costs a count. */
export class QueueTally {
  readonly #queues = new Map<string, Queue>();

  of(action: string): Readonly<Queue> {
    return this.#queues.get(action) ?? { count: 0, bytes: 0, inflight: 0 };
  }

  actions(): string[] {
    return [...this.#queues.keys()];
  }

  add(action: string, bytes: number, count = 1): void {
    const queue = this.#queue(action);
    queue.count += count;
    queue.bytes += bytes;
  }

  remove(action: string, bytes: number, count = 1): void {
    this.add(action, -bytes, -count);
  }

  sending(action: string, change: 1 | -1): void {
    this.#queue(action).inflight += change;
  }

  #queue(action: string): Queue {
    let queue = this.#queues.get(action);
    if (!queue) {
      queue = { count: 0, bytes: 0, inflight: 0 };
      this.#queues.set(action, queue);
    }
    return queue;
  }
}
