/** A map that costs next to nothing while it is empty: there may be one of each kind for every alert. */
export class Shelf<Value> {
  #map: Map<string, Value> | undefined;

  get size(): number {
    return this.#map?.size ?? 0;
  }

  has(id: string): boolean {
    return this.#map?.has(id) ?? false;
  }

  get(id: string): Value | undefined {
    return this.#map?.get(id);
  }

  set(id: string, value: Value): void {
    this.#map ??= new Map();
    this.#map.set(id, value);
  }

  /** What was there. */
  take(id: string): Value | undefined {
    const value = this.#map?.get(id);
    if (value !== undefined) this.delete(id);
    return value;
  }

  delete(id: string): boolean {
    const there = this.#map?.delete(id) ?? false;
    if (this.#map?.size === 0) this.#map = undefined;
    return there;
  }

  clear(): void {
    this.#map = undefined;
  }

  /** What is put there while it is walked through is met too, and what is taken away is not. */
  *[Symbol.iterator](): Generator<[string, Value]> {
    // A new map takes the place of one that became empty.
    for (let map = this.#map; map; map = this.#map === map ? undefined : this.#map) yield* map;
  }
}
