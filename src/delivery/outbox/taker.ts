import type { ClaimedDelivery, Priority } from '../delivery.ts';

/** Who sends the deliveries of a connector, and has room for some that never lie in the queue. */
export interface Taker {
  /** Whether a new delivery may come as soon as it is stored. Who says yes gets it by `take`, or hears of the failure. */
  offer(action: string, priority: Priority): boolean;
  take(delivery: ClaimedDelivery): void;
  /** What was offered could not be stored. */
  missed(): void;
  /** The places of what it has, until its end is on disk. */
  readonly taken: Set<number>;
}
