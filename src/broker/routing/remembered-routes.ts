import type { Route } from './route.ts';
import type { Topic } from './topic.ts';

/** Receivers in all remembered routes together: some 64 bytes each. */
const MAXIMUM_RECEIVERS = 500_000;

/** Topics that have a remembered route. */
const MAXIMUM_TOPICS = 200_000;

/**
 * The routes that topics carry. A hundred thousand topics that each lead to a thousand subscribers of `#` would hold
 * a hundred million receivers: past a bound all routes are forgotten, and found again when they are needed.
 */
export class RememberedRoutes {
  readonly #maximumReceivers: number;
  #topics: Topic[] = [];
  #receivers = 0;

  constructor(maximumReceivers = MAXIMUM_RECEIVERS) {
    this.#maximumReceivers = maximumReceivers;
  }

  remember(topic: Topic, route: Route, version: number): void {
    const receivers = route.targets.length + route.groups.length + route.watchers.length;
    if (this.#receivers + receivers > this.#maximumReceivers || this.#topics.length >= MAXIMUM_TOPICS)
      this.#forgetAll();
    this.#topics.push(topic);
    this.#receivers += receivers;
    topic.route = route;
    topic.routeVersion = version;
  }

  #forgetAll(): void {
    for (const topic of this.#topics) topic.route = undefined;
    this.#topics = [];
    this.#receivers = 0;
  }
}
