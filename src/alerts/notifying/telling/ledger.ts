import type { Clock, Timer } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import type { Steps } from '../../../lib/steps.ts';
import type { Store } from '../../../store/store.ts';
import type { Notification } from '../../notification.ts';
import type { Desk, Told, ToldPart } from '../channels/desk.ts';
import type { Thread } from '../thread.ts';
import type { Turns } from '../turns.ts';
import type { Members, TellingRows } from './telling-rows.ts';

/** Alerts of one message whose tellings are stored with it; those of larger ones follow. */
const FEW = 100;

/** Ids of alerts in one row. */
const CHUNK = 1000;

/** How long it is kept what was told. */
const RETENTION = 7 * 86_400_000;
const PRUNING = 3_600_000;

/** Rows of one write that is not urgent. */
const ROWS = 200;

interface Recorded {
  readonly notification: Notification;
  readonly told: Told;
  readonly members: readonly Members[];
  readonly isLarge: boolean;
  readonly desk: Desk;
}

interface LedgerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rows: TellingRows;
  readonly turns: Turns;
  /** The message was not stored: nobody was told. */
  readonly onLost: (desk: Desk, told: Told) => void;
}

/**
 * Keeps what was told. A message with few alerts is one write. Of a large one the ids of its alerts are stored before it
 * and in pieces, and what each of them was told after it: at any moment the disk says whether it was told, and of whom.
 */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #later: (() => void)[] = [];
  #isWriting = false;
  #timer: Timer | undefined;
  #isStopped = false;
  readonly #finished: string[] = [];

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Before a message with many alerts. True when it is one. */
  *prepare(notification: string, members: readonly Members[]): Steps<boolean> {
    if (sizeOf(members) <= FEW) return false;
    const { store, rows } = this.#options;
    let n = 0;
    for (const part of pieces(members, CHUNK)) {
      const number = n++;
      store.write(() => rows.insertMembers(notification, number, part));
      if (number % 8 === 7) yield;
    }
    return true;
  }

  /** Stored with the delivery, or not at all. */
  record({ notification, told, members, isLarge, desk }: Recorded): void {
    const { store, rows, turns, onLost } = this.#options;
    const finished = isLarge ? [] : told.parts.flatMap((part) => [...finishedBy(part)]);
    store.write(
      () => {
        rows.insert(notification, told.delivery, told.priority, !isLarge);
        if (isLarge) return;
        for (const [n, part] of members.entries()) {
          rows.insertMembers(notification.id, n, part);
          rows.insertTellings(notification, part);
        }
        for (const { thread } of told.parts) putThread(rows, thread);
        if (finished.length > 0) rows.setTold(finished);
      },
      (error) => {
        if (error) onLost(desk, told);
      },
    );
    if (!isLarge) return;
    this.applyLater(notification, members);
    for (const parts of chunksOf(told.parts, ROWS)) {
      this.#write(() => {
        for (const { thread } of parts) putThread(rows, thread);
      });
    }
    turns.add(this.#finishAll(told.parts));
  }

  /** What each of its alerts was told, a few at a time. */
  applyLater(
    notification: Pick<Notification, 'id' | 'channel' | 'incident' | 'at'>,
    members: readonly Members[],
  ): void {
    const { rows } = this.#options;
    for (const part of pieces(members, ROWS)) this.#write(() => rows.insertTellings(notification, part));
    this.#write(() => rows.setApplied(notification.id));
  }

  delivered(notification: string): void {
    const { store, rows } = this.#options;
    store.write(() => rows.setState(notification, 'delivered'));
  }

  /** It did not arrive and will not: what it told was not told. */
  failed(notification: string, channel: string, members: readonly Members[]): void {
    const { rows } = this.#options;
    for (const part of pieces(members, ROWS)) {
      this.#write(() => rows.forgetTellings(notification, channel, part));
    }
    this.#write(() => rows.setState(notification, 'failed'));
  }

  /** Nothing more is said of this alert by one thread; when no other has anything to say, everybody was told. */
  settle({ group }: Thread, id: string): void {
    for (const thread of group.threads.values()) if (thread.owesOf(id)) return;
    this.#finish(id);
  }

  /** Nobody will be told anything more of this alert. */
  finish(id: string): void {
    this.#finish(id);
  }

  putThread(thread: Thread): void {
    this.#write(() => putThread(this.#options.rows, thread));
  }

  deleteThread({ group, desk }: Thread): void {
    this.#write(() => this.#options.rows.deleteGroup(group.id, desk.id));
  }

  /** What was told long ago is forgotten every now and then. */
  start(): void {
    const { clock } = this.#options;
    this.#timer = clock.after(PRUNING, () => {
      this.#prune(clock.now() - RETENTION);
      this.start();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #prune(before: number): void {
    this.#write(() => {
      if (this.#options.rows.prune(before)) this.#prune(before);
    });
  }

  *#finishAll(parts: readonly ToldPart[]): Steps<void> {
    let count = 0;
    for (const part of parts) {
      for (const id of finishedBy(part)) {
        this.#finish(id);
        if (++count % 256 === 0) yield;
      }
    }
  }

  #finish(id: string): void {
    this.#finished.push(id);
    if (this.#finished.length === 1) this.#writeFinished();
  }

  #writeFinished(): void {
    let finished: string[] = [];
    this.#write(() => {
      finished = [...finished, ...this.#finished.splice(0, ROWS)];
      this.#options.rows.setTold(finished);
      if (this.#finished.length > 0) this.#writeFinished();
    });
  }

  /** One after the other, each in a turn of its own when there are several. */
  #write(run: () => void): void {
    this.#later.push(run);
    if (!this.#isWriting) this.#next();
  }

  #next(): void {
    const run = this.#isStopped ? undefined : this.#later.shift();
    this.#isWriting = run !== undefined;
    if (!run) return;
    const { store, logger } = this.#options;
    store.write(run, (error) => {
      if (error) logger.error({ err: error }, 'what was told of alerts could not be stored');
      if (this.#later.length > 0) setImmediate(() => this.#next());
      else this.#isWriting = false;
    });
  }
}

/** Alerts that are over, and of which nobody else has to hear. */
function* finishedBy({ thread, over, missed }: ToldPart): Generator<string> {
  const others = [...thread.group.threads.values()].filter((other) => other !== thread);
  const isOwed = (id: string): boolean => others.some((other) => other.owesOf(id));
  for (const { alert } of over) if (!isOwed(alert.id)) yield alert.id;
  for (const { id } of missed) if (!isOwed(id)) yield id;
}

function putThread(rows: TellingRows, { group, desk, incident, openedToldAt, toldAt }: Thread): void {
  rows.putGroup({ group: group.id, channel: desk.id, incident, openedToldAt, toldAt });
}

function sizeOf(members: readonly Members[]): number {
  return members.reduce((sum, { alerts }) => sum + alerts.length, 0);
}

function* pieces(members: readonly Members[], size: number): Generator<Members> {
  for (const { event, alerts } of members) {
    for (const part of chunksOf(alerts, size)) yield { event, alerts: part };
  }
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
