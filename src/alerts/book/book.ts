import type { Clock } from '../../lib/clock.ts';
import { orderedId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Store } from '../../store/store.ts';
import type { Alert, AlertSourceId } from '../alert.ts';
import type { Actor, AlertBook, AlertPolicy, Condition } from '../alert-book.ts';
import type { AlertNews } from '../alert-news.ts';
import type { ConditionMemory } from '../conditions/condition-memory.ts';
import type { Presence } from '../presence.ts';
import { type AlertInput, type AlertStep, begin, live } from './alert-life.ts';
import { AlertPruning, type AlertRetention } from './alert-pruning.ts';
import { type AlertEntry, AlertRows } from './alert-rows.ts';
import { Entry, type Source, Sources } from './book-entry.ts';
import { BookWriter } from './book-writer.ts';
import { steadied } from './changes.ts';
import { Deadlines } from './deadlines.ts';
import { groupIdOf } from './group-id.ts';
import { NewsLine } from './news-line.ts';
import { PLAIN } from './plain-policy.ts';
import { Removals } from './removals.ts';
import { ReturnSweep } from './return-sweep.ts';
import { type ShortDropCounts, ShortDrops } from './short-drops.ts';
import { calmAt, type ProcessStart, quietAt, startOf, wakeTime } from './wake-time.ts';

export interface BookOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly presence: Presence;
  readonly memory: ConditionMemory;
  /** Alerts that may be unresolved at a time. */
  readonly maximum: number;
  readonly retention: AlertRetention;
  /** Told when the maximum is reached, and when there is room again. */
  readonly onFull: (isFull: boolean) => void;
}

/** Lower than the sequence of every coming and going. */
const BEFORE_ALL = 0;

/** The alerts in memory and on disk. */
export class Book implements AlertBook {
  readonly #options: BookOptions;
  readonly #rows: AlertRows;
  readonly #writer: BookWriter;
  readonly #sources: Sources;
  /** In the order in which they began. */
  readonly #entries = new Map<string, Entry>();
  readonly #deadlines: Deadlines<Entry>;
  readonly #news: NewsLine;
  #isFull = false;
  /** Alerts whose source is gone, which end in slices: there may be a million of them. */
  readonly #removals = new Removals<Entry>((entry) =>
    this.#live(entry, { kind: 'removed', at: this.#options.clock.now() }),
  );
  readonly #pruning: AlertPruning;
  readonly #sweep: ReturnSweep;
  /** Since when this process sees what happens, and from when on it knows who is there. */
  #start: ProcessStart;

  constructor(options: BookOptions) {
    this.#options = options;
    this.#news = new NewsLine(options.logger);
    this.#start = startOf(0, options.presence);
    this.#sources = new Sources(options.memory);
    this.#rows = new AlertRows(options.store);
    this.#deadlines = new Deadlines(options.clock, (entry, now) => this.#wake(entry, now));
    const { store, clock, retention } = options;
    this.#writer = new BookWriter(store, clock, this.#rows, (entry) => this.#stored(entry));
    this.#pruning = new AlertPruning(store, clock, retention);
    this.#sweep = new ReturnSweep({
      clock,
      alerts: () => this.#openAboutPresence(),
      knownFrom: () => options.presence.knownFrom,
      look: (alert) => this.#endIfBack(alert),
    });
    for (const alert of this.#rows.unresolved()) this.#restore(alert);
  }

  /** Nothing opens or ends by time before it. To be called when all sources have said how they want to be handled. */
  start(): void {
    this.#start = startOf(this.#options.clock.now(), this.#options.presence);
    for (const source of this.#sources.all()) {
      if (source.policy) for (const entry of source.entries.values()) this.#goOn(entry, source.policy);
      else this.removeSource(source.id);
    }
    this.#deadlines.start();
    this.#sweep.start();
    this.#pruning.start();
  }

  /** Where a former process left off. A clock that was set back makes nobody wait for longer than the whole grace period. */
  #goOn(entry: Entry, policy: AlertPolicy): void {
    const latest = this.#start.startedAt + policy.grace;
    const { alert } = entry;
    if (alert.dueAt !== undefined && alert.dueAt > latest) entry.alert = { ...alert, dueAt: latest };
    this.#plan(entry, policy);
  }

  stop(): void {
    this.#deadlines.stop();
    this.#sweep.stop();
    this.#removals.stop();
    this.#pruning.stop();
    this.#writer.stop();
  }

  /** What is due goes on in a later turn. */
  get isBusy(): boolean {
    return this.#deadlines.isBusy || this.#sweep.isBusy || this.#removals.isBusy;
  }

  policyOf(source: AlertSourceId): AlertPolicy | undefined {
    return this.#sources.find(source)?.policy;
  }

  setPolicy(id: AlertSourceId, policy: AlertPolicy): void {
    const source = this.#sources.get(id);
    const former = source.policy;
    source.policy = policy;
    source.flaps.setLimit(policy.flapping, this.#options.clock.now());
    if (former?.quietAfter === policy.quietAfter && former?.flapping?.within === policy.flapping?.within)
      return;
    for (const entry of source.entries.values()) this.#plan(entry, policy);
  }

  removeSource(id: AlertSourceId): void {
    const source = this.#sources.find(id);
    if (!source) return;
    this.#sources.delete(id);
    source.flaps.remove();
    source.isGone = true;
    this.#removals.add(source.entries.values());
  }

  raise(condition: Condition): Alert | undefined {
    const source = this.#sources.get(condition.source);
    const known = source.entries.get(condition.key);
    if (known) {
      this.#live(known, { kind: 'seen', condition });
      return known.alert;
    }
    return this.#begin(source, condition)?.alert;
  }

  clear(id: AlertSourceId, key: string, at: number, sequence?: number): void {
    const entry = this.#sources.find(id)?.entries.get(key);
    if (entry) this.#live(entry, { kind: 'over', at, sequence });
  }

  expire(id: AlertSourceId, key: string, at: number): void {
    const entry = this.#sources.find(id)?.entries.get(key);
    if (entry) this.#live(entry, { kind: 'quiet', at });
  }

  /**
   * A condition was over before anybody could even raise it.
   * @param conditionOf what it was, where that matters: when it comes and goes too often
   */
  pass(id: AlertSourceId, key: string, at: number, conditionOf: () => Condition): void {
    const source = this.#sources.get(id);
    const known = source.entries.get(key);
    if (known?.alert.flapping) {
      this.#live(known, { kind: 'seen', condition: conditionOf() });
      this.#live(known, { kind: 'over', at, sequence: undefined });
      return;
    }
    source.drops.count(key, at);
    const found = source.flaps.add(key, at, 1);
    if (!found?.isOver || known) return;
    this.#begin(source, conditionOf(), { score: found.score, isThere: false });
  }

  find(source: AlertSourceId, key: string): Alert | undefined {
    return this.#sources.find(source)?.entries.get(key)?.alert;
  }

  /** So many that are over were brought here from elsewhere, and are stored. */
  countPast(count: number): void {
    this.#pruning.resolved(count);
  }

  get(id: string): Alert | undefined {
    return this.#entries.get(id)?.alert ?? this.#rows.get(id);
  }

  *unresolved(): Generator<Alert> {
    for (const { alert, isGone } of this.#entries.values()) {
      if (!isGone && alert.status !== 'resolved') yield alert;
    }
  }

  countUnresolved(source: AlertSourceId): number {
    return this.#sources.find(source)?.entries.size ?? 0;
  }

  shortDrops(source: AlertSourceId): ShortDropCounts {
    const drops = this.#sources.find(source)?.drops ?? new ShortDrops();
    return drops.counts(this.#options.clock.now());
  }

  allShortDrops(): Array<{ source: AlertSourceId; counts: ShortDropCounts }> {
    const now = this.#options.clock.now();
    return [...this.#sources.all()]
      .map(({ id, drops }) => ({ source: id, counts: drops.counts(now) }))
      .filter(({ counts }) => counts.total > 0)
      .sort((a, b) => b.counts.last24h - a.counts.last24h);
  }

  entriesOf(id: string): readonly AlertEntry[] {
    return this.#rows.entries(id);
  }

  acknowledge(id: string, by: Actor): Alert | undefined {
    return this.#command(id, { kind: 'acknowledged', at: this.#options.clock.now(), by });
  }

  resolve(id: string, by: Actor): Alert | undefined {
    return this.#command(id, { kind: 'ended', at: this.#options.clock.now(), by });
  }

  note(id: string, text: string, by: Actor): Alert | undefined {
    const alert = this.get(id);
    if (!alert) return undefined;
    const at = this.#options.clock.now();
    const entry = this.#entries.get(id);
    if (entry) entry.hasEntries = true;
    this.#writer.addEntry(id, { at, kind: 'noted', text, by });
    this.#news.tell({ kind: 'noted', at, alert, text, by });
    return alert;
  }

  onNews(listener: (news: AlertNews) => void): () => void {
    return this.#news.listen(listener);
  }

  /** An alert begins, or, as it comes and goes, is unstable from the start. Undefined when there are too many. */
  #begin(
    source: Source,
    condition: Condition,
    unstable?: { score: number; isThere: boolean },
  ): Entry | undefined {
    if (this.#entries.size >= this.#options.maximum) {
      this.#setFull(true);
      return undefined;
    }
    const { policy = PLAIN, drops } = source;
    const { key, labels, subject, at } = condition;
    const now = this.#options.clock.now();
    const step = begin(
      { ...condition, source: source.id },
      {
        id: orderedId(now),
        at: now,
        groupId: source.groupId(groupIdOf(source.id, policy.group.by, labels, subject)),
        suppressed: drops.of(key),
        isDoubtful: policy.isPresence && this.#presenceOf(condition) === 'unknown',
      },
      policy,
    );
    const entry = new Entry(step.alert, source);
    source.entries.set(key, entry);
    this.#entries.set(step.alert.id, entry);
    if (unstable) this.#live(entry, { kind: 'unstable', at, ...unstable });
    else this.#take(entry, step, at);
    return entry;
  }

  #command(id: string, input: AlertInput): Alert | undefined {
    const entry = this.#entries.get(id);
    if (!entry || entry.isGone || entry.alert.status === 'resolved') return this.get(id);
    this.#live(entry, input);
    return entry.alert;
  }

  #live(entry: Entry, input: AlertInput): void {
    const step = live(entry.alert, input, entry.source.policy ?? PLAIN);
    if (step) this.#take(entry, step, input.kind === 'seen' ? input.condition.at : input.at);
  }

  /** What was decided becomes true: in memory, on disk, and for those who listen. */
  #take(entry: Entry, decided: AlertStep, at: number): void {
    const { source } = entry;
    const { policy = PLAIN, drops, flaps } = source;
    const { key } = decided.alert;
    const isShortDrop = decided.kind === 'suppressed' || decided.kind === 'restarted';
    if (isShortDrop) drops.count(key, at);
    const step = steadied(entry.alert, decided, at, policy, (changes) => flaps.add(key, at, changes));
    const { kind } = step;
    entry.alert = isShortDrop ? { ...step.alert, suppressed: drops.of(key) } : step.alert;
    if (kind === 'opened' || kind === 'unstable') drops.forget(key);
    entry.isGone = kind === 'suppressed' || kind === 'dropped';
    if (entry.isGone || kind === 'resolved') {
      source.entries.delete(key);
      this.#deadlines.cancel(entry);
    } else if ((kind !== 'repeated' && kind !== 'acknowledged') || entry.alert.flapping) {
      this.#plan(entry, policy);
    }
    this.#writer.save(entry);
    const { alert } = entry;
    switch (kind) {
      case 'restarted':
      case 'dropped':
        this.#news.tell({ kind: 'suppressed', at, alert });
        break;
      case 'went':
        break;
      case 'escalated':
        this.#writer.addEntry(alert.id, { at, kind, text: alert.severity, by: undefined });
        this.#news.tell({ kind, at, alert });
        break;
      case 'unstable':
      case 'stable':
        this.#writer.addEntry(alert.id, { at, kind, text: alert.flapping?.score.toString(), by: undefined });
        this.#news.tell({ kind, at, alert });
        break;
      default:
        this.#news.tell({ kind, at, alert });
    }
  }

  /** When it is looked at next. A time that moves on with every repeat is only followed when the old one has come. */
  #plan(entry: Entry, policy: AlertPolicy): void {
    const at = wakeTime(entry.alert, policy, this.#start);
    if (at === undefined) this.#deadlines.cancel(entry);
    else this.#deadlines.set(entry, at);
  }

  #wake(entry: Entry, now: number): void {
    const { alert, source } = entry;
    const { policy = PLAIN } = source;
    const { flapping } = alert;
    if (source.isGone) this.#live(entry, { kind: 'removed', at: now });
    else if (flapping && calmAt(flapping, policy, this.#start) <= now) {
      this.#live(entry, { kind: 'calm', at: now });
    } else if (flapping?.isThere === false) {
      this.#plan(entry, policy);
    } else if ((quietAt(alert, policy, this.#start) ?? Infinity) <= now) {
      this.#live(entry, { kind: 'quiet', at: now });
    } else if (alert.status === 'pending' && alert.dueAt !== undefined && alert.dueAt <= now) {
      this.#judge(entry, policy, now);
    } else this.#plan(entry, policy);
  }

  /** The grace period is over: it opens, unless the client is there. Of one that is not known yet nothing is said. */
  #judge(entry: Entry, policy: AlertPolicy, now: number): void {
    const { presence } = this.#options;
    const state = policy.isPresence ? this.#presenceOf(entry.alert) : 'offline';
    if (state === 'connected') this.#live(entry, { kind: 'over', at: now, sequence: undefined });
    else if (state === 'unknown') this.#deadlines.set(entry, Math.max(presence.knownFrom, now + 1000));
    else this.#live(entry, { kind: 'due', at: now });
  }

  #presenceOf({ subject }: Pick<Condition, 'subject'>): 'connected' | 'offline' | 'unknown' {
    if (!subject) return 'offline';
    const { state, sequence } = this.#options.presence.of(subject.clientId, subject.sequence);
    const isOlder = sequence !== undefined && subject.sequence !== undefined && sequence < subject.sequence;
    return state === 'connected' && isOlder ? 'offline' : state;
  }

  *#openAboutPresence(): Generator<Alert> {
    for (const { policy, entries } of this.#sources.all()) {
      if (policy?.endsOnReturn)
        for (const { alert } of entries.values()) if (alert.status !== 'pending') yield alert;
    }
  }

  #endIfBack(alert: Alert): void {
    if (this.#presenceOf(alert) === 'connected')
      this.clear(alert.source, alert.key, this.#options.clock.now());
  }

  #stored(entry: Entry): void {
    if (!entry.isGone && entry.alert.status !== 'resolved') return;
    if (!this.#entries.delete(entry.alert.id)) return;
    if (!entry.isGone) this.#pruning.resolved();
    if (this.#isFull && this.#entries.size < this.#options.maximum * 0.9) this.#setFull(false);
  }

  #restore(alert: Alert): void {
    const source = this.#sources.get(alert.source);
    // Whatever this process sees is later than what a former one saw, also when the clock was set back between.
    const { subject } = alert;
    const sequence = subject?.sequence === undefined ? undefined : BEFORE_ALL;
    const known = { ...alert, source: source.id, subject: subject && { ...subject, sequence } };
    const entry = new Entry(known, source);
    entry.storedStatus = alert.status;
    entry.hasEntries = true;
    source.entries.set(alert.key, entry);
    this.#entries.set(alert.id, entry);
  }

  #setFull(isFull: boolean): void {
    if (this.#isFull === isFull) return;
    this.#isFull = isFull;
    this.#options.onFull(isFull);
  }
}
