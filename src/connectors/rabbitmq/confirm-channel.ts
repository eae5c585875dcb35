import type { ConfirmChannel, Message } from 'amqplib';
import type { Outcome } from '../outcome.ts';
import { confirmed, judgeClosed, judgeReturned, largestMessage, lost, refused } from './rabbitmq-verdicts.ts';

export interface Publication {
  /** The same on repeats; what comes back is known by it. */
  readonly id: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Readonly<Record<string, unknown>>;
  readonly mandatory: boolean;
  settle(outcome: Outcome): void;
}

/**
 * The messages to one exchange. RabbitMQ closes the channel on which something is wrong, and with it all that waits
 * there, so that each exchange has its own.
 */
export class ExchangeChannel {
  readonly #channel: ConfirmChannel;
  readonly #exchange: string;
  readonly #pending = new Set<Publication>();
  readonly #returned = new Map<string, Outcome>();
  #failure: (Error & { code?: number }) | undefined;
  isClosed = false;

  constructor(channel: ConfirmChannel, exchange: string) {
    this.#channel = channel;
    this.#exchange = exchange;
    channel.on('error', (error: Error & { code?: number }) => {
      this.#failure = error;
    });
    channel.on('close', () => this.#closed());
    // Comes before the confirmation of the same message.
    channel.on('return', (message: Message) => {
      const { replyCode, replyText } = message.fields as unknown as { replyCode: number; replyText: string };
      this.#returned.set(String(message.properties.messageId), judgeReturned({ replyCode, replyText }));
    });
  }

  publish(publication: Publication): void {
    const { id, routingKey, body, options, mandatory } = publication;
    this.#pending.add(publication);
    try {
      this.#channel.publish(
        this.#exchange,
        routingKey,
        body,
        { ...options, messageId: id, mandatory },
        (error: Error | null) => {
          // A channel that was closed ends all of them; why is known a moment later.
          if (error && this.#failure) return;
          if (error && /closed/i.test(error.message)) return;
          this.#settle(publication, error ? refused : (this.#returned.get(id) ?? confirmed));
        },
      );
    } catch (error) {
      const reason = `the message cannot be written: ${(error as Error).message}`;
      this.#settle(publication, { kind: 'rejected', cause: 'message', reason });
    }
  }

  /** Nobody waits for it any more. */
  abandon(publication: Publication): void {
    this.#pending.delete(publication);
  }

  async close(): Promise<void> {
    await this.#channel.close().catch(() => undefined);
  }

  #settle(publication: Publication, outcome: Outcome): void {
    this.#returned.delete(publication.id);
    if (this.#pending.delete(publication)) publication.settle(outcome);
  }

  #closed(): void {
    this.isClosed = true;
    const { message = '', code } = this.#failure ?? {};
    const verdict = judgeClosed({ message, code }) ?? lost;
    const limit = largestMessage(message);
    for (const publication of this.#pending) {
      if (limit === undefined) this.#settle(publication, verdict);
      else if (publication.body.length <= limit) this.#settle(publication, lost);
      else
        this.#settle(publication, verdict.kind === 'rejected' ? { ...verdict, cause: 'message' } : verdict);
    }
  }
}
