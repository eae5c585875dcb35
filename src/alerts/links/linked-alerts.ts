import type { Clock } from '../../lib/clock.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import { type Alert, SEVERITIES } from '../alert.ts';
import type { Actor, AlertBook } from '../alert-book.ts';
import type { Notification } from '../notification.ts';
import type { AlertMatchers } from '../silences/matching/matchers.ts';
import { writeExactly } from '../silences/matching/wildcard.ts';
import type { Quiet } from '../silences/quiet.ts';
import type { Silence } from '../silences/silence.ts';
import type { Holding } from '../silences/silence-judge.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import type { CommonCause } from '../wording/common-cause.ts';
import type { LinkClaim } from './link-token.ts';
import { LinkedHistory } from './linked-history.ts';

/** Those that are shown; the others are counted. */
const MOST_LISTED = 10;

/** Groups that one silence names. */
const MOST_GROUPS = 1000;

/** Alerts that are looked at, or changed, in a step. */
const STEP = 32;
/** The same, where little is done with each. */
const MANY = 2048;

/** The reason of silences that are made here. */
const FROM_LINK = 'from a link in a message';

const GROUP = 'SELECT group_id FROM notifications WHERE id = ?';

const MEMBERS = 'SELECT alerts FROM notification_members WHERE notification = ? ORDER BY n';

/** What a link leads to, as it is now. */
export interface LinkedAlerts {
  /** The only one; undefined when there are several. */
  readonly single: Alert | undefined;
  /** All that are still kept. */
  readonly ids: readonly string[];
  readonly counts: { readonly open: number; readonly acknowledged: number; readonly resolved: number };
  /** The first of them: the worst of those that are not resolved, then the others. */
  readonly listed: readonly Alert[];
  /** What keeps people from being told of those that are not resolved: of each how many, the longest of all. */
  readonly held: { readonly count: number; readonly longest: Holding | undefined };
  /** Groups of those that are not resolved. */
  readonly groups: readonly string[];
  /** The rules of all that are not resolved want people not to be told of their end. */
  readonly endsUntold: boolean;
  /** What has happened to several; of a single one its timeline says more. */
  readonly history: readonly TimelineEntry[];
  /** For those who put it into words. */
  readonly notification: Notification;
}

interface LinkedParts {
  readonly store: Store;
  readonly book: AlertBook;
  readonly quiet: Quiet;
  readonly clock: Clock;
  /** A new count of what alerts have in common. */
  readonly causes: () => CommonCause;
}

/** What the holder of a link sees and does. */
export class LinkReader {
  readonly #parts: LinkedParts;

  constructor(parts: LinkedParts) {
    this.#parts = parts;
  }

  /** Undefined when nothing of it is kept any more. @param now Unix milliseconds */
  *read({ about, id }: Pick<LinkClaim, 'about' | 'id'>, now: number): Steps<LinkedAlerts | undefined> {
    const ids = about === 'alert' ? new Set([id]) : yield* this.#membersOf(id);
    const sight = new Sight(this.#parts, now);
    let looked = 0;
    for (const member of ids) {
      if (++looked % STEP === 0) yield;
      const alert = this.#parts.book.get(member);
      if (alert) sight.add(alert);
    }
    return sight.ids.length === 0 ? undefined : sight.read(id);
  }

  /** Says of all that are open that somebody takes care of them; how many that were. */
  *acknowledge({ ids }: LinkedAlerts, by: Actor): Steps<number> {
    let count = 0;
    for (const [index, id] of ids.entries()) {
      if (index % STEP === STEP - 1) yield;
      const alert = this.#parts.book.get(id);
      if (!alert || alert.acknowledgement || alert.resolution) continue;
      this.#parts.book.acknowledge(id, by);
      count++;
    }
    return count;
  }

  /** Of one alert its source and key, of several their groups; the last choice counts. @throws AlertError */
  silence(
    { single, groups, listed }: LinkedAlerts,
    until: { readonly endsAt: number; readonly untilResolved?: boolean },
    by: Actor,
  ): Silence {
    const { silences } = this.#parts.quiet;
    const { endsAt, untilResolved = false } = until;
    const group = groups.slice(0, MOST_GROUPS).map(writeExactly);
    const matchers = single ? { ...sourceOf(single), key: writeExactly(single.key) } : { group };
    const draft = { matchers, endsAt, untilResolved, reason: FROM_LINK };
    const before = this.#madeBefore(matchers, listed[0]);
    return before ? silences.update(before.id, draft, by) : silences.create(draft, by);
  }

  #madeBefore(matchers: AlertMatchers, held: Alert | undefined): Silence | undefined {
    if (!held) return undefined;
    const { silences } = this.#parts.quiet;
    const text = JSON.stringify(matchers);
    for (const silence of silences.holding(held, this.#parts.clock.now())) {
      if (silence.reason === FROM_LINK && JSON.stringify(silence.matchers) === text) return silence;
    }
    return undefined;
  }

  /** All that a notification tells of, and what is open in its group besides: that is what people see as one thing. */
  *#membersOf(notification: string): Steps<Set<string>> {
    const { store, book } = this.#parts;
    const rows = store.prepare(MEMBERS).all(notification);
    const ids = new Set(rows.flatMap(({ alerts }) => JSON.parse(String(alerts)) as string[]));
    const { group_id: group = null } = store.prepare(GROUP).get(notification) ?? {};
    if (group === null) return ids;
    let looked = 0;
    for (const { id, groupId, openedAt } of book.unresolved()) {
      if (++looked % MANY === 0) yield;
      if (groupId === group && openedAt !== undefined) ids.add(id);
    }
    return ids;
  }
}

function sourceOf({ source }: Alert): { rule: string } | { monitor: string } {
  return source.kind === 'rule' ? { rule: writeExactly(source.id) } : { monitor: writeExactly(source.name) };
}

/** What is seen of alerts, one after the other. */
class Sight {
  readonly ids: string[] = [];
  readonly #book: AlertBook;
  readonly #quiet: Quiet;
  readonly #now: number;
  readonly #common: CommonCause;
  readonly #history = new LinkedHistory();
  readonly #counts = { open: 0, acknowledged: 0, resolved: 0 };
  readonly #groups = new Set<string>();
  /** The first of each: those that are not resolved by their severity, then those that are. */
  readonly #first: readonly Alert[][] = [...SEVERITIES.map((): Alert[] => []), []];
  #held = 0;
  #endsTold = false;
  #longest: Holding | undefined;
  #severity = SEVERITIES.length - 1;

  constructor({ book, quiet, causes }: Pick<LinkedParts, 'book' | 'quiet' | 'causes'>, now: number) {
    this.#book = book;
    this.#quiet = quiet;
    this.#common = causes();
    this.#now = now;
  }

  add(alert: Alert): void {
    this.ids.push(alert.id);
    this.#common.add(alert);
    this.#history.add(alert);
    const severity = SEVERITIES.indexOf(alert.severity);
    this.#severity = Math.min(this.#severity, severity);
    const list = this.#first[alert.resolution ? SEVERITIES.length : severity];
    if (list && list.length < MOST_LISTED) list.push(alert);
    if (alert.resolution) {
      this.#counts.resolved++;
      return;
    }
    this.#counts[alert.acknowledgement ? 'acknowledged' : 'open']++;
    if (this.#groups.size < MOST_GROUPS) this.#groups.add(alert.groupId);
    if (!this.#book.policyOf(alert.source)?.endsUntold) this.#endsTold = true;
    const holding = this.#quiet.holding(alert, this.#now);
    if (!holding) return;
    this.#held++;
    if ((holding.endsAt ?? Infinity) > (this.#longest?.endsAt ?? -Infinity)) this.#longest = holding;
  }

  /** @param id by which the link calls it */
  read(id: string): LinkedAlerts {
    const listed = this.#first.flat().slice(0, MOST_LISTED);
    const [first] = listed;
    const single = this.ids.length === 1 ? first : undefined;
    const unresolved = this.#counts.open + this.#counts.acknowledged;
    return {
      single,
      ids: this.ids,
      counts: this.#counts,
      listed,
      held: { count: this.#held, longest: this.#longest },
      groups: [...this.#groups],
      endsUntold: !this.#endsTold,
      history: single ? [] : this.#history.read(id),
      notification: {
        id,
        channel: '',
        at: this.#now,
        reason: unresolved > 0 ? 'first' : 'resolved',
        incident: id,
        groupId: first?.groupId,
        severity: SEVERITIES[this.#severity] ?? 'info',
        counts: { opened: unresolved, resolved: this.#counts.resolved, stillOpen: unresolved },
        listed,
        single,
        span: this.#history.span,
        common: single ? [] : this.#common.read(),
        digest: undefined,
      },
    };
  }
}
