/**
 * News for whoever wants to hear it. Listeners run at once, in the order in which they came; what one of them
 * throws reaches the emitter's caller.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, ReadonlyArray<(payload: never) => void>>();

  /** The function that is returned takes the listener away again. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    // A fresh function, so that a listener added twice is removed one at a time.
    const own = (payload: Events[Name]): void => listener(payload);
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), own]);
    return () => {
      const others = this.#listeners.get(name)?.filter((other) => other !== own) ?? [];
      if (others.length > 0) this.#listeners.set(name, others);
      else this.#listeners.delete(name);
    };
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    const listeners = this.#listeners.get(name);
    if (listeners) for (const listener of listeners) listener(payload as never);
  }
}
