import type { SettledNotice } from '../../../delivery/door.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import type { AlertBook } from '../../alert-book.ts';
import type { ChannelPort } from '../channels/channel-port.ts';
import type { Desk, Told } from '../channels/desk.ts';
import type { Directory } from '../channels/directory.ts';
import { giveBack } from '../saying/teller.ts';
import type { Thread } from '../thread.ts';
import type { Ledger } from './ledger.ts';
import { membersOfTold } from './restoring.ts';

interface SettlingOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly book: Pick<AlertBook, 'get'>;
  readonly channels: ChannelPort;
  readonly directory: Directory;
  readonly ledger: Ledger;
  readonly touch: (thread: Thread) => void;
  /** It can be tried again later, or its state is another one. */
  readonly look: (desk: Desk) => void;
  /** The first word of something arrived, so many milliseconds after it had happened. */
  readonly onFirstWord: (milliseconds: number) => void;
}

/** What becomes of messages, and what that means for what people know. */
export class Settling {
  readonly #options: SettlingOptions;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  settled({ channel, delivery, outcome, reason, cause }: SettledNotice): void {
    const { directory, clock, look } = this.#options;
    const desk = directory.desks.get(channel);
    const told = desk?.inFlight.get(delivery);
    if (!desk || !told) return;
    if (outcome === 'unavailable' && cause === 'throttled') {
      told.isThrottled = true;
      desk.waitedForRoom = true;
    } else if (outcome === 'unavailable') {
      desk.failingSince ??= told.sentAt;
      desk.answer = reason;
    } else {
      desk.inFlight.delete(delivery);
      const now = clock.now();
      if (outcome === 'delivered') this.#delivered(desk, told, now);
      else this.#failed(desk, told, { reason, isHopeless: cause === 'message' }, now);
      this.#done(told);
    }
    look(desk);
  }

  /** Nobody was told: the database did not take it. */
  lost(desk: Desk, told: Told): void {
    const { clock, look } = this.#options;
    if (!desk.inFlight.delete(told.delivery)) return;
    this.#failed(desk, told, { reason: 'it could not be stored', isHopeless: false }, clock.now());
    this.#done(told);
    look(desk);
  }

  /** The channel is a new one, or can be reached again, or is gone. */
  changed(channel: string): void {
    const { directory, channels, clock, touch, look } = this.#options;
    directory.forgetNames();
    const view = channels.find(channel);
    const desk = directory.desks.get(channel);
    if (desk) {
      directory.look(desk);
      desk.retryAt = 0;
      if (view?.enable && desk.inFlight.size === 0) {
        desk.endInterruption(clock.now());
        if (desk.failures === 0 || !desk.hasWord) desk.failingSince = undefined;
      }
      // Nothing is left by which one could see whether it works: it is as good as new.
      if (!desk.hasWord && desk.inFlight.size === 0) desk.delivered();
      for (const thread of desk.threads) if (thread.owes) touch(thread);
      look(desk);
    }
    if (view) this.#adopt(channel);
  }

  /** There is no such channel, or it is switched off: what is open waits for it, and is told when it is there. */
  unusable(desk: Desk): void {
    const { logger, clock } = this.#options;
    desk.ready.clear();
    if (desk.isMissing) this.#forgetEnds(desk);
    if (!desk.hasWord) {
      desk.delivered();
      desk.failingSince = undefined;
      return;
    }
    const answer = desk.isMissing ? 'there is no such channel' : 'the channel is switched off';
    if (desk.answer !== answer)
      logger.warn({ channel: desk.id }, `nobody is told of alerts there: ${answer}`);
    desk.answer = answer;
    desk.failingSince ??= clock.now();
  }

  /** There is nobody any more who could be told. */
  #forgetEnds({ threads }: Desk): void {
    for (const thread of threads) {
      const hadWord = thread.owes;
      for (const shelf of [thread.over, thread.missed]) {
        for (const [id] of shelf) {
          shelf.delete(id);
          this.#options.ledger.settle(thread, id);
        }
      }
      if (hadWord && !thread.owes) this.#options.touch(thread);
    }
  }

  #delivered(desk: Desk, told: Told, now: number): void {
    if (!told.isThrottled && !told.tellsInterruption) desk.failingSince ??= told.sentAt;
    desk.delivered();
    if (told.newsSince !== undefined) this.#options.onFirstWord(Math.max(0, now - told.newsSince));
    if (!told.tellsInterruption) desk.endInterruption(now);
    desk.failingSince = undefined;
    this.#options.ledger.delivered(told.notification);
    // What is over and was not told may have waited for this.
    for (const thread of desk.withMissed) {
      if (thread.missed.size === 0) desk.withMissed.delete(thread);
      else this.#options.touch(thread);
    }
  }

  /** It is told once more, with what came meanwhile; what nobody would ever take is not. */
  #failed(
    desk: Desk,
    told: Told,
    { reason, isHopeless }: { reason: string | undefined; isHopeless: boolean },
    now: number,
  ): void {
    const { book, ledger } = this.#options;
    desk.failed(reason, now);
    ledger.failed(told.notification, desk.id, membersOfTold(told));
    for (const part of told.parts) {
      if (!isHopeless) giveBack(part, now, (id) => book.get(id));
      else for (const { id } of part.opened) part.thread.forgetTold(id);
    }
  }

  #done(told: Told): void {
    for (const { thread } of told.parts) {
      thread.inFlight--;
      this.#options.touch(thread);
    }
  }

  /** What waited for a name that nobody had is told by who has it now. */
  #adopt(channel: string): void {
    const { directory, channels, clock, touch } = this.#options;
    for (const desk of directory.desks.values()) {
      if (desk.id === channel || channels.find(desk.id)?.id !== channel) continue;
      for (const thread of desk.threads) {
        for (const [id, alert] of thread.opened) {
          thread.opened.delete(id);
          const own = directory.thread(alert, channel);
          own.open(alert, clock.now());
          touch(own);
        }
        touch(thread);
      }
      desk.delivered();
      desk.failingSince = undefined;
      this.#options.look(desk);
    }
  }
}
