import type { Clock } from '../../lib/clock.ts';
import { type PageOf, type PageRequest, pageOfWalk } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Delayed, Gauge } from '../door.ts';
import { HighWater } from '../high-water.ts';
import { ApplicationMessage } from '../messages/application-message.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { DelayedMessage } from '../persistence/restatement.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import { Deadline, type TimingWheel } from '../timing-wheel.ts';
import { type Delay, NO_DELAY } from './delay.ts';

export interface DelayedSettings {
  readonly isOn: boolean;
  /** Messages that wait; 0 for as many as their bytes allow. */
  readonly maximumMessages: number;
}

/** Where delayed messages outlive the process. */
export interface DelayedLog {
  delayed(message: ApplicationMessage, dueAt: number): void;
  delayedDone(message: ApplicationMessage): void;
}

export interface DelayedParts {
  readonly settings: DelayedSettings;
  readonly clock: Clock;
  readonly wheel: TimingWheel;
  readonly metrics: BrokerMetrics;
  readonly topicNames: TopicNames;
  /** Publishes a message whose time has come. */
  readonly release: (message: ApplicationMessage) => void;
}

interface Waiting extends DelayedMessage {
  readonly deadline: Deadline;
}

/** Bytes of topics, properties and payloads that wait. */
const MAXIMUM_BYTES = 256 * 1024 * 1024;

/** Messages published to `$delayed/{seconds}/{topic}`, until they are published to the topic. */
export class DelayedMessages implements Delayed {
  readonly #parts: DelayedParts;
  /** In the order in which they came, by message id. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #most = new HighWater();
  #settings: DelayedSettings;
  #bytes = 0;
  log: DelayedLog | undefined = undefined;

  constructor(parts: DelayedParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
  }

  get settings(): DelayedSettings {
    return this.#settings;
  }

  /** From now on; what waits already stays. */
  configure(settings: DelayedSettings): void {
    this.#settings = settings;
  }

  get gauge(): Gauge {
    return this.#most.gauge(this.#waiting.size);
  }

  /** Why a message with this delay cannot wait; undefined when it can, or when delays are switched off. */
  refusalOf(delay: Delay, bytes: number): ReasonCode | undefined {
    const { isOn, maximumMessages } = this.#settings;
    if (!isOn) return undefined;
    if (delay === NO_DELAY) return ReasonCode.TopicNameInvalid;
    const isFull = maximumMessages > 0 && this.#waiting.size >= maximumMessages;
    return isFull || this.#bytes + bytes > MAXIMUM_BYTES ? ReasonCode.QuotaExceeded : undefined;
  }

  /** Keeps a message that `refusalOf` does not refuse until its time comes. */
  hold(message: ApplicationMessage, delay: Delay): void {
    const { metrics, topicNames } = this.#parts;
    metrics['messages.delayed']++;
    const kept = new ApplicationMessage(
      topicNames.fromName(delay.topic),
      message.qos,
      message.retain,
      false,
      message.from,
      message.receivedAt,
      message.expiresAt,
      message.propertyBytes,
      message.bytes,
      message.payloadStart,
      message.payloadEnd,
    ).keepAlone();
    const dueAt = message.receivedAt + delay.seconds * 1000;
    this.#wait(kept, dueAt);
    this.log?.delayed(kept, dueAt); // with the id that `#wait` gave it
  }

  /** Brings back what waited when the process ended. What fell due meanwhile is published at once. */
  restore(messages: Iterable<DelayedMessage>): void {
    for (const { message, dueAt } of messages) this.#wait(message, dueAt);
  }

  all(): Iterable<DelayedMessage> {
    return this.#waiting.values();
  }

  page(request: PageRequest): Steps<PageOf<DelayedMessage>> {
    return pageOfWalk(this.#waiting.values(), request, () => this.#waiting.size);
  }

  get(id: string): DelayedMessage | undefined {
    return this.#waiting.get(id);
  }

  delete(id: string): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting) this.#forget(waiting);
    return waiting !== undefined;
  }

  deleteTopic(topic: string): number {
    const found = [...this.#waiting.values()].filter(({ message }) => message.topic === topic);
    for (const waiting of found) this.#forget(waiting);
    return found.length;
  }

  #wait(message: ApplicationMessage, dueAt: number): void {
    const waiting: Waiting = {
      message,
      dueAt,
      deadline: new Deadline(() => {
        this.#forget(waiting);
        this.#parts.release(message);
      }),
    };
    this.#waiting.set(message.id, waiting);
    this.#bytes += sizeOf(message);
    this.#most.note(this.#waiting.size);
    this.#parts.wheel.schedule(waiting.deadline, dueAt);
  }

  #forget({ message, deadline }: Waiting): void {
    this.#parts.wheel.cancel(deadline);
    this.#waiting.delete(message.id);
    this.#bytes -= sizeOf(message);
    this.log?.delayedDone(message);
  }
}

function sizeOf({ payloadLength, propertyBytes, destination }: ApplicationMessage): number {
  return payloadLength + propertyBytes.length + destination.bytes.length;
}
