import type { Steps } from '../../../lib/steps.ts';
import type { Store } from '../../../store/store.ts';
import type { Alert } from '../../alert.ts';
import type { AlertBook } from '../../alert-book.ts';
import type { Desk, Told, ToldPart } from '../channels/desk.ts';
import type { Thread } from '../thread.ts';
import type { Ledger } from './ledger.ts';
import type {
  GroupRow,
  Members,
  NotificationRow,
  TellingEvent,
  TellingRow,
  TellingRows,
} from './telling-rows.ts';

interface RestoringOptions {
  readonly store: Store;
  readonly book: AlertBook;
  readonly ledger: Ledger;
  readonly rows: TellingRows;
  readonly desk: (id: string) => Desk;
  readonly thread: (alert: Alert, channel: string) => Thread;
  readonly channelsOf: (alert: Alert) => readonly string[];
  readonly isHeld: (alert: Alert, at: number) => boolean;
  /** Its grace is under way, or it is open. */
  readonly hear: (alert: Alert, what: 'pending' | 'open') => void;
  readonly now: () => number;
}

/** Messages whose ends are not known. */
interface Unfinished {
  readonly row: NotificationRow;
  readonly members: readonly Members[];
  readonly parts: Map<Thread, MutablePart>;
}

type MutablePart = {
  -readonly [Member in keyof ToldPart]: ToldPart[Member] extends readonly (infer Item)[]
    ? Item[]
    : ToldPart[Member];
};

/** What people were told before the process ended, read back: what is missing is owed from here on. */
export class Restoring {
  readonly #options: RestoringOptions;
  /** By their ids. */
  readonly #unfinished = new Map<string, Unfinished>();
  readonly #groups = new Map<string, GroupRow>();

  constructor(options: RestoringOptions) {
    this.#options = options;
  }

  *run(): Steps<void> {
    const { book, rows, store } = this.#options;
    store.commit();
    // As they are now: what happens from here on is news.
    const unresolved = [...book.unresolved()];
    store.transact(() => rows.forgetOrphans());
    for (const row of rows.groups()) this.#groups.set(`${row.group} ${row.channel}`, row);
    yield* this.#completeTellings();
    yield* this.#readMessages();
    for (const alert of unresolved) {
      this.#restoreUnresolved(alert);
      yield;
    }
    const known = new Set(unresolved.map(({ id }) => id));
    for (const id of rows.untold()) {
      // What was resolved meanwhile is news.
      const alert = known.has(id) ? undefined : book.get(id);
      if (alert?.resolution) this.#restoreResolved(alert);
      yield;
    }
    for (const message of this.#unfinished.values()) this.#putInFlight(message);
    this.#forgetGroups();
  }

  /** Large messages that were stored, and not yet by each of their alerts. */
  *#completeTellings(): Steps<void> {
    const { rows, store } = this.#options;
    for (const row of rows.unapplied()) {
      for (const { event, alerts } of rows.membersOf(row.id)) {
        store.transact(() => rows.insertTellings(row, { event, alerts }));
        yield;
      }
      store.transact(() => rows.setApplied(row.id));
    }
  }

  /** Of what ended while nobody looked on, what did not arrive was not told. */
  *#readMessages(): Steps<void> {
    const { rows, store } = this.#options;
    for (const { row, state } of rows.unfinished()) {
      const members = rows.membersOf(row.id);
      if (state === 'delivered') store.transact(() => rows.setState(row.id, 'delivered'));
      else if (state === 'queued' || state === 'waiting' || state === 'sending') {
        this.#unfinished.set(row.id, { row, members, parts: new Map() });
      } else {
        store.transact(() => {
          for (const part of members) rows.forgetTellings(row.id, row.channel, part);
          rows.setState(row.id, 'failed');
        });
      }
      yield;
    }
  }

  #restoreUnresolved(alert: Alert): void {
    const { channelsOf, hear, now } = this.#options;
    if (alert.status === 'pending') {
      hear(alert, 'pending');
      return;
    }
    for (const telling of this.#tellingsOf(alert.id)) this.#restoreTold(alert, telling);
    for (const channel of channelsOf(alert)) this.#thread(alert, channel).open(alert, now());
    hear(alert, 'open');
  }

  #restoreTold(alert: Alert, { channel, incident, notification }: TellingRow): void {
    const thread = this.#thread(alert, channel);
    thread.told.set(alert.id, incident);
    if (alert.acknowledgement) thread.attended.set(alert.id, true);
    this.#share(thread, alert, incident);
    this.#partOf(notification, thread)?.opened.push(alert);
  }

  /** It is over, and somebody may not have heard of that. */
  #restoreResolved(alert: Alert): void {
    const { ledger, channelsOf, isHeld, now, rows } = this.#options;
    const all = rows.tellingsOf(alert.id);
    const ended = new Map(all.filter(({ event }) => event === 'resolve').map((row) => [row.channel, row]));
    let isOwed = false;
    for (const telling of this.#tellingsOf(alert.id)) {
      const { channel, incident, notification } = telling;
      const thread = this.#thread(alert, channel);
      const end = ended.get(channel);
      if (end) {
        const part = this.#partOf(end.notification, thread);
        // Told of at once, and for the first time: if that does not arrive, nobody knew of it.
        if (end.notification === notification) part?.missed.push(alert);
        else part?.over.push({ alert, incident });
        continue;
      }
      this.#partOf(notification, thread)?.opened.push(alert);
      thread.end({ alert, incident }, now());
      this.#share(thread, alert, incident);
      isOwed = true;
    }
    const at = alert.resolution?.at ?? now();
    for (const channel of isHeld(alert, at) ? [] : channelsOf(alert)) {
      if (all.some((telling) => telling.channel === channel)) continue;
      this.#thread(alert, channel).miss(alert);
      isOwed = true;
    }
    if (!isOwed) ledger.finish(alert.id);
  }

  /** What was told when it opened, on each channel. */
  #tellingsOf(alert: string): TellingRow[] {
    const rows = this.#options.rows.tellingsOf(alert);
    const triggers = rows.filter(({ event }) => event === 'trigger');
    return triggers;
  }

  /** Of many under one key, how many are not over. */
  #share({ desk }: Thread, { id }: Alert, incident: string): void {
    if (!desk.staysOpen || incident === id) return;
    const shared = desk.incidents.get(incident);
    if (shared) shared.open++;
    else desk.incidents.set(incident, { open: 1, over: [] });
  }

  #thread(alert: Alert, channel: string): Thread {
    const thread = this.#options.thread(alert, channel);
    const row = this.#groups.get(`${thread.group.id} ${channel}`);
    if (row) {
      thread.incident = row.incident;
      thread.openedToldAt = row.openedToldAt;
      thread.toldAt = row.toldAt;
      this.#groups.delete(`${thread.group.id} ${channel}`);
    }
    return thread;
  }

  #partOf(notification: string, thread: Thread): MutablePart | undefined {
    const message = this.#unfinished.get(notification);
    if (!message) return undefined;
    let part = message.parts.get(thread);
    if (!part) {
      part = { thread, opened: [], missed: [], over: [], worse: [], acknowledged: [] };
      message.parts.set(thread, part);
    }
    return part;
  }

  /** Its end is waited for, as if it had been handed over now. */
  #putInFlight({ row, members, parts }: Unfinished): void {
    this.#addEnds({ row, members, parts });
    const desk = this.#options.desk(row.channel);
    const told: Told = {
      notification: row.id,
      delivery: row.delivery,
      priority: row.priority,
      sentAt: row.at,
      newsSince: undefined,
      isThrottled: false,
      tellsInterruption: false,
      parts: [...parts.values()],
    };
    desk.inFlight.set(row.delivery, told);
    for (const thread of parts.keys()) thread.inFlight++;
  }

  /** Alerts that are over, and of which everybody is told if it arrives. */
  #addEnds({ row, members, parts }: Unfinished): void {
    const { book } = this.#options;
    const of = (event: TellingEvent) =>
      new Set(members.flatMap((part) => (part.event === event ? part.alerts : [])));
    const triggers = of('trigger');
    const known = new Set<string>();
    for (const { over, missed } of parts.values()) {
      for (const { alert } of over) known.add(alert.id);
      for (const { id } of missed) known.add(id);
    }
    for (const id of of('resolve')) {
      const alert = known.has(id) ? undefined : book.get(id);
      const part = alert && this.#partOf(row.id, this.#thread(alert, row.channel));
      if (!alert || !part) continue;
      if (triggers.has(id)) part.missed.push(alert);
      else part.over.push({ alert, incident: row.incident });
    }
  }

  /** Of groups of which nothing is open, nothing has to be known any more. */
  #forgetGroups(): void {
    const { rows, store } = this.#options;
    store.transact(() => {
      for (const { group, channel } of this.#groups.values()) rows.deleteGroup(group, channel);
    });
  }
}

/** What a message told, as it stands in the tables. */
export function membersOfTold({ parts }: Told): Members[] {
  const triggers = parts.flatMap(({ opened, missed }) => [...opened, ...missed].map(({ id }) => id));
  const resolves = parts.flatMap(({ over, missed }) => [
    ...over.map(({ alert }) => alert.id),
    ...missed.map(({ id }) => id),
  ]);
  const others = (event: TellingEvent, alerts: readonly Alert[]): Members => ({
    event,
    alerts: alerts.map(({ id }) => id),
  });
  return [
    { event: 'trigger' as const, alerts: triggers },
    others(
      'escalate',
      parts.flatMap(({ worse }) => worse),
    ),
    others(
      'acknowledge',
      parts.flatMap(({ acknowledged }) => acknowledged),
    ),
    { event: 'resolve' as const, alerts: resolves },
  ].filter(({ alerts }) => alerts.length > 0);
}
