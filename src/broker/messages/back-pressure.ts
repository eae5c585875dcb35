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
 * Milliseconds for which publishers wait for one receiver; one that needs longer loses messages instead. Half as long
 * for each that did so of late: clients that do not read, one after the other, would stop everybody for ever.
 */
const PATIENCE = 1000;

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
}

/**
 * Makes publishers wait when a receiver of theirs has more than it can take: they are not read from, TCP holds them
 * up, and nothing is dropped. A receiver that does not get on would hold up everybody that way, so that patience has
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

  /** The session has more than it can pass on. False when nobody waits for it. */
  begin(session: Session): boolean {
    if (this.#mistrusted.has(session)) return false;
    const { wheel, clock } = this.#parts;
    let jam = this.#jams.get(session);
    if (!jam) {
      jam = { publishers: [], patience: new Deadline(() => this.#giveUp(session)) };
      this.#jams.set(session, jam);
    }
    wheel.schedule(jam.patience, clock.now() + PATIENCE / 2 ** this.#mistrusted.size);
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

  #giveUp(session: Session): void {
    const { wheel, clock, metrics, logger } = this.#parts;
    metrics['reading.paused.receiver_too_slow']++;
    logger.warn(
      { clientId: session.clientId, waited: PATIENCE },
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
