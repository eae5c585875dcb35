import type { Presence } from '../presence.ts';

/** Who was there, by the comings and goings that were recorded: nobody of whom none is told. */
export class PastPresence implements Presence {
  readonly #comings = new Map<string, number>();
  /** Rules are tried as if the broker had run all the time. */
  readonly knownFrom = 0;

  of(clientId: string): ReturnType<Presence['of']> {
    const sequence = this.#comings.get(clientId);
    return { state: sequence === undefined ? 'offline' : 'connected', sequence };
  }

  came(clientId: string, sequence: number): void {
    this.#comings.set(clientId, sequence);
  }

  /** A session that was taken over or discarded goes because its client came by another connection. */
  went(clientId: string, reason: unknown): void {
    if (reason !== 'takenover' && reason !== 'discarded') this.#comings.delete(clientId);
  }
}
