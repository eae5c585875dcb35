import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** Stands where a chat's webhook would: notes when each client's request arrives, and answers 200 at once. */
export class KickReceiver {
  /** How often each client id arrived. */
  readonly arrivals = new Map<string, number>();
  readonly #waiting = new Map<string, (arrivedAt: number) => void>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const arrivedAt = performance.now();
      void this.#receive(request, arrivedAt).finally(() => response.end('{}'));
    });
  }

  /** Resolves with the address to send to. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves with the `performance.now()` of the arrival, or with undefined when nothing arrives in time. */
  arrival(clientId: string, timeoutMs: number): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const timeout = setTimeout(() => resolve(undefined), timeoutMs);
    this.#waiting.set(clientId, resolve);
    return promise.finally(() => clearTimeout(timeout));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #receive(request: IncomingMessage, arrivedAt: number): Promise<void> {
    const { id } = (await json(request)) as { id: string };
    this.arrivals.set(id, (this.arrivals.get(id) ?? 0) + 1);
    this.#waiting.get(id)?.(arrivedAt);
    this.#waiting.delete(id);
  }
}
