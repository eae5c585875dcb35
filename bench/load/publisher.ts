import type { LoadClient } from './load-client.ts';
import type { Shape } from './shapes.ts';
import { type PublishTemplate, publishTemplate } from './wire.ts';

/** Messages that a flood adds whenever TCP has taken those before. */
const FLOOD_BURST = 64;

/** One publishing client and its window: how many of its messages are under way. */
export class Publisher {
  /** How many messages were published; the latest carries this number. */
  sent = 0;

  readonly #client: LoadClient;
  readonly #index: number;
  /** One per topic. */
  readonly #templates: readonly PublishTemplate[];
  readonly #window: number | 'flood';
  /** While deliveries are to come, the window waits for this much room, to refill in bursts rather than message by message. */
  readonly #burst: number;
  readonly #receivers: number;
  readonly #isAcknowledged: boolean;
  /** Deliveries still expected: a message that goes to 1000 subscribers counts 1000. */
  #undelivered = 0;
  #unacknowledged = 0;

  constructor(client: LoadClient, index: number, topic: string, shape: Shape) {
    const { qos, window, topics, payload } = shape;
    this.#client = client;
    this.#index = index;
    this.#templates = Array.from({ length: topics }, (_, number) =>
      publishTemplate(topics === 1 ? topic : `${topic}/${number}`, qos, Buffer.alloc(payload, 'payload ')),
    );
    this.#window = window;
    this.#burst = window === 'flood' ? FLOOD_BURST : Math.max(1, Math.floor(window / 4));
    this.#receivers = shape.pattern === 'fan-out' ? shape.subscribers : 1;
    this.#isAcknowledged = qos > 0;
  }

  onDelivered(): void {
    this.#undelivered--;
  }

  onAcknowledged(): void {
    this.#unacknowledged--;
  }

  fillWindow(): void {
    const room = this.#room;
    for (let count = 0; count < room; count++) {
      const template = this.#templates[this.sent % this.#templates.length] as PublishTemplate;
      this.sent++;
      this.#client.publish(template, this.#index, this.sent);
    }
    this.#undelivered += room * this.#receivers;
    if (this.#isAcknowledged) this.#unacknowledged += room;
  }

  get #room(): number {
    if (this.#window === 'flood') return this.#client.isSent ? FLOOD_BURST : 0;
    const underWay = Math.max(Math.ceil(this.#undelivered / this.#receivers), this.#unacknowledged);
    const free = this.#window - underWay;
    // With all delivered, waiting for the last acknowledgements would wait for TCP's delayed ACK where a broker uses Nagle.
    return free < this.#burst && this.#undelivered > 0 ? 0 : free;
  }

  /** The broker dropped what is under way: count it as missing at the end, and go on. */
  giveUpWaiting(): void {
    this.#undelivered = 0;
    this.#unacknowledged = 0;
  }
}
