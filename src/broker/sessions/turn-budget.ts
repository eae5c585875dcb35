/** Milliseconds. */
const BUDGET = 5;

/**
 * The time that one turn of the event loop may spend on what can wait, over all clients. It begins with the first
 * question of a turn.
 */
export class TurnBudget {
  #end = 0;
  #isOpen = false;

  get isSpent(): boolean {
    const now = performance.now();
    if (this.#isOpen) return now >= this.#end;
    this.#isOpen = true;
    this.#end = now + BUDGET;
    setImmediate(() => {
      this.#isOpen = false;
    });
    return false;
  }
}
