import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** Stands before a real server: it can be shut and opened again, and cut what goes through it. */
export class TcpGate {
  readonly #target: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
  }

  static async open(t: TestContext, url: string): Promise<TcpGate> {
    const { hostname, port } = new URL(url);
    const gate = new TcpGate({ host: hostname, port: Number(port) });
    await gate.reopen();
    t.after(() => gate.shut());
    return gate;
  }

  get port(): number {
    return this.#port;
  }

  /** `127.0.0.1:40123`, the same after it was shut and opened again. */
  get server(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async reopen(): Promise<void> {
    const server = createServer((socket) => {
      const beyond = connect(this.#target);
      for (const [one, other] of [
        [socket, beyond],
        [beyond, socket],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => undefined);
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    this.#server = server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Nothing goes through any more, and nobody answers. */
  freeze(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** Connections break. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Connections break, and new ones are refused. */
  async shut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.cut();
    if (server) await once(server.close(), 'close');
  }
}
