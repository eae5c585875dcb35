import type { Publisher } from '../broker/door.ts';
import type { RuleEvent } from './rule-event.ts';

/** How a message came out of a rule. */
export interface Origin {
  readonly ruleId: string;
  /** The rules that handed it on, one after the other; the last is `ruleId`. */
  readonly trail: readonly string[];
  /** No rule shall see it. */
  readonly silent: boolean;
}

/** Rules that may hand on one message, one after the other: those that republish for each other stop here. */
const MOST_HOPS = 16;

/**
 * The rules that will have handed a message on.
 * @throws Error that names them when they are too many
 */
export function nextTrail(ruleId: string, cause: Origin | undefined): readonly string[] {
  const trail = [...(cause?.trail ?? []), ruleId];
  if (trail.length <= MOST_HOPS) return trail;
  const names = [...new Set(trail)].map((id) => JSON.stringify(id)).join(' → ');
  throw new Error(
    `republish: ${MOST_HOPS} rules have handed this message on, in a circle as it seems: ${names}; ` +
      'change the FROM or the target topic of one of them',
  );
}

/**
 * Remembers which messages are the work of rules. The publisher is what a message keeps of where it came from,
 * and each republication has one of its own; a client that calls itself like a rule is not mistaken for it.
 */
export class MessageOrigins {
  readonly #origins = new WeakMap<Publisher, Origin>();
  #any = false;

  /** Of an event about a message: where the message came from, unless a client sent it. */
  of(event: RuleEvent): Origin | undefined {
    if (!this.#any || event.name === 'source.message' || !('message' in event)) return undefined;
    return this.#origins.get(event.message.from);
  }

  publisher(origin: Origin): Publisher {
    const publisher: Publisher = {
      clientId: origin.ruleId,
      username: undefined,
      peerHost: undefined,
      peerName: undefined,
      attributes: {},
    };
    this.#any = true;
    this.#origins.set(publisher, origin);
    return publisher;
  }
}
