import type { Clock } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import { DestinationGate, type GateState } from './destination-gate.ts';

const LOAD = 'SELECT state FROM destinations WHERE key = ?';

const SAVE = `INSERT INTO destinations (key, state, updated_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (key) DO UPDATE SET state = ?2, updated_at = ?3`;

/** Longer than anything must be known of a destination. */
const FORGET = 'DELETE FROM destinations WHERE updated_at < ?';
const MEMORY = 86_400_000;

/**
 * The gates of all destinations, by their keys: two connectors that use the same bot share its limit. What they know is
 * on disk, so that a restart does not begin with a full measure.
 */
export class Destinations {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #gates = new Map<string, DestinationGate>();
  readonly #unsaved = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.write(() => store.prepare(FORGET).run(clock.now() - MEMORY));
  }

  gate(key: string): DestinationGate {
    let gate = this.#gates.get(key);
    if (!gate) {
      gate = new DestinationGate(this.#load(key));
      this.#gates.set(key, gate);
    }
    return gate;
  }

  /** Calls once, when a message to the destination has ended. */
  onceFree(key: string, call: () => void): void {
    const waiting = this.#waiting.get(key);
    if (waiting) waiting.add(call);
    else this.#waiting.set(key, new Set([call]));
  }

  /** A message has ended, whoever sent it. */
  tellFree(key: string): void {
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    for (const call of waiting ?? []) call();
  }

  /** Keeps what its gate knows, with the next commit. */
  save(key: string): void {
    if (this.#unsaved.has(key)) return;
    this.#unsaved.add(key);
    this.#store.write(() => {
      this.#unsaved.delete(key);
      const state = JSON.stringify(this.gate(key).state);
      this.#store.prepare(SAVE).run(key, state, this.#clock.now());
    });
  }

  #load(key: string): GateState | undefined {
    const state = this.#store.prepare(LOAD).get(key)?.state;
    return typeof state === 'string' ? (JSON.parse(state) as GateState) : undefined;
  }
}
