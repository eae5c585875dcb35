import type { EventId } from '../../journal/door.ts';
import type { Timer } from '../../lib/clock.ts';
import type { LiveClients, LiveFigures, LiveObject, LiveTopic } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { ComingsAndGoings } from './comings-and-goings.ts';
import { FigureMeter } from './figure-meter.ts';
import type { LiveReader } from './live-reader.ts';

type Parts = Pick<ApiParts, 'broker' | 'alerts' | 'deliveries' | 'deliveryFigures' | 'journal' | 'clock'>;

/** Milliseconds between two figures. */
const TICK = 1000;
/** Milliseconds for which figures are read on when nobody reads: somebody goes from one page to the next. */
const LINGER = 10_000;

/** What all readers are told alike is made once. While nobody reads, nothing is heard, counted or timed. */
export class LiveHub {
  readonly #parts: Parts;
  readonly #meter: FigureMeter;
  readonly #comings: ComingsAndGoings;
  readonly #readers = new Map<LiveReader, ReadonlySet<LiveTopic>>();
  #latest: LiveFigures | undefined;
  #timer: Timer | undefined;
  #lastAsked = 0;
  #unfollowAlerts: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#meter = new FigureMeter(parts);
    this.#comings = new ComingsAndGoings(parts, (clients) => this.#tellClients(clients));
  }

  get size(): number {
    return this.#readers.size;
  }

  /** @param after the event to go on from @returns the end of it */
  follow(reader: LiveReader, topics: ReadonlySet<LiveTopic>, after?: EventId): () => void {
    const { alerts, deliveries, journal } = this.#parts;
    const ends: (() => void)[] = [];
    this.#readers.set(reader, topics);
    if (topics.has('figures')) reader.send('figures', JSON.stringify(this.figures()));
    if (topics.has('alerts')) ends.push(alerts.log.follow({}, reader));
    if (topics.has('deliveries')) {
      const follower = {
        onDelivery: reader.onDelivery.bind(reader),
        onSkipped: (count: number) => reader.onDeliveriesSkipped(count),
      };
      ends.push(deliveries.follow({}, follower));
    }
    if (topics.has('events') && journal.isOn) ends.push(journal.follow({}, reader, after));
    if (topics.has('clients')) this.#comings.start();
    return () => {
      for (const end of ends) end();
      this.#readers.delete(reader);
      if (!this.#isWanted('clients')) this.#comings.stop();
    };
  }

  /** As they were within the last second, or are now. */
  figures(): LiveFigures {
    this.#lastAsked = this.#parts.clock.now();
    if (!this.#latest) this.#read();
    this.#plan();
    return this.#latest as LiveFigures;
  }

  /** Whether anybody wants to know what is changed. */
  get wantsObjects(): boolean {
    return this.#isWanted('objects');
  }

  tellObject(object: LiveObject): void {
    this.#tell('objects', JSON.stringify(object));
  }

  close(): void {
    this.#stop();
    this.#comings.stop();
    for (const reader of this.#readers.keys()) reader.close();
    this.#readers.clear();
  }

  #plan(): void {
    this.#timer ??= this.#parts.clock.after(TICK, () => {
      this.#timer = undefined;
      const { clock } = this.#parts;
      const isRead = this.#isWanted('figures');
      if (isRead) this.#lastAsked = clock.now();
      else if (clock.now() - this.#lastAsked > LINGER) {
        this.#stop();
        return;
      }
      this.#read();
      if (isRead) this.#tell('figures', JSON.stringify(this.#latest));
      for (const reader of this.#readers.keys()) reader.tellSkipped();
      this.#plan();
    });
  }

  #read(): void {
    this.#unfollowAlerts ??= this.#parts.alerts.book.onNews(() => this.#meter.forgetAlerts());
    this.#latest = this.#meter.read();
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#latest = undefined;
    this.#unfollowAlerts?.();
    this.#unfollowAlerts = undefined;
    this.#meter.forgetAlerts();
  }

  #tellClients(clients: LiveClients): void {
    this.#tell('clients', JSON.stringify(clients));
  }

  #tell(topic: LiveTopic, data: string): void {
    for (const [reader, topics] of this.#readers) if (topics.has(topic)) reader.send(topic, data);
  }

  #isWanted(topic: LiveTopic): boolean {
    for (const topics of this.#readers.values()) if (topics.has(topic)) return true;
    return false;
  }
}
