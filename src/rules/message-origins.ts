import type { BrokerEvent, Publisher } from '../broker/door.ts';

/** How a message came out of a rule. */
export interface Origin {
  readonly ruleId: string;
  /** How many rules it took, one after the other. */
  readonly hops: number;
  /** No rule shall see it. */
  readonly silent: boolean;
}

/**
 * Remembers which messages are the work of rules. The publisher is what a message keeps of where it came from,
 * and each republication has one of its own; a client that calls itself like a rule is not mistaken for it.
 */
export class MessageOrigins {
  readonly #origins = new WeakMap<Publisher, Origin>();

  /** Of an event about a message: where the message came from, unless a client sent it. */
  of(event: BrokerEvent): Origin | undefined {
    return 'message' in event ? this.#origins.get(event.message.from) : undefined;
  }

  publisher(origin: Origin): Publisher {
    const publisher: Publisher = {
      clientId: origin.ruleId,
      username: undefined,
      peerHost: undefined,
      peerName: undefined,
      attributes: {},
    };
    this.#origins.set(publisher, origin);
    return publisher;
  }
}
