/**
 * What others make of what clients send, such as the work of rules: numbered in its order, and done in that order at the ends
 * of turns, if need be over several. Whoever does that work keeps the numbers; while nobody does, both are 0.
 */
export class Aftermath {
  /** Number of the last piece of work that there is. */
  begun = 0;
  /** Number of the last one that is done, as all before it are, with everything that came of them. */
  done = 0;
}
