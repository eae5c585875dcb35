import { TopicNameTree } from '../mqtt/topic-name-tree.ts';
import type { ApplicationMessage } from './application-message.ts';
import type { RetainedLimits } from './settings.ts';

/** Messages matched in one go; more of them would hold up the other clients of this turn. */
const SLICE = 256;

/** The last message of each topic that asked to be kept (§3.3.1.3). */
export class RetainedMessages {
  readonly #limits: RetainedLimits;
  readonly #messages = new TopicNameTree<ApplicationMessage>();

  constructor(limits: RetainedLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Keeps the message, or removes the kept one for an empty payload [MQTT-3.3.1-6]. False when a bound forbids it. */
  keep(message: ApplicationMessage): boolean {
    if (message.payloadLength === 0) {
      this.#messages.delete(message.topic);
      return true;
    }
    if (message.payloadLength > this.#limits.maximumPayload) return false;
    if (this.#messages.size >= this.#limits.maximumMessages && !this.#messages.get(message.topic))
      return false;
    this.#messages.set(message.topic, message.keepAlone());
    return true;
  }

  /**
   * Hands every kept message that the filter matches to `deliver`, some of them in this turn of the event loop
   * and the rest in the following ones, for as long as `isWanted`.
   */
  send(
    filter: string,
    now: () => number,
    isWanted: () => boolean,
    deliver: (message: ApplicationMessage) => void,
  ): void {
    const matches = this.#messages.match(filter)[Symbol.iterator]();
    const sendSlice = () => {
      for (let i = 0; i < SLICE; i++) {
        if (!isWanted()) return;
        const next = matches.next();
        if (next.done) return;
        if (this.#isAlive(next.value, now())) deliver(next.value);
      }
      setImmediate(sendSlice);
    };
    sendSlice();
  }

  #isAlive(message: ApplicationMessage, now: number): boolean {
    const { expiry } = this.#limits;
    return now < message.expiresAt && (expiry === 0 || now < message.receivedAt + expiry);
  }
}
