import type { Outgoing } from './message-queue.ts';

/** What a session needs of the connection that it is bound to. */
export interface Outlet {
  /** False when so much output waits that QoS 0 messages are dropped and the others wait; `onRoom` follows. */
  readonly hasRoom: boolean;
  /** Asks for `onRoom` in the next turn. */
  wake(): void;
  sendPublish(outgoing: Outgoing, packetId: number, dup: boolean): void;
  sendPubrel(packetId: number): void;
  /**
   * More comes for the session than it can pass on: whoever publishes to it shall wait until `releasePublishers`. False when
   * nobody waits for this client any more, because it was too slow.
   */
  holdPublishers(): boolean;
  releasePublishers(): void;
}
