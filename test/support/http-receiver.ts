import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (request: ReceivedRequest, response: ServerResponse) => void;

const ok: Answer = (_request, response) => void response.end('{"errcode":0}');

/** A place outside that takes requests, remembers them, and can go away and come back on its port. */
export class HttpReceiver {
  readonly requests: ReceivedRequest[] = [];
  answer: Answer = ok;
  #port = 0;
  #server: Server | undefined;
  #arrived = Promise.withResolvers<void>();

  get port(): number {
    return this.#port;
  }

  async open(): Promise<this> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const received = { method, url, headers, body: Buffer.concat(chunks).toString() };
        this.requests.push(received);
        this.answer(received, response);
        this.#arrived.resolve();
        this.#arrived = Promise.withResolvers();
      });
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
  }

  /** Waits until that many requests have come; the test's own time limit ends a wait for nothing. */
  async received(count: number): Promise<readonly ReceivedRequest[]> {
    while (this.requests.length < count) await this.#arrived.promise;
    return this.requests;
  }
}
