import type { PageOf } from '../../lib/page-of.ts';
import type { ClientRecord, ClientRecordSearch, LostClient, RememberedPage, Span } from '../client-record.ts';
import type { EventCounts, EventSearch, FoundEvents, HistogramQuestion } from '../event-query.ts';
import { type RecordGroup, recordsOf } from '../record-group.ts';
import type { EventId, RecordedEvent } from '../recorded-event.ts';
import { ClientRecords } from './client-records.ts';
import { ClientRegistry, registryLimits } from './client-registry.ts';
import { type EstimatedRange, estimateEvents } from './event-estimate.ts';
import { countEvents } from './event-histogram.ts';
import { idOf } from './event-key.ts';
import { EventSearcher } from './event-search.ts';
import { EventWriter, type JournalLimits } from './event-writer.ts';
import { isDamage, JournalDatabase, logBytes } from './journal-database.ts';
import { forgetLost, lostClients } from './lost-clients.ts';

export interface OpenedJournal {
  /** Why what was there had to be set aside; undefined when it had not. */
  readonly setAside: string | undefined;
  readonly newest: EventId | undefined;
  /** Clients whose connections ended with the process before. */
  readonly wereOnline: number;
}

export interface WrittenGroup {
  /** How many were not kept, because their place is taken. */
  readonly refused: number;
  /** The file turned out to be damaged and another one was begun: what was in it is not there any more. */
  readonly setAside: string | undefined;
}

export interface StoredFigures {
  readonly events: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
  /** Bytes in use. */
  readonly size: number;
  readonly clients: number;
  readonly clientsOnline: number;
}

export interface RememberedRequest {
  readonly after: string;
  readonly limit: number;
  readonly dropsFrom: number;
}

/** Blocks that are forgotten in one go, before other work gets its turn. */
const BLOCKS_PER_STEP = 4;

/** What can be asked of a thread of the journal. One of them writes, another one reads. */
export class JournalDesk {
  readonly #file: string;
  readonly #limits: JournalLimits;
  /** What there is beside the write-ahead log. */
  readonly #room: JournalLimits;
  #database: JournalDatabase;
  #writer: EventWriter;
  #registry: ClientRegistry;

  /** @throws Error of SQLite */
  constructor(file: string, limits: JournalLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#room = { ...limits, maximumSize: limits.maximumSize - logBytes(limits.maximumSize) };
    this.#database = JournalDatabase.open(file, limits.maximumSize);
    this.#writer = new EventWriter(this.#database, this.#room);
    this.#registry = new ClientRegistry(this.#database, registryLimits(limits.maximumSize));
  }

  /** As the writer of the file: sets one aside that cannot be read, and takes over from the process before. */
  static openToWrite(file: string, limits: JournalLimits): { desk: JournalDesk; opened: OpenedJournal } {
    const { database, setAside } = JournalDatabase.openOrReplace(file, limits.maximumSize);
    database.close();
    const desk = new JournalDesk(file, limits);
    const wereOnline = desk.#registry.takeOver();
    const newest = desk.#database.prepare('SELECT max(id) AS key FROM events');
    newest.setReadBigInts(true);
    const key = newest.get()?.key as bigint | null | undefined;
    return { desk, opened: { setAside, wereOnline, newest: key == null ? undefined : idOf(key) } };
  }

  /** @throws Error of SQLite, when nothing of it was written */
  write({ group, now }: { group: RecordGroup; now: number }): WrittenGroup {
    const all = recordsOf(group);
    const kept = all.filter((_record, index) => !group.passing[index]);
    const write = () => {
      const refused = this.#database.transact(() => this.#writer.append(kept));
      this.#registry.note(all);
      if (this.#registry.isFull) this.#registry.write(now);
      return refused;
    };
    try {
      const written = { refused: write(), setAside: undefined };
      if (this.#database.usedBytes() > this.#room.maximumSize) this.#forget(now);
      return written;
    } catch (error) {
      if (!isDamage(error)) {
        this.#writer.startAnew();
        throw error;
      }
      this.replace({});
      return { refused: write(), setAside: String((error as Error).message) };
    }
  }

  /** To be done now and then. True when more of it is waiting. */
  tidy({ now }: { now: number }): boolean {
    this.#registry.write(now);
    const hasMore = this.#forget(now);
    this.#database.shrink();
    return hasMore;
  }

  /** Makes what is remembered of clients readable. */
  writeClients({ now }: { now: number }): void {
    this.#registry.write(now);
  }

  forgetClient({ clientId, now }: { clientId: string; now: number }): boolean {
    this.#registry.write(now);
    return this.#registry.forget(clientId);
  }

  /** Sets aside what another thread found to be damaged. */
  replace(_: object): void {
    this.#database.close();
    JournalDatabase.setAside(this.#file);
    this.#database = JournalDatabase.open(this.#file, this.#limits.maximumSize);
    this.#writer = new EventWriter(this.#database, this.#room);
    this.#registry = new ClientRegistry(this.#database, registryLimits(this.#limits.maximumSize));
  }

  search(search: EventSearch): FoundEvents {
    return new EventSearcher(this.#database).search(search);
  }

  estimate(range: EstimatedRange): number {
    return estimateEvents(this.#database, range);
  }

  histogram(question: HistogramQuestion): EventCounts {
    return countEvents(this.#database, question);
  }

  get(id: EventId): RecordedEvent | undefined {
    return new EventSearcher(this.#database).get(id);
  }

  clients(search: ClientRecordSearch): PageOf<ClientRecord> {
    return new ClientRecords(this.#database).page(search);
  }

  remembered({ after, limit, dropsFrom }: RememberedRequest): RememberedPage {
    return new ClientRecords(this.#database).remembered(after, limit, dropsFrom);
  }

  client({ clientId }: { clientId: string }): ClientRecord | undefined {
    return new ClientRecords(this.#database).get(clientId);
  }

  history({ clientId, limit }: { clientId: string; limit: number }): Span[] | undefined {
    return new ClientRecords(this.#database).history(clientId, limit);
  }

  /** By client id, those after a place. */
  lostClients({ after, limit }: { after: string; limit: number }): LostClient[] {
    return lostClients(this.#database, after, limit);
  }

  toldOfLostClients(_: object): void {
    forgetLost(this.#database);
  }

  figures(_: object): StoredFigures {
    const database = this.#database;
    const one = (sql: string) => database.number(sql);
    const events = one('SELECT coalesce(sum(count), 0) FROM blocks');
    const kinds = database.prepare('SELECT id, name FROM kinds').all();
    const names = new Map(kinds.map(({ id, name }) => [String(id), String(name)]));
    const byKind: Record<string, number> = {};
    for (const { counts } of database.prepare('SELECT counts FROM blocks').iterate()) {
      for (const [kind, count] of Object.entries(JSON.parse(String(counts)) as Record<string, number>)) {
        const name = names.get(kind) ?? kind;
        byKind[name] = (byKind[name] ?? 0) + count;
      }
    }
    return {
      events,
      byKind,
      oldest: events === 0 ? undefined : one('SELECT min(first) >> 20 FROM blocks'),
      newest: events === 0 ? undefined : one('SELECT max(last) >> 20 FROM blocks'),
      size: database.usedBytes(),
      clients: one('SELECT count(*) FROM clients'),
      clientsOnline: one('SELECT count(*) FROM clients WHERE online = 1'),
    };
  }

  close({ now }: { now: number }): void {
    this.#registry.write(now);
    this.#database.close();
  }

  #forget(now: number): boolean {
    for (let step = 0; step < BLOCKS_PER_STEP; step++) if (!this.#writer.forgetOne(now)) return false;
    return true;
  }
}
