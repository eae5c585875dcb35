import type { Destination } from '../../connectors/connector.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Priority } from '../delivery.ts';
import type { DestinationGate } from './destination-gate.ts';
import type { Destinations } from './destinations.ts';

interface Place {
  readonly key: string;
  readonly limits: Destination['limits'];
  readonly gate: DestinationGate;
  readonly isLimited: boolean;
}

/** The destinations of one connector: a message goes to the one with the most room. */
export class LaneGates {
  readonly #destinations: Destinations;
  readonly #clock: Clock;
  #of: readonly Destination[] = [];
  #places: readonly Place[] = [];
  /** Whether there is a place without a limit that takes messages at any time. */
  #isFree = true;

  constructor(destinations: Destinations, clock: Clock) {
    this.#destinations = destinations;
    this.#clock = clock;
  }

  /** Those of the settings as they are now; to be called whenever they may have changed. */
  use(destinations: readonly Destination[]): void {
    if (destinations === this.#of) return;
    this.#of = destinations;
    this.#places = destinations.map(({ key, limits }) => ({
      key,
      limits,
      gate: this.#destinations.gate(key),
      isLimited: limits.perMinute !== undefined || limits.perSecond !== undefined,
    }));
    this.#isFree = this.#places.some(({ isLimited }) => !isLimited);
  }

  /** How many messages may begin now; `Infinity` where nothing is limited. */
  room(priority: Priority): number {
    const now = this.#clock.now();
    let room = 0;
    for (const { gate, limits } of this.#places) room += gate.room(limits, priority, now);
    return room;
  }

  /** Which of the destinations has the most room; undefined when none has any. */
  pick(priority: Priority): number | undefined {
    if (this.#places.length === 1 && this.#isFree && this.room(priority) > 0) return 0;
    const now = this.#clock.now();
    let best: number | undefined;
    let most = 0;
    for (const [index, { gate, limits }] of this.#places.entries()) {
      const room = gate.room(limits, priority, now);
      if (room > most) [best, most] = [index, room];
    }
    return best;
  }

  roomOf(index: number, priority: Priority): number {
    const place = this.#places[index];
    return place ? place.gate.room(place.limits, priority, this.#clock.now()) : 0;
  }

  /**
   * When there may be room again.
   * @param call called instead, when that depends on messages that are under way
   */
  nextAt(priority: Priority, call?: () => void): number {
    const now = this.#clock.now();
    let next = Infinity;
    for (const { key, gate, limits } of this.#places) {
      const at = gate.nextAt(limits, priority, now);
      if (at === Infinity && call) this.#destinations.onceFree(key, call);
      next = Math.min(next, at);
    }
    return next;
  }

  start(index: number, count: number): void {
    const place = this.#places[index];
    if (!place?.isLimited) return;
    for (let n = 0; n < count; n++) place.gate.start(this.#clock.now());
    this.#destinations.save(place.key);
  }

  /** @param destination of the gate that `start` was told, by its key: the settings may be other ones by now */
  end(key: string, outcomes: readonly Outcome[], startedAt: number): void {
    const place = this.#places.find((one) => one.key === key);
    if (!place) return;
    const now = this.#clock.now();
    for (const outcome of outcomes) {
      if (place.isLimited) place.gate.end(now);
      if (outcome.kind !== 'unavailable') place.gate.accepted();
      else if (outcome.cause === 'throttled') place.gate.refused(place.limits, outcome, startedAt, now);
      else continue;
      if (outcome.kind === 'unavailable') this.#destinations.save(place.key);
    }
    if (place.isLimited) {
      this.#destinations.save(place.key);
      this.#destinations.tellFree(place.key);
    }
  }

  keyOf(index: number): string {
    return this.#places[index]?.key ?? '';
  }
}
