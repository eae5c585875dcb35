import type { Alarms } from '../alarms.ts';
import type { RetainedMessages, RetainRefusal } from './retained-messages.ts';

/** Name of the alarm that is active while retained messages are not kept because there are as many as may be. */
const ALARM = 'retained_full';

const SENTENCES: { readonly [Refusal in RetainRefusal]?: string } = {
  retained_quota_exceeded:
    'retained messages are not kept: there are as many as retainer.max_retained_messages allows',
  retained_memory_exceeded:
    'retained messages are not kept: all of them take as much memory as retainer.max_retained_bytes allows',
};

/** Tells once that there is no room for retained messages, and once that there is room again. */
export class RetainedAlarm {
  readonly #alarms: Alarms;
  readonly #retained: RetainedMessages;
  #wasRefused = false;

  constructor(alarms: Alarms, retained: RetainedMessages) {
    this.#alarms = alarms;
    this.#retained = retained;
  }

  /** A message was not kept. */
  refused(reason: RetainRefusal): void {
    const sentence = SENTENCES[reason];
    if (sentence === undefined) return;
    this.#wasRefused = true;
    if (this.#alarms.isActive(ALARM)) return;
    const { size, bytes } = this.#retained;
    this.#alarms.activate(ALARM, { reason, retained_messages: size, retained_bytes: bytes }, sentence);
  }

  /** Now and then: whoever sends to a full store is not to begin and end an alarm with each message. */
  look(): void {
    if (!this.#wasRefused && this.#retained.hasRoom) this.#alarms.deactivate(ALARM);
    this.#wasRefused = false;
  }
}
