import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bot } from './offline-alert.ts';

/** A message as a chat received it. */
export interface ChatMessage {
  readonly text: string;
  /** `performance.now()` of the arrival. */
  readonly arrivedAt: number;
}

/** A local stand-in for a group chat: takes what its bot is sent and answers as the vendor does. */
export class GroupChat {
  readonly bot: Bot;
  readonly #server: Server;
  readonly #first = Promise.withResolvers<ChatMessage>();

  constructor(bot: Bot) {
    this.bot = bot;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      const arrivedAt = performance.now();
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(bot.answer));
        if (request.url === bot.action.parameters.path)
          this.#receive(Buffer.concat(chunks).toString(), arrivedAt);
      });
    });
  }

  /** The port that it listens on. */
  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** The first message, or undefined when none comes in time. */
  async message(milliseconds: number): Promise<ChatMessage | undefined> {
    const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, milliseconds, undefined);
    const message = await Promise.race([this.#first.promise, tooLate]);
    clearTimeout(timer);
    return message;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #receive(body: string, arrivedAt: number): void {
    try {
      this.#first.resolve({ text: this.bot.shownText(body), arrivedAt });
    } catch {
      // A body that is not what this vendor wants shows nothing, as in the real chat.
    }
  }
}
