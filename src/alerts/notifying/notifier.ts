import type { ChannelView } from '../../delivery/door.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import type { AlertNews } from '../alert-news.ts';
import type { AlertSettingsStore } from '../alert-settings-store.ts';
import { Deadlines } from '../book/deadlines.ts';
import type { SilenceJudge } from '../silences/silence-judge.ts';
import type { Wording } from '../wording/wording.ts';
import type { ChannelPort } from './channels/channel-port.ts';
import { type ChannelMonitor, ChannelWatch } from './channels/channel-watch.ts';
import type { Desk } from './channels/desk.ts';
import { Directory, INBOX } from './channels/directory.ts';
import { Escalations } from './escalations.ts';
import { Group } from './group.ts';
import type { CommonCauses } from './saying/gathering.ts';
import { Rounds } from './saying/rounds.ts';
import { Teller } from './saying/teller.ts';
import { takeQuietTime, whyOf } from './situations.ts';
import { Ledger } from './telling/ledger.ts';
import { Restoring } from './telling/restoring.ts';
import { Settling } from './telling/settling.ts';
import { TellingRows } from './telling/telling-rows.ts';
import { Thread } from './thread.ts';
import { Turns } from './turns.ts';
import { dropMissed, dropOver } from './untold.ts';
import type { Why } from './why-notify.ts';

export interface NotifierOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly book: AlertBook;
  readonly channels: ChannelPort;
  readonly silences: SilenceJudge;
  readonly settings: Pick<AlertSettingsStore, 'get' | 'onChange'>;
  readonly wording: Wording;
  readonly causes: () => CommonCauses;
  readonly channelMonitor: () => ChannelMonitor;
  readonly onFirstWord?: (milliseconds: number) => void;
}

type Waking = Thread | Group | Desk;

/**
 * Tells people of alerts. For each group and channel there is what was told and what should be told now; whenever either
 * may have changed, the two are compared, and what is missing is told.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #directory: Directory;
  readonly #settling: Settling;
  readonly #escalations: Escalations;
  readonly #watch: ChannelWatch;
  /** Of alerts that wait for the end of their grace: when that is. */
  readonly #due = new Map<string, number>();
  readonly #dirty = new Set<Thread>();
  readonly #turns: Turns;
  readonly #ledger: Ledger;
  readonly #rounds: Rounds;
  readonly #deadlines: Deadlines<Waking>;
  readonly #unsubscribe: (() => void)[] = [];
  /** What happened while it was still read what had been told. */
  #missed: (() => void)[] | undefined = [];
  #isReviewing = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
    const { store, clock, logger, book, channels, silences, wording, causes } = options;
    const rows = new TellingRows(store);
    this.#directory = new Directory({ book, channels, clock, settings: () => options.settings.get() });
    this.#watch = new ChannelWatch({ book, clock, inbox: INBOX, monitor: options.channelMonitor });
    this.#turns = new Turns(logger);
    this.#ledger = new Ledger({
      store,
      clock,
      logger,
      rows,
      turns: this.#turns,
      onLost: (desk, told) => this.#settling.lost(desk, told),
    });
    const teller = new Teller({
      clock,
      logger,
      channels,
      wording,
      causes,
      ledger: this.#ledger,
      current: (id) => book.get(id),
      holding: (alert, now) => silences.holding(alert, now)?.reason,
    });
    this.#rounds = new Rounds({
      clock,
      channels,
      teller,
      why: (thread, now) => this.#why(thread, now),
      windowOf: ({ group }) => this.#directory.windowOf(group),
      quietTime: (thread, now) => takeQuietTime(thread, now),
    });
    this.#settling = new Settling({
      logger,
      clock,
      book,
      channels,
      directory: this.#directory,
      ledger: this.#ledger,
      touch: (thread) => this.#touch(thread),
      look: (desk) => this.#look(desk),
      onFirstWord: options.onFirstWord ?? (() => undefined),
    });
    this.#escalations = new Escalations({
      book,
      directory: this.#directory,
      touch: (thread) => this.#touch(thread),
      wakeAt: (group, at) => this.#deadlines.set(group, at),
    });
    this.#deadlines = new Deadlines(clock, (item, now) => this.#wake(item, now));
  }

  /** Something goes on in a later turn. */
  get isBusy(): boolean {
    return this.#isReviewing || this.#turns.isBusy || this.#deadlines.isBusy;
  }

  /** Nobody is told anything before it. What people were told before the last end is read, and what they are owed is told. */
  start(): void {
    const { book, channels, silences, settings, store, clock } = this.#options;
    this.#unsubscribe.push(
      book.onNews((news) => this.#inOrder(() => this.#hear(news))),
      channels.events.on('settled', (settled) => this.#inOrder(() => this.#settling.settled(settled))),
      channels.events.on('changed', (channel) => this.#inOrder(() => this.#settling.changed(channel))),
      silences.onChange(() => this.#release()),
      settings.onChange(() => this.#touchAll()),
    );
    this.#watch.start();
    this.#deadlines.start();
    const restoring = new Restoring({
      store,
      book,
      ledger: this.#ledger,
      rows: new TellingRows(store),
      desk: (id) => this.#directory.desk(id),
      thread: (alert, channel) => this.#directory.thread(alert, channel),
      channelsOf: (alert) => this.#directory.channelsOf(alert),
      isHeld: (alert, at) => silences.holding(alert, at) !== undefined,
      hear: (alert, news) => (news === 'pending' ? this.#await(alert) : this.#escalations.await(alert)),
      now: () => clock.now(),
    });
    this.#turns.add(this.#restore(restoring));
    this.#ledger.start();
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#deadlines.stop();
    this.#turns.stop();
    this.#ledger.stop();
  }

  *#restore(restoring: Restoring): Steps<void> {
    yield* restoring.run();
    for (const alert of this.#watch.failing()) {
      const desk = this.#directory.desk(alert.key);
      this.#watch.restore(desk, alert);
      this.#look(desk);
    }
    // Those too that come meanwhile.
    for (const [index, happen] of (this.#missed ?? []).entries()) {
      happen();
      if (index % 64 === 63) yield;
    }
    this.#missed = undefined;
    this.#touchAll();
  }

  #touchAll(): void {
    for (const thread of this.#directory.threads()) this.#touch(thread);
  }

  /** What happens while it is read what had been told comes behind it. */
  #inOrder(happen: () => void): void {
    if (this.#missed) this.#missed.push(happen);
    else happen();
  }

  #hear(news: AlertNews): void {
    const { alert } = news;
    const now = this.#options.clock.now();
    switch (news.kind) {
      case 'pending':
        this.#await(alert);
        break;
      case 'suppressed':
        this.#awaitNoMore(alert);
        break;
      case 'opened':
        this.#on(alert, (thread) => thread.open(alert, now));
        this.#awaitNoMore(alert);
        this.#escalations.await(alert);
        break;
      case 'escalated':
        this.#on(alert, (thread) => thread.worsen(alert, now));
        this.#worsenWhereTold(alert, now);
        break;
      case 'unstable':
        // It may not have been open before.
        this.#on(alert, (thread) => thread.change(alert, now));
        this.#awaitNoMore(alert);
        break;
      case 'acknowledged':
        for (const thread of this.#directory.threadsOf(alert)) {
          thread.acknowledge(alert);
          this.#touch(thread);
        }
        break;
      case 'resolved':
        this.#resolved(alert, now);
        break;
      case 'repeated':
      case 'stable':
      case 'noted':
        break;
    }
  }

  #await({ id, dueAt, groupId, source }: Alert): void {
    const before = this.#due.get(id);
    if (before === dueAt || dueAt === undefined) return;
    const { soon } = this.#directory.group({ groupId, source });
    if (before !== undefined) soon.remove(before);
    this.#due.set(id, dueAt);
    soon.add(dueAt);
  }

  #awaitNoMore({ id, groupId }: Alert): void {
    const at = this.#due.get(id);
    if (at === undefined) return;
    this.#due.delete(id);
    const group = this.#directory.groups.get(groupId);
    group?.soon.remove(at);
    if (group) this.#directory.forgetIfEmpty(group);
  }

  /** On every channel that is to hear of it as it is now. */
  #on(alert: Alert, happen: (thread: Thread) => void): void {
    for (const channel of this.#directory.channelsOf(alert)) {
      const thread = this.#directory.thread(alert, channel);
      happen(thread);
      this.#touch(thread);
    }
  }

  /** Who knew it as it was hears of it too, also where alerts as bad as it is now are not told. */
  #worsenWhereTold(alert: Alert, now: number): void {
    for (const thread of this.#directory.threadsOf(alert)) {
      if (!thread.told.has(alert.id)) continue;
      thread.worsen(alert, now);
      this.#touch(thread);
    }
  }

  #resolved(alert: Alert, now: number): void {
    let isOwed = false;
    for (const thread of this.#directory.threadsOf(alert)) {
      thread.resolve(alert, now);
      isOwed ||= thread.owesOf(alert.id);
      this.#touch(thread);
    }
    if (!isOwed) this.#ledger.finish(alert.id);
  }

  /** What was told, or what is to be told, may have changed: it is looked at in this turn, once for all that happens in it. */
  #touch(thread: Thread): void {
    this.#dirty.add(thread);
    if (this.#isReviewing) return;
    this.#isReviewing = true;
    queueMicrotask(() => this.#turns.add(this.#review()));
  }

  *#review(): Steps<void> {
    this.#isReviewing = false;
    const desks = new Set<Desk>();
    const now = this.#options.clock.now();
    for (const thread of this.#dirty) {
      this.#dirty.delete(thread);
      desks.add(thread.desk);
      this.#judge(thread, now);
      yield;
    }
    for (const desk of desks) {
      if (desk.ready.size === 0 && desk.inFlight.size === 0) desk.waitedForRoom = false;
      this.#flush(desk);
    }
  }

  #why(thread: Thread, now: number): Why {
    return whyOf(thread, this.#directory.policyOf(thread.group), this.#options.settings.get(), now);
  }

  #judge(thread: Thread, now: number): void {
    const { desk } = thread;
    dropOver(thread, this.#directory.policyOf(thread.group), this.#ledger);
    const why = this.#why(thread, now);
    if (why.reason !== 'none') {
      desk.ready.add(thread);
      this.#deadlines.cancel(thread);
      return;
    }
    desk.ready.delete(thread);
    dropMissed(thread, this.#ledger);
    if (why.until !== undefined) this.#deadlines.set(thread, why.until);
    else if (!thread.isIdle) this.#deadlines.cancel(thread);
    else this.#leave(thread, now);
  }

  /** Kept until its window is over: what opens within it waits for that. */
  #leave(thread: Thread, now: number): void {
    const window = this.#directory.windowOf(thread.group);
    const until = (thread.openedToldAt ?? -Infinity) + window;
    if (until > now) {
      this.#deadlines.set(thread, until);
      return;
    }
    this.#deadlines.cancel(thread);
    this.#directory.remove(thread);
    if (thread.toldAt !== undefined) this.#ledger.deleteThread(thread);
  }

  #flush(desk: Desk): void {
    if (desk.isBusy || this.#missed) return;
    const { channels, clock } = this.#options;
    const view = channels.find(desk.id);
    desk.isMissing = view === undefined;
    if (!view?.enable) this.#settling.unusable(desk);
    else if (desk.ready.size === 0 && !desk.interruption && !isOwedAfterFailure(desk)) return;
    else if (clock.now() >= desk.retryAt) {
      desk.isBusy = true;
      this.#turns.add(this.#round(desk, view));
      return;
    }
    this.#look(desk);
  }

  *#round(desk: Desk, view: ChannelView): Steps<void> {
    yield* this.#rounds.run(desk, view);
    for (const thread of desk.ready) if (!thread.owes) this.#touch(thread);
    this.#look(desk);
  }

  /** Whether others have to be told that it fails, and when it is tried again. */
  #look(desk: Desk): void {
    this.#watch.look(desk);
    const now = this.#options.clock.now();
    const { critical, normal } = desk.pacedUntil;
    const times = [this.#watch.nextLook(desk), desk.retryAt, critical, normal].filter(
      (at) => at !== undefined && at > now,
    );
    if (times.length > 0) this.#deadlines.set(desk, Math.min(...(times as number[])));
    else this.#deadlines.cancel(desk);
  }

  /** What was silenced may be told now. */
  #release(): void {
    const now = this.#options.clock.now();
    for (const desk of this.#directory.desks.values()) {
      for (const thread of desk.threads) {
        if (thread.held.size === 0) continue;
        thread.release(now);
        this.#touch(thread);
      }
    }
  }

  #wake(item: Waking, now: number): void {
    if (item instanceof Thread) this.#touch(item);
    else if (item instanceof Group) this.#escalations.due(item, now);
    else {
      this.#flush(item);
      this.#look(item);
    }
  }
}

/** What was over before a message about it could arrive makes nobody ready, and is still to be counted. */
function isOwedAfterFailure(desk: Desk): boolean {
  return desk.failures > 0 && desk.inFlight.size === 0 && desk.hasWord;
}
