import type { Clock } from '../../lib/clock.ts';
import { type PageOf, type PageRequest, pageOfWalk } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Retainer } from '../door.ts';
import type { RetainedLimits } from '../settings.ts';
import type { Message } from './message.ts';
import type { RetainedMessages } from './retained-messages.ts';

const LOOKED_AT_ONCE = 256;

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

  *page(filter: string | undefined, request: PageRequest): Steps<PageOf<Message>> {
    yield* this.#messages.forgetAllExpired(this.#clock.now());
    return yield* filter === undefined
      ? pageOfWalk(this.#messages.all(), request, () => this.#messages.size)
      : pageOfWalk(
          this.#messages.matching(filter, () => this.#clock.now()),
          request,
        );
  }

  *find(filter: string | undefined, accepts: (message: Message) => boolean): Steps<Message[]> {
    const now = this.#clock.now();
    yield* this.#messages.forgetAllExpired(now);
    const found: Message[] = [];
    let looked = 0;
    const all = filter === undefined ? this.#messages.all() : this.#messages.matching(filter, () => now);
    for (const message of all) {
      if (message && accepts(message)) found.push(message);
      if (++looked % LOOKED_AT_ONCE === 0) yield;
    }
    return found;
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
