import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Client } from '../client.ts';
import { Hold } from '../connections/hold.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { Router } from '../routing/router.ts';
import type { Topic } from '../routing/topic.ts';
import type { Session } from '../sessions/session.ts';
import { Deadline, type TimingWheel } from '../timing-wheel.ts';

/**
 * Milliseconds for which publishers wait for one receiver that does not keep the pace; it loses messages then. Half as
 * long for each that did so of late: clients that do not read, one after the other, would stop everybody for ever.
 */
const PATIENCE = 750;

/** Messages a second that a receiver has to take to be waited for. What waits at most, its queue, bounds how long that is. */
const PACE = 100;

/** Milliseconds that are added once: if it was this process that stood still, the receiver's answers are not read yet. */
const SECOND_LOOK = 250;

/** Milliseconds for which nobody waits for a receiver that was too slow. */
const MISTRUST = 30_000;

export interface BackPressureParts {
  readonly clock: Clock;
  readonly wheel: TimingWheel;
  readonly router: Router;
  readonly metrics: BrokerMetrics;
  readonly logger: Logger;
}

/** Who waits for one receiver, first come first served. */
interface Jam {
  readonly publishers: Client[];
  readonly patience: Deadline;
  receiver: Client;
  /** How many messages the receiver had been sent at the last look, and when that was. */
  sent: number;
  lookedAt: number;
  isSecondLook: boolean;
}

/**
 * Makes publishers wait when a receiver of theirs has more than it can take: they are not read from, TCP holds them
 * up, and nothing is dropped. A receiver that hardly gets on would hold up everybody that way, so that patience has
 * an end; after it the bounds of the queue decide, as they do for clients that are away.
 */
export class BackPressure {
  readonly #parts: BackPressureParts;
  readonly #jams = new Map<Session, Jam>();
  readonly #mistrusted = new Set<Session>();
  #relieved: Session[] = [];

  constructor(parts: BackPressureParts) {
    this.#parts = parts;
  }

  /** Whether anybody's publishers have to wait. To be asked first: it costs nothing. */
  get isOn(): boolean {
    return this.#jams.size > 0;
  }

  /** Whether a message to this topic has to wait for one of its receivers; if so, the client is held. */
  holds(client: Client, topic: Topic): boolean {
    const { targets, groups } = this.#parts.router.routeTo(topic);
    for (const { session } of targets) if (this.#waitsFor(session, client)) return true;
    for (const group of groups) {
      for (const { session } of group.members) if (this.#waitsFor(session, client)) return true;
    }
    return false;
  }

  /** The session of this client has more than it can pass on. False when nobody waits for it. */
  begin(session: Session, receiver: Client): boolean {
    if (this.#mistrusted.has(session)) return false;
    let jam = this.#jams.get(session);
    if (!jam) {
      const patience = new Deadline(() => this.#look(session));
      jam = { publishers: [], patience, receiver, sent: 0, lookedAt: 0, isSecondLook: false };
      this.#jams.set(session, jam);
    }
    jam.receiver = receiver;
    this.#waitOn(jam);
    return true;
  }

  /** The session can take more. Its publishers go on at the end of this turn. */
  relieve(session: Session): void {
    const jam = this.#jams.get(session);
    if (!jam) return;
    this.#parts.wheel.cancel(jam.patience);
    if (this.#relieved.length === 0) setImmediate(() => this.#release());
    this.#relieved.push(session);
  }

  #waitsFor(session: Session, client: Client): boolean {
    // Its acknowledgements would wait behind its own message.
    if (!session.isCongested || session === client.session) return false;
    const { metrics } = this.#parts;
    metrics['reading.paused.receiver']++;
    this.#jams.get(session)?.publishers.push(client);
    // The present frame comes again, and is counted then.
    client.connection.framer.putBack();
    client.connection.hold(Hold.Receiver);
    metrics['packets.received']--;
    client.received.packets--;
    return true;
  }

  #waitOn(jam: Jam): void {
    const { wheel, clock } = this.#parts;
    jam.sent = jam.receiver.sent.messages;
    jam.lookedAt = clock.now();
    jam.isSecondLook = false;
    wheel.schedule(jam.patience, jam.lookedAt + PATIENCE / 2 ** this.#mistrusted.size);
  }

  /** Patience is at an end, if the receiver does not keep the pace. */
  #look(session: Session): void {
    const jam = this.#jams.get(session);
    if (!jam) return;
    const { wheel, clock } = this.#parts;
    const wanted = Math.max(1, (PACE * (clock.now() - jam.lookedAt)) / 1000);
    if (jam.receiver.sent.messages - jam.sent >= wanted) this.#waitOn(jam);
    else if (jam.isSecondLook) this.#giveUp(session);
    else {
      jam.isSecondLook = true;
      wheel.schedule(jam.patience, clock.now() + SECOND_LOOK);
    }
  }

  #giveUp(session: Session): void {
    const { wheel, clock, metrics, logger } = this.#parts;
    metrics['reading.paused.receiver_too_slow']++;
    logger.warn(
      { clientId: session.clientId, messagesPerSecond: PACE },
      'a client takes its messages too slowly: its publishers do not wait for it, and what exceeds its queue is dropped',
    );
    this.#mistrusted.add(session);
    wheel.schedule(new Deadline(() => this.#mistrusted.delete(session)), clock.now() + MISTRUST);
    session.isCongested = false;
    this.relieve(session);
  }

  /** One after the other, as long as there is room: the first would fill it again at the cost of all others. */
  #release(): void {
    const sessions = this.#relieved;
    this.#relieved = [];
    for (const session of sessions) {
      const jam = this.#jams.get(session);
      while (jam && !session.isCongested) {
        const publisher = jam.publishers.shift();
        if (!publisher) {
          this.#jams.delete(session);
          break;
        }
        publisher.connection.release(Hold.Receiver);
      }
    }
  }
}
