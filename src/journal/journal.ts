import type { BrokerEvent, EventOf } from '../broker/door.ts';
import type { Timer } from '../lib/clock.ts';
import type { PageOf } from '../lib/page-of.ts';
import { BusyError, WorkQueue } from '../lib/work-queue.ts';
import type { ClientRecord, ClientRecordSearch, LostClient, RememberedPage, Span } from './client-record.ts';
import type { EventFilter } from './event-filter.ts';
import type { EventCounts, EventSearch, FoundEvents, HistogramQuestion } from './event-query.ts';
import { subjectOf } from './event-subject.ts';
import { EventTaps } from './event-taps.ts';
import { HeardEvents } from './heard-events.ts';
import type { JournalFigures, JournalParts } from './journal-parts.ts';
import { type Follower, LiveEvents } from './live-events.ts';
import { memoryOf, type RecordGroup } from './record-group.ts';
import { MOST_WAITING, RecordQueue } from './record-queue.ts';
import type { EventId, RecordedEvent } from './recorded-event.ts';
import type { EstimatedRange } from './thread/event-estimate.ts';
import type { JournalDesk, RememberedRequest } from './thread/journal-desk.ts';
import type { Readable } from './thread/journal-question.ts';
import { JournalError, JournalThread } from './thread/journal-thread.ts';

/** What a search may leave open; the answer says so when its time is over. */
export type Search = Omit<Partial<EventSearch>, 'after'> & { readonly after?: EventId | undefined };

const OVERLOAD_ALARM = 'journal_overload';
const FAILURE_ALARM = 'journal_failure';

/** Milliseconds between two looks at what is too old or too much, and at whether the journal works. */
const TIDY_INTERVAL = 10_000;
/** Milliseconds that a search looks before it answers with what it has. */
const PATIENCE = 2000;
/** Searches that wait for the one that is being done. */
const MOST_SEARCHES = 32;
/** Rows with which one who follows is brought up to date, at a time. */
const PAGE = 500;

/**
 * Records what the broker does, and remembers its clients. The main thread makes the text of each event and hands groups of
 * them over: writing, searching and forgetting are done in threads of their own.
 */
export class Journal {
  readonly #parts: JournalParts;
  readonly #queue: RecordQueue;
  readonly #heard = new HeardEvents((event, isPassing) => this.#record(event, isPassing));
  readonly #live = new LiveEvents();
  readonly #searches = new WorkQueue(1, MOST_SEARCHES);
  #taps: EventTaps | undefined;
  #writer: JournalThread | undefined;
  #reader: JournalThread | undefined;
  #tidying: Timer | undefined;
  #lostBefore = 0;
  #isClosed = false;

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#queue = new RecordQueue({ clock: parts.clock, send: (group) => this.#send(group) });
    this.#queue.onLeave = (records) => this.#live.publish(records);
  }

  /** @param held what has happened already and is to be recorded, in its order; @param missed what could not be held */
  start(held: readonly BrokerEvent[] = [], missed = 0): void {
    const { broker, clock, settings } = this.#parts;
    if (!settings.isOn) return;
    const hear = (event: BrokerEvent, isPassing: boolean) => this.#hear(event, isPassing);
    const miss = (count: number, from: number) => this.#queue.lose(count, 'rate', from);
    const kinds = new Set<string>(settings.kinds);
    for (const event of held) hear(event, !kinds.has(event.name));
    if (missed > 0) this.#queue.lose(missed, 'overload', clock.now());
    this.#taps = new EventTaps({
      broker,
      clock,
      kinds: settings.kinds,
      filters: settings.messages,
      ruleMessages: settings.ruleMessages,
      hear,
      miss,
    });
    this.#openWriter();
    this.#planTidying();
  }

  /** Whether anything is recorded. */
  get isOn(): boolean {
    return this.#parts.settings.isOn;
  }

  /** Events that wait to be stored, and those that should have been since the start and were not. */
  get backlog(): { readonly waiting: number; readonly lost: number } {
    const { overload, storage } = this.#queue.lost;
    return { waiting: this.#heard.length + this.#queue.length, lost: overload + storage };
  }

  /** A rule looks at this message. */
  sample(event: EventOf<'message.publish'>): void {
    this.#taps?.sample(event);
  }

  /** Resolves when everything that has happened so far can be found. */
  async flush(): Promise<void> {
    await this.#writer?.opened;
    await this.#heard.written();
    await this.#queue.settled();
  }

  /** @throws JournalError, BusyError */
  search(search: Search): Promise<FoundEvents> {
    return this.#read('search', {
      to: Number.POSITIVE_INFINITY,
      order: 'desc',
      limit: PAGE,
      patience: PATIENCE,
      ...search,
      from: Math.max(this.#oldest, search.from ?? 0),
    });
  }

  /**
   * What was recorded, in the order in which it happened, for whoever wants to live through it again.
   * @throws JournalError, BusyError
   */
  read(range: {
    readonly from: number;
    readonly to: number;
    readonly kinds?: readonly string[] | undefined;
    readonly after?: EventId | undefined;
    readonly limit: number;
  }): Promise<FoundEvents> {
    const { kinds, ...rest } = range;
    return this.search({ ...rest, events: kinds, order: 'asc' });
  }

  /** About how many events there are of a time, and of some kinds. @throws JournalError, BusyError */
  estimate(range: EstimatedRange): Promise<number> {
    return this.#read('estimate', range);
  }

  /** How many events there are, by time and kind. @throws JournalError, BusyError */
  histogram(question: Omit<HistogramQuestion, 'patience'>): Promise<EventCounts> {
    const from = Math.max(this.#oldest, question.from);
    return this.#read('histogram', { ...question, from, patience: PATIENCE });
  }

  /** @throws JournalError, BusyError */
  async get(id: EventId): Promise<RecordedEvent | undefined> {
    const found = await this.#read('get', id);
    return found && found.at >= this.#oldest ? found : undefined;
  }

  /** @throws JournalError, BusyError */
  async clients(search: ClientRecordSearch): Promise<PageOf<ClientRecord>> {
    await this.#writeClients();
    return this.#read('clients', search);
  }

  /** @throws JournalError, BusyError */
  async client(clientId: string): Promise<ClientRecord | undefined> {
    await this.#writeClients();
    return this.#read('client', { clientId });
  }

  /** Remembered clients by client id, after a place; the first page has what happened until now. @throws JournalError, BusyError */
  async remembered(request: RememberedRequest): Promise<RememberedPage> {
    if (request.after === '') await this.#writeClients();
    return this.#read('remembered', request);
  }

  /** The connections of a client, the last one first; undefined when it is not known. @throws JournalError, BusyError */
  async history(clientId: string, limit: number): Promise<Span[] | undefined> {
    await this.#writeClients();
    return this.#read('history', { clientId, limit });
  }

  /**
   * Clients that were connected when a process was killed and have not come since, by client id after a place.
   * @throws JournalError, BusyError
   */
  async lostClients(after: string, limit: number): Promise<LostClient[]> {
    await this.#writeClients();
    return this.#read('lostClients', { after, limit });
  }

  /** Everybody who wants to know of them was told. @throws JournalError */
  async toldOfLostClients(): Promise<void> {
    await this.flush();
    await this.#theWriter().ask('toldOfLostClients', {});
  }

  /** False when the client is not known. @throws JournalError */
  async forgetClient(clientId: string): Promise<boolean> {
    await this.flush();
    return this.#theWriter().ask('forgetClient', { clientId, now: this.#parts.clock.now() });
  }

  /** @throws JournalError, BusyError */
  async figures(): Promise<JournalFigures> {
    await this.#writeClients();
    const stored = await this.#read('figures', {});
    return {
      ...stored,
      settings: this.#parts.settings,
      lost: { ...this.#queue.lost },
      waiting: this.#heard.length + this.#queue.length,
      followers: this.#live.count,
    };
  }

  /** Tells of events as they are recorded, from now on or from a place on. @returns the end of it */
  follow(filter: EventFilter, follower: Follower, after?: EventId): () => void {
    this.#queue.isFollowed = true;
    const end = this.#live.follow(filter, follower, after, (place) =>
      this.search({ ...filter, after: place, order: 'asc', limit: PAGE }),
    );
    return () => {
      end();
      this.#queue.isFollowed = this.#live.count > 0;
    };
  }

  /** Does now what is done now and then. */
  async tidy(): Promise<void> {
    const { alarms, clock } = this.#parts;
    const lost = this.#queue.lost.overload + this.#queue.lost.rate;
    if (lost === this.#lostBefore) alarms.deactivate(OVERLOAD_ALARM);
    else {
      alarms.activate(
        OVERLOAD_ALARM,
        { lost: lost - this.#lostBefore },
        'more happens than the journal can record',
      );
      this.#lostBefore = lost;
    }
    if (!this.#writer) this.#openWriter();
    try {
      await this.flush();
      while (!this.#isClosed && (await this.#theWriter().ask('tidy', { now: clock.now() })));
      alarms.deactivate(FAILURE_ALARM);
    } catch (error) {
      this.#report(error);
    }
  }

  /** Hears nothing any more, and stores what it has heard. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#taps?.close();
    this.#tidying?.cancel();
    this.#writer?.hold();
    try {
      await this.flush();
      this.#isClosed = true;
      await this.#writer?.ask('close', { now: this.#parts.clock.now() });
    } catch (error) {
      this.#report(error);
    }
    this.#isClosed = true;
    await this.#reader?.end();
    await this.#writer?.end();
  }

  /** What is too old is forgotten by and by, and gone at once. */
  get #oldest(): number {
    return this.#parts.clock.now() - this.#parts.settings.retention;
  }

  #hear(event: BrokerEvent, isPassing: boolean): void {
    if (this.#heard.length < MOST_WAITING) this.#heard.add(event, isPassing);
    else this.#queue.lose(1, 'overload', event.at);
  }

  #record(event: BrokerEvent, isPassing: boolean): void {
    const { clientId, username } = subjectOf(event);
    const columns = this.#parts.columnsOf(event);
    this.#queue.add({ at: event.at, event: event.name, clientId, username, columns, isPassing });
  }

  #openWriter(): void {
    const { file, settings, logger } = this.#parts;
    const limits = { retention: settings.retention, maximumSize: settings.maximumSize };
    const writer = new JournalThread({ file, limits, isWriter: true }, (error) =>
      this.#lostWriter(writer, error),
    );
    this.#writer = writer;
    writer.opened.then(
      ({ newest, setAside, wereOnline }) => {
        if (setAside !== undefined) this.#sayReplaced(setAside);
        if (wereOnline > 0)
          logger.info({ clients: wereOnline }, 'clients were online when the broker was stopped');
        this.#queue.open(newest);
      },
      (error: Error) => this.#lostWriter(writer, error),
    );
  }

  #lostWriter(writer: JournalThread, error: Error): void {
    if (this.#writer !== writer || this.#isClosed) return;
    this.#queue.shut();
    this.#writer = undefined;
    this.#report(error);
    void writer.end();
  }

  #theWriter(): JournalThread {
    if (!this.isOn) throw new JournalError('nothing is recorded: journal.enable is false');
    if (!this.#writer)
      throw new JournalError('the journal cannot be written at the moment: the log says why');
    return this.#writer;
  }

  async #send(group: RecordGroup): Promise<void> {
    try {
      const now = this.#parts.clock.now();
      const { refused, setAside } = await this.#theWriter().ask('write', { group, now }, memoryOf(group));
      if (refused > 0) this.#queue.lose(refused, 'storage', now);
      if (setAside !== undefined) this.#sayReplaced(setAside);
    } catch (error) {
      this.#report(error);
      throw error;
    }
  }

  /** What cannot be written does not keep from reading what is there. */
  async #writeClients(): Promise<void> {
    const writer = this.#theWriter();
    await this.flush();
    try {
      await writer.ask('writeClients', { now: this.#parts.clock.now() });
    } catch (error) {
      this.#report(error);
    }
  }

  async #read<Name extends Readable>(
    name: Name,
    argument: Parameters<JournalDesk[Name]>[0],
  ): Promise<ReturnType<JournalDesk[Name]>> {
    return this.#searches.run(async () => {
      await this.flush();
      const writer = this.#theWriter();
      const reader = this.#openReader(writer);
      try {
        await reader.opened;
        return await reader.ask(name, argument);
      } catch (error) {
        if (error instanceof JournalError && error.isDamage) {
          await writer.ask('replace', {});
          this.#sayReplaced(error.message);
        }
        throw error;
      }
    });
  }

  /** What is in memory can be read only by who writes it. */
  #openReader(writer: JournalThread): JournalThread {
    const { file, settings } = this.#parts;
    if (file === ':memory:') return writer;
    if (!this.#reader) {
      const limits = { retention: settings.retention, maximumSize: settings.maximumSize };
      const reader = new JournalThread({ file, limits, isWriter: false }, () => this.#closeReader(reader));
      reader.opened.catch(() => this.#closeReader(reader));
      this.#reader = reader;
    }
    return this.#reader;
  }

  #closeReader(reader: JournalThread | undefined): void {
    if (this.#reader === reader) this.#reader = undefined;
    void reader?.end();
  }

  #sayReplaced(why: string): void {
    const { file, logger } = this.#parts;
    this.#closeReader(this.#reader);
    logger.error(
      { file: `${file}.damaged` },
      `the journal could not be read (${why}); it was renamed to ${file}.damaged, and a new one was begun`,
    );
  }

  #report(error: unknown): void {
    const { logger, alarms } = this.#parts;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BusyError) return;
    if (alarms.activate(FAILURE_ALARM, { reason: message }, `nothing can be recorded: ${message}`) !== false)
      logger.error({ err: error }, 'the journal could not be written');
  }

  #planTidying(): void {
    this.#tidying = this.#parts.clock.after(TIDY_INTERVAL, () => {
      void this.tidy().then(() => {
        if (!this.#isClosed) this.#planTidying();
      });
    });
  }
}
