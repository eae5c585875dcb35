import { LoadClient } from './load-client.ts';
import { publishTemplate } from './wire.ts';
import type { WriteTurn } from './write-turn.ts';

const TOPIC = 'innocent/probe';
const INTERVAL_MS = 5;

/** An innocent client that publishes to itself all the time, and takes the time of each round trip. */
export class Probe {
  readonly client: LoadClient;
  /** Milliseconds. */
  #times: number[] = [];
  readonly #sentAt: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(port: number, turn: WriteTurn, onLost: (reason: string) => void) {
    this.client = new LoadClient({
      port,
      clientId: 'probe',
      turn,
      subscription: { filters: [TOPIC], qos: 1 },
      onMessage: (buffer, payloadAt) => {
        const sentAt = this.#sentAt[buffer.readUInt32LE(payloadAt + 4)] ?? 0;
        this.#times.push(performance.now() - sentAt);
      },
      onLost,
    });
  }

  async start(): Promise<void> {
    await this.client.opened;
    const template = publishTemplate(TOPIC, 1, Buffer.alloc(8));
    this.#timer = setInterval(() => {
      this.client.publish(template, 0, this.#sentAt.push(performance.now()) - 1);
    }, INTERVAL_MS);
  }

  /** Of the round trips that ended since the last time. */
  takeTimes(): number[] {
    const times = this.#times;
    this.#times = [];
    return times;
  }

  takeWorst(): number {
    return this.takeTimes().reduce((worst, time) => Math.max(worst, time), 0);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.client.close();
  }
}
