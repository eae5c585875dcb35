import type { ClaimedDelivery, Priority } from '../delivery.ts';

/** How many requests of an action go together at most, and for how many milliseconds the first waits for more. */
export interface Batching {
  size: number;
  time: number;
}

/** The deliveries of one order key that are here; the first of them is in flight, or stands in the queue. */
interface Order {
  inFlight: number;
  rows: Ready[];
}

interface Ready {
  delivery: ClaimedDelivery;
  /** When it came here: Unix milliseconds. */
  since: number;
}

/**
 * Claimed deliveries that wait for a place, in their order. Of one order key only the first is in the queue; the others
 * come when it is through.
 */
export class ReadyRows {
  readonly #queue: Ready[] = [];
  readonly #orders = new Map<string, Order>();
  #count = 0;
  #bytes = 0;

  /** Whether something of this order is here, or in flight. */
  hasOrder(orderKey: string): boolean {
    return this.#orders.has(orderKey);
  }

  /** Of all requests that wait here. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All that wait here. */
  get count(): number {
    return this.#count;
  }

  /** Of the next one. */
  get nextPriority(): Priority | undefined {
    return this.#queue[0]?.delivery.priority;
  }

  add(delivery: ClaimedDelivery, now: number): void {
    const ready = { delivery, since: now };
    const { orderKey, priority } = delivery;
    this.#count++;
    this.#bytes += delivery.bytes;
    if (orderKey !== undefined) {
      const order = this.#orders.get(orderKey);
      if (order) {
        order.rows.push(ready);
        if (order.rows.length > 1 || order.inFlight > 0) return;
      } else {
        this.#orders.set(orderKey, { inFlight: 0, rows: [ready] });
      }
    }
    if (priority === 'critical') this.#queue.splice(this.#firstNormal(), 0, ready);
    else this.#queue.push(ready);
  }

  /** The next one goes into flight. */
  take(): ClaimedDelivery | undefined {
    const ready = this.#queue.shift();
    if (!ready) return undefined;
    this.#leave(ready.delivery);
    return ready.delivery;
  }

  /**
   * The next ones of one action go into flight, as many as it takes; of one order key, several in their order. None when
   * there are fewer and the first has not waited for long enough: then the answer is when it will have.
   */
  takeBatch(
    batchingOf: (action: string) => Batching,
    now: number,
    most = Infinity,
  ): ClaimedDelivery[] | number {
    let nextAt = Infinity;
    for (const action of new Set(this.#queue.map(({ delivery }) => delivery.action))) {
      const { size: wanted, time } = batchingOf(action);
      const size = Math.min(wanted, most);
      const batch = this.#gather(action, size);
      const ripeAt = (batch[0]?.since ?? now) + time;
      if (batch.length < size && now < ripeAt) {
        nextAt = Math.min(nextAt, ripeAt);
        continue;
      }
      for (const { delivery } of batch) this.#leave(delivery);
      const taken = new Set(batch);
      const rest = this.#queue.filter((ready) => !taken.has(ready));
      this.#queue.splice(0, Infinity, ...rest);
      return batch.map(({ delivery }) => delivery);
    }
    return nextAt;
  }

  /** It is through: what follows it may go. */
  finish({ orderKey }: ClaimedDelivery): void {
    const order = orderKey === undefined ? undefined : this.#orders.get(orderKey);
    if (!order || orderKey === undefined) return;
    order.inFlight--;
    if (order.inFlight > 0) return;
    const [next] = order.rows;
    if (next) this.#queue.push(next);
    else this.#orders.delete(orderKey);
  }

  /** It is not through, and goes first the next time: removes what follows it. */
  block(delivery: ClaimedDelivery): ClaimedDelivery[] {
    const { orderKey } = delivery;
    const order = orderKey === undefined ? undefined : this.#orders.get(orderKey);
    const followers = order?.rows.splice(0).map(({ delivery: follower }) => follower) ?? [];
    for (const follower of followers) this.#forget(follower);
    this.finish(delivery);
    return followers;
  }

  /** Removes all. */
  clear(): ClaimedDelivery[] {
    const keyed = [...this.#orders.values()].flatMap(({ rows }) => rows);
    const others = this.#queue.filter(({ delivery }) => delivery.orderKey === undefined);
    for (const order of this.#orders.values()) order.rows = [];
    for (const [key, { inFlight }] of this.#orders) if (inFlight === 0) this.#orders.delete(key);
    this.#queue.splice(0);
    this.#count = 0;
    this.#bytes = 0;
    return [...others, ...keyed].map(({ delivery }) => delivery);
  }

  #gather(action: string, size: number): Ready[] {
    const batch: Ready[] = [];
    for (const ready of this.#queue) {
      if (ready.delivery.action !== action) continue;
      const { orderKey } = ready.delivery;
      const rows = orderKey === undefined ? [ready] : (this.#orders.get(orderKey)?.rows ?? []);
      for (const row of rows) {
        // What is of another action must come between.
        if (row.delivery.action !== action || batch.length === size) break;
        batch.push(row);
      }
      if (batch.length === size) break;
    }
    return batch;
  }

  #forget({ bytes }: ClaimedDelivery): void {
    this.#count--;
    this.#bytes -= bytes;
  }

  #leave(delivery: ClaimedDelivery): void {
    const { orderKey } = delivery;
    this.#forget(delivery);
    const order = orderKey === undefined ? undefined : this.#orders.get(orderKey);
    if (!order) return;
    order.rows.shift();
    order.inFlight++;
  }

  #firstNormal(): number {
    const index = this.#queue.findIndex(({ delivery }) => delivery.priority === 'normal');
    return index < 0 ? this.#queue.length : index;
  }
}
