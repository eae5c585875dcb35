import type { Clock, Timer } from '../../lib/clock.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import type { Outgoing } from '../sessions/message-queue.ts';

/** As many topics as EMQX counts. */
export const MOST_COUNTED_TOPICS = 512;

/** What is counted of a topic, by EMQX's names. */
export const TOPIC_COUNTERS = [
  'messages.in',
  'messages.out',
  'messages.dropped',
  'messages.qos0.in',
  'messages.qos1.in',
  'messages.qos2.in',
  'messages.qos0.out',
  'messages.qos1.out',
  'messages.qos2.out',
] as const;
export type TopicCounter = (typeof TOPIC_COUNTERS)[number];

/** Places in the lists of figures. The QoS is added to those of a direction. */
const IN = 0;
const OUT = 1;
const DROPPED = 2;
const QOS_IN = 3;
const QOS_OUT = 6;

/** Milliseconds between two looks at the counters, and how many of them a rate remembers: EMQX's figures. */
const INTERVAL = 1000;
const REMEMBERED = 5;

/** The figures of one topic since it is counted, in the order of `TOPIC_COUNTERS`. */
export interface CountedTopic {
  readonly topic: string;
  /** Unix milliseconds. */
  readonly since: number;
  resetAt: number | undefined;
  readonly counts: Float64Array;
  /** Per second: a moving mean of the last seconds. */
  readonly rates: Float64Array;
  /** The counts at the last look. */
  readonly before: Float64Array;
}

/**
 * Messages of single topics, which somebody asked to have counted. While there is none, a message costs one look whether
 * it is on; else one look into a map.
 */
export class TopicMetrics {
  isOn = false;
  readonly #clock: Clock;
  readonly #topics = new Map<string, CountedTopic>();
  #timer: Timer | undefined;

  /** @param topics that are counted from the start on */
  constructor(clock: Clock, topics: readonly string[]) {
    this.#clock = clock;
    for (const topic of topics) this.count(topic);
  }

  /** In the order in which they were asked for. */
  list(): CountedTopic[] {
    return [...this.#topics.values()];
  }

  get(topic: string): CountedTopic | undefined {
    return this.#topics.get(topic);
  }

  /** Begins to count. Undefined: there is no room for more. @param topic a topic name, without wildcards */
  count(topic: string): CountedTopic | undefined {
    const known = this.#topics.get(topic);
    if (known) return known;
    if (this.#topics.size >= MOST_COUNTED_TOPICS) return undefined;
    const counted: CountedTopic = {
      topic,
      since: this.#clock.now(),
      resetAt: undefined,
      counts: new Float64Array(TOPIC_COUNTERS.length),
      rates: new Float64Array(TOPIC_COUNTERS.length),
      before: new Float64Array(TOPIC_COUNTERS.length),
    };
    this.#topics.set(topic, counted);
    this.isOn = true;
    if (!this.#timer) this.#lookLater();
    return counted;
  }

  /** Counts it no more; false: it was not counted. */
  forget(topic: string): boolean {
    const isKnown = this.#topics.delete(topic);
    if (this.#topics.size === 0) this.stop();
    return isKnown;
  }

  /** From nothing again; false: it is not counted. */
  reset(topic: string): boolean {
    const counted = this.#topics.get(topic);
    if (!counted) return false;
    counted.resetAt = this.#clock.now();
    for (const figures of [counted.counts, counted.rates, counted.before]) figures.fill(0);
    return true;
  }

  stop(): void {
    this.isOn = false;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** It came and goes its way. Only while this is on. */
  came({ destination, qos }: ApplicationMessage): void {
    const counts = this.#topics.get(destination.name)?.counts;
    if (counts) add(counts, IN, QOS_IN + qos);
  }

  /** It was handed to the connection of one receiver. Only while this is on. */
  sent({ message, qos }: Outgoing): void {
    const counts = this.#topics.get(message.destination.name)?.counts;
    if (counts) add(counts, OUT, QOS_OUT + qos);
  }

  /** It found no receiver, or was refused. Only while this is on. */
  dropped({ destination }: ApplicationMessage): void {
    const counts = this.#topics.get(destination.name)?.counts;
    if (counts) counts[DROPPED] = (counts[DROPPED] ?? 0) + 1;
  }

  #lookLater(): void {
    this.#timer = this.#clock.after(INTERVAL, () => {
      for (const counted of this.#topics.values()) look(counted);
      this.#lookLater();
    });
  }
}

function add(counts: Float64Array, direction: number, quality: number): void {
  counts[direction] = (counts[direction] ?? 0) + 1;
  counts[quality] = (counts[quality] ?? 0) + 1;
}

/** A second is over. */
function look({ counts, rates, before }: CountedTopic): void {
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index] ?? 0;
    const gained = count - (before[index] ?? 0);
    rates[index] = ((rates[index] ?? 0) * (REMEMBERED - 1) + gained) / REMEMBERED;
    before[index] = count;
  }
}
