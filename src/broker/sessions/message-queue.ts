import type { QoS } from '../../mqtt/packets.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';

/** A message on its way to one session, with what its subscriptions made of it. */
export interface Outgoing {
  readonly message: ApplicationMessage;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly identifiers: readonly number[] | undefined;
}

/** What may wait in one queue, and what gives way when it is full. */
export interface QueueLimits {
  /** Messages. */
  readonly maximumQueue: number;
  /** Bytes of payloads and properties. One message may be larger than all of it. */
  readonly maximumQueueBytes: number;
  /** `drop_oldest`: the oldest message of the lowest priority gives way; `refuse`: the new one does not come in. */
  readonly queueOverflow: 'drop_oldest' | 'refuse';
  /** Priorities 1 to 255 by topic name, the highest leaves first; undefined makes one queue of all. */
  readonly queuePriorities: ReadonlyMap<string, number> | undefined;
  /** Where topics stand that have no priority: above or below all that have one. */
  readonly queueDefaultPriority: 'highest' | 'lowest';
}

/** Where a message stands in a queue. */
export interface QueuePlace {
  readonly outgoing: Outgoing;
  /** 0 without priorities. */
  readonly priority: number;
  /** Among those of its priority, by arrival, from 0: it stays the same while others leave. */
  readonly order: number;
}

/** Messages of one priority: first in, first out; taking does not move the others. */
class Lane {
  readonly priority: number;
  #items: (Outgoing | undefined)[] = [];
  #head = 0;
  /** How many have left. */
  #left = 0;

  constructor(priority: number) {
    this.priority = priority;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: Outgoing): void {
    this.#items.push(item);
  }

  shift(): Outgoing | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    this.#left++;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  *[Symbol.iterator](): Generator<Outgoing, void, undefined> {
    for (let i = this.#head; i < this.#items.length; i++) yield this.#items[i] as Outgoing;
  }

  *places(): Generator<QueuePlace, void, undefined> {
    let order = this.#left;
    for (const outgoing of this) yield { outgoing, priority: this.priority, order: order++ };
  }
}

/** The messages that wait for one session: the highest priority leaves first, and each priority in order of arrival. */
export class MessageQueue {
  readonly #limits: QueueLimits;
  /** By descending priority; one that was emptied stays, since there are as many as the configuration names. */
  readonly #lanes: Lane[] = [];
  /** Bytes of payloads and properties. */
  bytes = 0;
  length = 0;
  #qos0 = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Whether a message of QoS 0 is among them. */
  get hasQos0(): boolean {
    return this.#qos0 > 0;
  }

  get isHalfFull(): boolean {
    const { maximumQueue, maximumQueueBytes } = this.#limits;
    return 2 * this.length >= maximumQueue || 2 * this.bytes >= maximumQueueBytes;
  }

  /** Less than an eighth of what may wait. */
  get isNearlyEmpty(): boolean {
    const { maximumQueue, maximumQueueBytes } = this.#limits;
    return 8 * this.length <= maximumQueue && 8 * this.bytes <= maximumQueueBytes;
  }

  /**
   * Takes out a message that has to make way before `item` can be pushed; `item` itself when it is the one that has no
   * place; undefined when there is room. To be asked until then.
   */
  evictFor(item: Outgoing): Outgoing | undefined {
    const { maximumQueue, maximumQueueBytes, queueOverflow } = this.#limits;
    const hasRoom =
      this.length < maximumQueue && (this.length === 0 || this.bytes + sizeOf(item) <= maximumQueueBytes);
    if (hasRoom) return undefined;
    if (queueOverflow === 'refuse') return item;
    const lowest = this.#lanes.findLast((lane) => lane.length > 0);
    // Nothing makes way for what is less important than all that waits.
    if (!lowest || this.#priorityOf(item) < lowest.priority) return item;
    return this.#takeFrom(lowest);
  }

  push(item: Outgoing): void {
    this.#laneOf(this.#priorityOf(item)).push(item);
    this.length++;
    this.bytes += sizeOf(item);
    if (item.qos === 0) this.#qos0++;
  }

  shift(): Outgoing | undefined {
    for (const lane of this.#lanes) if (lane.length > 0) return this.#takeFrom(lane);
    return undefined;
  }

  /** Takes out those whose topic is not allowed any more; the others keep their order. */
  dropDenied(isAllowed: (topic: string) => boolean, onDrop: (item: Outgoing) => void): void {
    const all = [...this];
    while (this.length > 0) this.shift();
    for (const item of all) {
      if (isAllowed(item.message.topic)) this.push(item);
      else onDrop(item);
    }
  }

  /** In the order in which they would leave. */
  *[Symbol.iterator](): Generator<Outgoing, void, undefined> {
    for (const lane of this.#lanes) yield* lane;
  }

  /** The same, and where each stands. */
  *places(): Generator<QueuePlace, void, undefined> {
    for (const lane of this.#lanes) yield* lane.places();
  }

  #takeFrom(lane: Lane): Outgoing | undefined {
    const item = lane.shift();
    if (!item) return undefined;
    this.length--;
    this.bytes -= sizeOf(item);
    if (item.qos === 0) this.#qos0--;
    return item;
  }

  #priorityOf(item: Outgoing): number {
    const { queuePriorities, queueDefaultPriority } = this.#limits;
    if (queuePriorities === undefined) return 0;
    const otherwise = queueDefaultPriority === 'highest' ? Number.POSITIVE_INFINITY : 0;
    return queuePriorities.get(item.message.topic) ?? otherwise;
  }

  #laneOf(priority: number): Lane {
    const lanes = this.#lanes;
    let place = 0;
    while (place < lanes.length && (lanes[place] as Lane).priority > priority) place++;
    const found = lanes[place];
    if (found?.priority === priority) return found;
    const lane = new Lane(priority);
    lanes.splice(place, 0, lane);
    return lane;
  }
}

function sizeOf({ message }: Outgoing): number {
  return message.payloadLength + message.propertyBytes.length;
}
