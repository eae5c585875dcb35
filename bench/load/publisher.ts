import type { LoadClient } from './load-client.ts';
import type { Shape } from './shapes.ts';
import { type PublishTemplate, publishTemplate } from './wire.ts';

const PAYLOAD_BYTES = 64;

/** One publishing client and its window: how many of its messages are under way. */
export class Publisher {
  /** How many messages were published; the latest carries this number. */
  sent = 0;

  readonly #client: LoadClient;
  readonly #index: number;
  readonly #template: PublishTemplate;
  readonly #window: number;
  /** While deliveries are to come, the window waits for this much room, to refill in bursts rather than message by message. */
  readonly #burst: number;
  readonly #receivers: number;
  /** Deliveries still expected: a message that goes to 1000 subscribers counts 1000. */
  #undelivered = 0;
  #unacknowledged = 0;

  constructor(client: LoadClient, index: number, topic: string, shape: Shape) {
    this.#client = client;
    this.#index = index;
    this.#template = publishTemplate(topic, shape.qos, Buffer.alloc(PAYLOAD_BYTES, 'payload '));
    this.#window = shape.window;
    this.#burst = Math.max(1, Math.floor(shape.window / 4));
    this.#receivers = shape.pattern === 'fan-out' ? shape.subscribers : 1;
  }

  onDelivered(): void {
    this.#undelivered--;
  }

  onAcknowledged(): void {
    this.#unacknowledged--;
  }

  fillWindow(): void {
    const underWay = Math.max(Math.ceil(this.#undelivered / this.#receivers), this.#unacknowledged);
    const free = this.#window - underWay;
    // With all delivered, waiting for the last acknowledgements would wait for TCP's delayed ACK where a broker uses Nagle.
    if (free < this.#burst && this.#undelivered > 0) return;
    for (let count = 0; count < free; count++) {
      this.sent++;
      this.#client.publish(this.#template, this.#index, this.sent);
    }
    this.#undelivered += free * this.#receivers;
    if (this.#template.qos === 1) this.#unacknowledged += free;
  }

  /** The broker dropped what is under way: count it as missing at the end, and go on. */
  giveUpWaiting(): void {
    this.#undelivered = 0;
    this.#unacknowledged = 0;
  }
}
