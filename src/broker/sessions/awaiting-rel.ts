/** QoS 2 messages that a client sent and has not released, by packet identifier. */
export class AwaitingRel {
  /** When they came, Unix milliseconds, in the order of arrival. */
  readonly times: Map<number, number>;
  /** Those that came before the process began, so that nobody knows whether rules were done with them. */
  readonly #restored: Set<number> | undefined;

  constructor(restored: ReadonlyMap<number, number> = new Map()) {
    this.times = new Map(restored);
    this.#restored = restored.size > 0 ? new Set(restored.keys()) : undefined;
  }

  /** False for an identifier that is not in use. */
  release(packetId: number): boolean {
    this.#restored?.delete(packetId);
    return this.times.delete(packetId);
  }

  /** The identifiers of those that came up to then. */
  until(limit: number): number[] {
    const packetIds: number[] = [];
    for (const [packetId, receivedAt] of this.times) {
      if (receivedAt > limit) break;
      packetIds.push(packetId);
    }
    return packetIds;
  }

  /** True once for an identifier that was received before this process began. */
  takeRestored(packetId: number): boolean {
    return this.#restored?.delete(packetId) ?? false;
  }
}
