import type { Clock } from '../../lib/clock.ts';
import { type PageOf, type PageRequest, pageOfSorted } from '../../lib/page-of.ts';
import type { Retainer } from '../door.ts';
import type { RetainedLimits } from '../settings.ts';
import type { Message } from './message.ts';
import type { RetainedMessages } from './retained-messages.ts';

/** The retained messages as an operator sees and changes them. */
export class MessageRetainer implements Retainer {
  readonly #messages: RetainedMessages;
  readonly #clock: Clock;

  constructor(messages: RetainedMessages, clock: Clock) {
    this.#messages = messages;
    this.#clock = clock;
  }

  get limits(): RetainedLimits {
    return this.#messages.limits;
  }

  configure(limits: RetainedLimits): void {
    this.#messages.configure(limits);
  }

  page(filter: string | undefined, request: PageRequest): PageOf<Message> {
    this.#messages.forgetExpired(this.#clock.now(), Number.POSITIVE_INFINITY);
    if (filter === undefined) return pageOfSorted(this.#messages.all(), request, this.#messages.size);
    const found = this.#messages.matching(filter, () => this.#clock.now());
    return pageOfSorted(
      found.filter((message) => message !== undefined),
      request,
    );
  }

  get(topic: string): Message | undefined {
    return this.#messages.get(topic, this.#clock.now());
  }

  delete(topic: string): boolean {
    return this.#messages.delete(topic, this.#clock.now());
  }

  topics(): readonly string[] {
    return [...this.#messages.all()].map(({ topic }) => topic);
  }
}
