import type { Socket } from 'node:net';
import type { Broker, Vouched } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import { orderedId } from '../lib/ids.ts';
import { SimulatedClient } from './simulated-client.ts';
import { type Selection, Simulation } from './simulation.ts';
import {
  MOST_CLIENTS,
  MOST_MESSAGES,
  MOST_SIMULATIONS,
  type SimulatedPublication,
  type SimulationDraft,
  SimulationError,
} from './simulation-draft.ts';

/** Attribute of every simulated client: `client_attrs` of its events have it, and the API and the dashboard show it. */
export const SIMULATED = 'simulated';

export interface SimulationsOptions {
  readonly broker: Pick<Broker, 'client' | 'isTopicName'>;
  /** A way in for clients of this process. */
  readonly entrance: { dial(vouched: Vouched): Promise<Socket>; close(): void };
  readonly clock: Clock;
}

/** The simulations that run. They are kept nowhere: with the process they are gone. */
export class Simulations {
  readonly #broker: SimulationsOptions['broker'];
  readonly #entrance: SimulationsOptions['entrance'];
  readonly #clock: Clock;
  readonly #running = new Map<string, Simulation>();
  readonly #graces = new Map<string, number>();

  constructor({ broker, entrance, clock }: SimulationsOptions) {
    this.#broker = broker;
    this.#entrance = entrance;
    this.#clock = clock;
  }

  /** The last one first. */
  list(): Simulation[] {
    return [...this.#running.values()].reverse();
  }

  get(id: string): Simulation | undefined {
    return this.#running.get(id);
  }

  /**
   * @param by who starts it
   * @returns the simulation, and when every CONNECT is answered
   * @throws SimulationError
   */
  start(draft: SimulationDraft, by: string): { simulation: Simulation; connected: Promise<void> } {
    this.#checkRoom(draft);
    if (draft.publish) this.#checkTopic(draft.publish.topic, draft.prefix);
    const ids = Array.from({ length: draft.clients }, (_, index) => `${draft.prefix}${index + 1}`);
    this.#checkIds(ids);
    const vouched: Vouched = {
      username: draft.username,
      prefix: draft.prefix,
      attributes: { ...draft.attributes, [SIMULATED]: 'true' },
      isSuperuser: false,
      identity: undefined,
    };
    const dial = () => this.#entrance.dial(vouched);
    const id = orderedId(this.#clock.now());
    const clients = ids.map((clientId) => new SimulatedClient(clientId, draft, this.#clock, dial));
    const simulation = new Simulation({ id, draft, clients, by, clock: this.#clock });
    this.#running.set(id, simulation);
    if (draft.grace !== undefined) for (const clientId of ids) this.#graces.set(clientId, draft.grace);
    return { simulation, connected: simulation.start() };
  }

  /** Its clients say good-bye. False when there is none. */
  delete(id: string): boolean {
    const simulation = this.#running.get(id);
    if (!simulation) return false;
    this.#running.delete(id);
    for (const { clientId } of simulation.clients) this.#graces.delete(clientId);
    simulation.close('disconnect');
    return true;
  }

  /** How many published it. @throws SimulationError for a topic that is none */
  publish(simulation: Simulation, selection: Selection, publication: SimulatedPublication): number {
    this.#checkTopic(publication.topic, simulation.draft.prefix);
    return simulation.publish(selection, publication);
  }

  /** Milliseconds, for a client whose alerts are to open sooner; undefined for all others. */
  graceOf(clientId: string): number | undefined {
    return this.#graces.get(clientId);
  }

  close(): void {
    for (const simulation of this.#running.values()) simulation.close('cut');
    this.#running.clear();
    this.#graces.clear();
    this.#entrance.close();
  }

  #checkRoom(draft: SimulationDraft): void {
    const running = this.list();
    const clients = running.reduce((sum, one) => sum + one.draft.clients, draft.clients);
    const messages = [...running.map((one) => one.draft), draft].reduce(
      (sum, { publish, clients: count }) => sum + (publish ? (count * 1000) / publish.every : 0),
      0,
    );
    if (running.length >= MOST_SIMULATIONS)
      throw new SimulationError('limit', `there are ${MOST_SIMULATIONS} simulations already: delete one`);
    if (clients > MOST_CLIENTS)
      throw new SimulationError(
        'limit',
        `that would be ${clients} simulated clients; ${MOST_CLIENTS} is the most for all simulations together`,
      );
    if (messages > MOST_MESSAGES)
      throw new SimulationError(
        'limit',
        `that would be ${Math.ceil(messages)} messages per second; ${MOST_MESSAGES} is the most for all simulations together`,
      );
  }

  #checkTopic(template: string, prefix: string): void {
    const topic = template.replaceAll('${clientid}', prefix);
    if (!this.#broker.isTopicName(topic))
      throw new SimulationError('invalid', `topic: ${JSON.stringify(topic.slice(0, 100))} is no topic name`);
  }

  /** A simulated client must not throw out a real one. */
  #checkIds(ids: readonly string[]): void {
    const taken = ids.find((id) => this.#broker.client(id) !== undefined);
    if (taken !== undefined)
      throw new SimulationError(
        'taken',
        `there is a client ${JSON.stringify(taken)} already: choose another prefix`,
      );
  }
}
