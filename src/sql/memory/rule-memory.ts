import { CONNECTION_MEMORY, SHARED_MEMORY } from '../limits.ts';
import type { RowSource } from '../row-source.ts';
import { KeyValues } from './key-values.ts';

/** What rules remember from one event to the next, in memory: of all rules together, and of each connection. */
export class RuleMemory {
  readonly #shared = new KeyValues(SHARED_MEMORY);
  /** They go with the connection itself. */
  readonly #ofConnections = new WeakMap<object, KeyValues>();
  readonly #scratch = new WeakMap<RowSource, KeyValues>();
  readonly #scratchOfConnections = new WeakMap<RowSource, KeyValues>();

  /** Of all rules. A made-up event sees it too, and what it changes is gone with it. */
  sharedFor(source: RowSource): KeyValues {
    if (source.madeUp !== true) return this.#shared;
    const scratch = this.#scratch.get(source) ?? new KeyValues(SHARED_MEMORY, this.#shared);
    this.#scratch.set(source, scratch);
    return scratch;
  }

  /**
   * Of the connection that caused the event; an event without one has a memory for itself. Whoever only tries a rule
   * changes nothing in it.
   */
  ofConnection(source: RowSource): KeyValues {
    if (source.madeUp === true && source.connection) return this.#scratchOf(source, source.connection);
    const owner = source.connection ?? source;
    const memory = this.#ofConnections.get(owner) ?? new KeyValues(CONNECTION_MEMORY);
    this.#ofConnections.set(owner, memory);
    return memory;
  }

  #scratchOf(source: RowSource, connection: object): KeyValues {
    const kept = this.#ofConnections.get(connection);
    const scratch = this.#scratchOfConnections.get(source) ?? new KeyValues(CONNECTION_MEMORY, kept);
    this.#scratchOfConnections.set(source, scratch);
    return scratch;
  }
}
