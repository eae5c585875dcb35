import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Topics as requests tell of them: `bench/alert/17`. */
const TOPIC = /bench\/(?:alert|plain)\/\d+/g;

/** Stands where a webhook would: notes when each topic is told of for the first time, and accepts everything at once. */
export class AlertReceiver {
  requests = 0;
  /** `performance.now()` of the first request that tells of a topic. */
  readonly arrivals = new Map<string, number>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#receive(request).finally(() => response.end('{}'));
    });
  }

  /** Resolves with the address to send to. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #receive(request: IncomingMessage): Promise<void> {
    const body = await text(request);
    const at = performance.now();
    this.requests++;
    for (const [topic] of body.matchAll(TOPIC)) if (!this.arrivals.has(topic)) this.arrivals.set(topic, at);
  }
}
