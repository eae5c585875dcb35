import type { Clock, Timer } from '../lib/clock.ts';
import type { SimulatedClient, SimulatedState } from './simulated-client.ts';
import type { SimulatedPublication, SimulationDraft } from './simulation-draft.ts';

/** Milliseconds between two looks at what is to be published. */
const TICK = 100;

/** CONNECTs of one simulation that are under way at a time: a broker refuses who comes too fast. */
const AT_ONCE = 20;

/** Milliseconds between two groups of them. */
const PAUSE = 25;

/** Which clients of a simulation are meant: the first so many that it can be done with, or these. All by default. */
export interface Selection {
  readonly count?: number | undefined;
  readonly clientIds?: readonly string[] | undefined;
}

export interface SimulationParts {
  readonly id: string;
  readonly draft: SimulationDraft;
  readonly clients: readonly SimulatedClient[];
  /** Who started it. */
  readonly by: string;
  readonly clock: Clock;
}

/** A number of devices that are alike. */
export class Simulation {
  readonly id: string;
  readonly draft: SimulationDraft;
  readonly clients: readonly SimulatedClient[];
  readonly by: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly #clock: Clock;
  #isClosed = false;
  #publishing: Timer | undefined = undefined;
  #pinging: Timer | undefined = undefined;
  #began: number;
  /** Messages that were due since then. */
  #due = 0;

  constructor({ id, draft, clients, by, clock }: SimulationParts) {
    this.id = id;
    this.draft = draft;
    this.clients = clients;
    this.by = by;
    this.createdAt = clock.now();
    this.#clock = clock;
    this.#began = this.createdAt;
  }

  /** Resolves when every CONNECT is answered. */
  async start(): Promise<void> {
    if (this.draft.publish) this.#schedulePublishing();
    if (this.draft.keepAlive > 0) this.#schedulePinging();
    await this.#connect(this.clients);
  }

  get states(): Readonly<Record<SimulatedState, number>> {
    const states = { connecting: 0, connected: 0, silent: 0, offline: 0, refused: 0 };
    for (const { state } of this.clients) states[state]++;
    return states;
  }

  get sent(): number {
    return this.clients.reduce((sum, { sent }) => sum + sent, 0);
  }

  /** How many it was done with. */
  cut(selection: Selection): number {
    return this.#some(selection, (client) => client.cut());
  }

  timeOut(selection: Selection): number {
    return this.#some(selection, (client) => client.timeOut());
  }

  disconnect(selection: Selection): number {
    return this.#some(selection, (client) => client.disconnect());
  }

  publish(selection: Selection, publication: SimulatedPublication): number {
    return this.#some(selection, (client) => client.publish(publication));
  }

  /** All that are not connected: how many, and when every CONNECT is answered. */
  reconnect(selection: Selection): { affected: number; connected: Promise<void> } {
    const chosen: SimulatedClient[] = [];
    this.#some(selection, (client) => {
      if (client.state === 'connected' || client.state === 'connecting') return false;
      chosen.push(client);
      return true;
    });
    return { affected: chosen.length, connected: this.#connect(chosen) };
  }

  /** @param how `disconnect`: they say good-bye */
  close(how: 'cut' | 'disconnect'): void {
    this.#isClosed = true;
    this.#publishing?.cancel();
    this.#pinging?.cancel();
    for (const client of this.clients) {
      if (how === 'cut') client.cut();
      else client.disconnect();
    }
  }

  async #connect(clients: readonly SimulatedClient[]): Promise<void> {
    for (let next = 0; next < clients.length && !this.#isClosed; next += AT_ONCE) {
      await Promise.all(clients.slice(next, next + AT_ONCE).map((client) => client.connect()));
      if (next + AT_ONCE < clients.length) {
        await new Promise<void>((resolve) => this.#clock.after(PAUSE, resolve));
      }
    }
  }

  #some(
    { count = Number.POSITIVE_INFINITY, clientIds }: Selection,
    act: (client: SimulatedClient) => boolean,
  ) {
    const wanted = clientIds && new Set(clientIds);
    let done = 0;
    for (const client of this.clients) {
      if (done >= count) break;
      if (wanted && !wanted.has(client.clientId)) continue;
      if (act(client)) done++;
    }
    return done;
  }

  /** Spread evenly over the time, so that a thousand devices are no burst. */
  #schedulePublishing(): void {
    const { publish, clients } = this.draft;
    if (!publish) return;
    const wait = Math.max(TICK, publish.every / clients);
    this.#publishing = this.#clock.after(wait, () => {
      const due = Math.floor(((this.#clock.now() - this.#began) * clients) / publish.every);
      // After a pause of the whole process nothing is made up for.
      if (due - this.#due > clients) this.#due = due - clients;
      for (; this.#due < due; this.#due++) this.clients[this.#due % clients]?.publish(publish);
      this.#schedulePublishing();
    });
  }

  #schedulePinging(): void {
    this.#pinging = this.#clock.after(this.draft.keepAlive * 500, () => {
      for (const client of this.clients) client.ping();
      this.#schedulePinging();
    });
  }
}
