import type { QoS } from '../../mqtt/packets.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';

/** A message on its way to one session, with what its subscriptions made of it. */
export interface Outgoing {
  readonly message: ApplicationMessage;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly identifiers: readonly number[] | undefined;
}

/** First in, first out; taking does not move the others. */
export class MessageQueue {
  #items: (Outgoing | undefined)[] = [];
  #head = 0;
  /** Bytes of the payloads. */
  bytes = 0;
  #qos0 = 0;

  /** Whether a message of QoS 0 is among them. */
  get hasQos0(): boolean {
    return this.#qos0 > 0;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: Outgoing): void {
    this.#items.push(item);
    if (item.qos === 0) this.#qos0++;
    this.bytes += item.message.payloadLength;
  }

  shift(): Outgoing | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    if (item.qos === 0) this.#qos0--;
    this.bytes -= item.message.payloadLength;
    if (this.#head === this.#items.length) this.#clear();
    else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  #clear(): void {
    this.#items = [];
    this.#head = 0;
    this.bytes = 0;
    this.#qos0 = 0;
  }
}
