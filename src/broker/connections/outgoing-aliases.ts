import type { Topic } from '../routing/topic.ts';

/** How often in a row another topic must come before it takes the place of one that is in use. */
const PATIENCE = 3;

interface Place {
  topic: Topic;
  /** The client knows the alias. */
  isDefined: boolean;
  /** How many other topics this one outlives. */
  patience: number;
}

/**
 * Topic aliases that the broker gives to one client (§3.3.2.3.4), for the topics that come again and again. Each topic
 * has one place where it may stand, so that looking and replacing cost the same however many topics there are, and a
 * client pays nothing for a topic that comes once.
 */
export class OutgoingAliases {
  readonly #places: (Place | undefined)[];

  /** @param maximum the largest alias that may be sent [MQTT-3.1.2-26] */
  constructor(maximum: number) {
    this.#places = new Array(maximum).fill(undefined);
  }

  /**
   * The alias for the next message to this topic: 0 for none, positive when the client knows it, negative when the
   * message must bring the name with it.
   */
  use(topic: Topic): number {
    const index = Math.abs(topic.hash) % this.#places.length;
    const place = this.#places[index];
    if (place?.topic.name !== topic.name) {
      if (place === undefined || place.patience-- <= 0)
        this.#places[index] = { topic, isDefined: false, patience: 0 };
      return 0;
    }
    place.patience = PATIENCE;
    if (place.isDefined) return index + 1;
    place.isDefined = true;
    return -(index + 1);
  }
}
