import type { Clock } from '../../lib/clock.ts';
import { type PageOf, type PageRequest, pageOfWalk } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import { encodePublishProperties } from '../../mqtt/publish.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import type { RetainedLimits } from '../settings.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from './application-message.ts';
import type { Message } from './message.ts';
import type { RetainBound, RetainedMessages } from './retained-messages.ts';
import type { RetainedDraft, Retainer } from './retainer-port.ts';

const LOOKED_AT_ONCE = 256;

/** The retained messages as an operator sees and changes them. */
export class MessageRetainer implements Retainer {
  readonly #messages: RetainedMessages;
  readonly #topicNames: TopicNames;
  readonly #clock: Clock;

  constructor(messages: RetainedMessages, topicNames: TopicNames, clock: Clock) {
    this.#messages = messages;
    this.#topicNames = topicNames;
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

  keep({
    topic,
    qos,
    payload,
    properties = {},
    from,
    receivedAt,
    expiresAt,
  }: RetainedDraft): RetainBound | undefined {
    const message = new ApplicationMessage(
      this.#topicNames.fromName(topic),
      qos,
      true,
      false,
      from,
      receivedAt,
      expiresAt,
      Object.keys(properties).length === 0 ? NO_PROPERTY_BYTES : encodePublishProperties(properties),
      payload,
      0,
      payload.length,
    );
    return this.#messages.bring(message);
  }

  delete(topic: string): boolean {
    return this.#messages.delete(topic, this.#clock.now());
  }

  topics(): readonly string[] {
    return [...this.#messages.all()].map(({ topic }) => topic);
  }
}
