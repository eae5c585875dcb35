import type { Clock, Timer } from '../../lib/clock.ts';
import type { LiveClients } from '../contract.ts';
import type { ApiParts } from '../parts.ts';

/** Milliseconds that are told together. */
const GATHERING = 500;
/** Ids of one message, of those who came and of those who went. */
const MOST_IDS = 200;

/** Tells who came and who went, some together. It hears the broker only between `start` and `stop`. */
export class ComingsAndGoings {
  readonly #broker: ApiParts['broker'];
  readonly #clock: Clock;
  readonly #tell: (clients: LiveClients) => void;
  /** The last that happened to each; those whose ids there is no room for are counted only. */
  #isOnline = new Map<string, boolean>();
  #count = 0;
  #timer: Timer | undefined;
  #deaf: (() => void) | undefined;

  constructor({ broker, clock }: Pick<ApiParts, 'broker' | 'clock'>, tell: (clients: LiveClients) => void) {
    this.#broker = broker;
    this.#clock = clock;
    this.#tell = tell;
  }

  start(): void {
    if (this.#deaf) return;
    const { events } = this.#broker;
    const ends = [
      events['client.connected'].listen(({ client }) => this.#hear(client.clientId, true)),
      events['client.disconnected'].listen(({ client }) => this.#hear(client.clientId, false)),
    ];
    this.#deaf = () => {
      for (const end of ends) end();
    };
  }

  stop(): void {
    this.#deaf?.();
    this.#deaf = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isOnline.clear();
    this.#count = 0;
  }

  #hear(clientId: string, isOnline: boolean): void {
    this.#count++;
    if (this.#isOnline.size < 2 * MOST_IDS || this.#isOnline.has(clientId))
      this.#isOnline.set(clientId, isOnline);
    this.#timer ??= this.#clock.after(GATHERING, () => this.#flush());
  }

  #flush(): void {
    const ids = [...this.#isOnline];
    const named = (wanted: boolean) =>
      ids
        .filter(([, isOnline]) => isOnline === wanted)
        .slice(0, MOST_IDS)
        .map(([id]) => id);
    const clients = { online: named(true), offline: named(false), count: this.#count };
    this.#timer = undefined;
    this.#isOnline = new Map();
    this.#count = 0;
    this.#tell(clients);
  }
}
