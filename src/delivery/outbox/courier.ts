import type { Clock } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Connectors } from '../configured/connectors.ts';
import type { Priority } from '../delivery.ts';
import type { Destinations } from './destinations.ts';
import { Lane } from './lane.ts';
import type { Outbox } from './outbox.ts';
import type { Batching } from './ready-rows.ts';

interface CourierOptions {
  store: Store;
  outbox: Outbox;
  connectors: Connectors;
  clock: Clock;
  destinations: Destinations;
  /** How many requests of an action go together. */
  batching: (action: string) => Batching;
}

/** Takes deliveries from the outbox to their connectors, each connector in a lane of its own. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #unsubscribe: (() => void)[];

  constructor(options: CourierOptions) {
    this.#options = options;
    const { outbox, connectors } = options;
    this.#unsubscribe = [
      // In the same transaction the row is stored and claimed: nothing comes between commit and request.
      outbox.events.on('queued', (connector) => this.#lane(connector).wake(1)),
      connectors.events.on('available', (connector) => this.#lane(connector).release()),
    ];
  }

  /** When what is due of this connector may go: Unix milliseconds, `Infinity` when nothing goes as things are. */
  nextTurn(connector: string, priority: Priority): number {
    return this.#lanes.get(connector)?.nextTurn(priority) ?? Infinity;
  }

  /** Finishes what is in flight, for at most `patience` milliseconds; the rest stays on disk. */
  async stop(patience: number): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    const lanes = [...this.#lanes.values()];
    const timer = this.#options.clock.after(patience, () => {
      for (const lane of lanes) lane.abort();
    });
    await Promise.all(lanes.map((lane) => lane.stop()));
    timer.cancel();
    this.#options.outbox.stop();
    await this.#options.store.committed();
  }

  #lane(id: string): Lane {
    let lane = this.#lanes.get(id);
    if (!lane) {
      const { store, outbox, connectors, clock, destinations, batching } = this.#options;
      const connector = () => connectors.find(id);
      lane = new Lane({ id, store, outbox, clock, destinations, connector, batching });
      this.#lanes.set(id, lane);
      outbox.addTaker(id, lane);
    }
    return lane;
  }
}
