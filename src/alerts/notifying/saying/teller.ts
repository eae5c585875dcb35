import type { ChannelView, Priority } from '../../../delivery/door.ts';
import type { Clock } from '../../../lib/clock.ts';
import { orderedId } from '../../../lib/ids.ts';
import type { Logger } from '../../../lib/logger.ts';
import type { Steps } from '../../../lib/steps.ts';
import type { Alert } from '../../alert.ts';
import {
  type DigestCause,
  MOST_FOR_PROGRAMS,
  type Notification,
  type NotifyReason,
} from '../../notification.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ChannelPort } from '../channels/channel-port.ts';
import type { Desk, Told, ToldPart } from '../channels/desk.ts';
import type { Ledger } from '../telling/ledger.ts';
import type { Members, TellingEvent } from '../telling/telling-rows.ts';
import { type Ended, isWorse, type Thread } from '../thread.ts';
import { type CommonCauses, Gathering } from './gathering.ts';

/** Alerts that are listed where people read. */
const MOST_LISTED = 10;

/** Alerts between two looks at the time. */
const STEP = 64;

/** What one message takes from a thread. */
export interface Taken {
  readonly thread: Thread;
  readonly opened: Alert[];
  readonly missed: Alert[];
  readonly over: Ended[];
  readonly worse: Alert[];
  readonly acknowledged: Alert[];
  readonly repeated: Alert[];
  /** The reason of the silence that had kept some of it quiet. */
  silence?: string | undefined;
}

export function takenFrom(thread: Thread): Taken {
  return { thread, opened: [], missed: [], over: [], worse: [], acknowledged: [], repeated: [] };
}

/** One message in the making. */
export interface Telling {
  readonly reason: NotifyReason;
  readonly incident: string;
  readonly gathering: Gathering;
  readonly parts: readonly Taken[];
  readonly digest: DigestCause | undefined;
  /** Under its key; of the groups it tells of when absent. */
  readonly stillOpen?: number | undefined;
  /** Of the notification; a new one when absent. */
  readonly id?: string | undefined;
}

export interface TellerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: ChannelPort;
  readonly wording: Wording;
  readonly causes: () => CommonCauses;
  readonly ledger: Ledger;
  /** As it is now; an alert that is not resolved. */
  readonly current: (id: string) => Alert | undefined;
  /** Why it is kept quiet, when it is: the reason of the silence. */
  readonly holding: (alert: Alert, now: number) => string | undefined;
}

/** Takes from threads what is to be told, and hands it to the channel as a message. */
export class Teller {
  readonly #options: TellerOptions;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  gather(view: ChannelView): Gathering {
    return new Gathering(view.isProgram ? MOST_FOR_PROGRAMS : MOST_LISTED, this.#options.causes());
  }

  /** What opened, but for what somebody silenced. From here on it counts as told. */
  *takeOpened(taken: Taken, gathering: Gathering, incident: string): Steps<void> {
    const { thread } = taken;
    const { current, clock } = this.#options;
    let count = 0;
    for (const [id, known] of thread.opened) {
      thread.opened.delete(id);
      thread.worse.delete(id);
      const alert = current(id) ?? known;
      const silence = this.#options.holding(alert, clock.now());
      const released = thread.released.take(id);
      if (silence !== undefined) thread.held.set(id, { alert, silence });
      else {
        taken.silence ??= released;
        thread.told.set(id, incident);
        if (alert.acknowledgement) thread.attended.set(id, true);
        taken.opened.push(alert);
        gathering.addOpened(alert);
      }
      if (++count % STEP === 0) yield;
    }
  }

  *takeWorse(taken: Taken, gathering: Gathering): Steps<void> {
    const { thread } = taken;
    for (const shelf of [thread.worse, thread.changed]) {
      for (const [id, alert] of shelf) {
        shelf.delete(id);
        if (this.#options.holding(alert, this.#options.clock.now()) !== undefined) continue;
        taken.worse.push(alert);
        gathering.addOpen(alert);
        if (taken.worse.length % STEP === 0) yield;
      }
    }
  }

  *takeOver(taken: Taken, gathering: Gathering): Steps<void> {
    const { thread } = taken;
    for (const [id, ended] of thread.over) {
      thread.over.delete(id);
      taken.over.push(ended);
      gathering.addOver(ended.alert);
      if (taken.over.length % STEP === 0) yield;
    }
  }

  /** What nobody was told of and is over: counted, or forgotten. */
  *takeMissed(taken: Taken, gathering: Gathering, isCounted: boolean): Steps<void> {
    const { thread } = taken;
    let count = 0;
    for (const [id, alert] of thread.missed) {
      thread.missed.delete(id);
      if (isCounted) {
        taken.missed.push(alert);
        gathering.addOver(alert);
      } else this.#options.ledger.settle(thread, id);
      if (++count % STEP === 0) yield;
    }
  }

  *takeRepeated(taken: Taken, gathering: Gathering): Steps<void> {
    const { thread } = taken;
    const { current, clock } = this.#options;
    let count = 0;
    for (const [id] of thread.told) {
      const alert = thread.attended.has(id) ? undefined : current(id);
      if (alert && this.#options.holding(alert, clock.now()) === undefined) {
        taken.repeated.push(alert);
        gathering.addOpen(alert);
      }
      if (++count % STEP === 0) yield;
    }
  }

  /** Nobody was told of it, and nobody will be. */
  forget(thread: Thread, id: string): void {
    this.#options.ledger.settle(thread, id);
  }

  /** Hands the message over, and keeps what it told in the same transaction. False when it could not be made. */
  *send(desk: Desk, view: ChannelView, telling: Telling): Steps<boolean> {
    const { channels, clock, logger, ledger, wording } = this.#options;
    const { gathering, parts } = telling;
    const now = clock.now();
    const priority: Priority = gathering.severity === 'critical' ? 'critical' : 'normal';
    const notification = notificationOf(desk, telling, now);
    const members = yield* membersOf(parts);
    const isLarge = yield* ledger.prepare(notification.id, members);
    try {
      const { language, zone, type: channelType, mention } = view;
      const message = wording.message(notification, { language, zone, channelType, mention });
      const meaning = view.staysOpen ? { event: EVENTS[telling.reason], key: telling.incident } : undefined;
      const delivery = channels.send({
        channel: desk.id,
        message: { ...message, ...meaning },
        orderKey: notification.incident,
        priority,
        alert: notification.single?.id,
        rule: ruleOf(parts),
      });
      const isThrottled = channels.room(desk.id, priority) <= 0;
      const told: Told = {
        notification: notification.id,
        delivery,
        priority,
        sentAt: now,
        newsSince: newsSince(telling, view),
        isThrottled,
        tellsInterruption: telling.digest?.kind === 'interrupted',
        parts,
      };
      desk.inFlight.set(delivery, told);
      desk.waitedForRoom = isThrottled;
      for (const part of parts) this.#isTold(part, now);
      ledger.record({ notification, told, members, isLarge, desk });
      return true;
    } catch (error) {
      logger.error({ err: error, channel: desk.id }, 'people could not be told of alerts, it is tried again');
      for (const part of parts) giveBack(part, now, this.#options.current);
      desk.failed((error as Error).message, now);
      return false;
    }
  }

  #isTold({ thread, opened, worse }: ToldPart, now: number): void {
    thread.inFlight++;
    thread.toldAt = now;
    if (opened.length > 0 || worse.length > 0) thread.openedToldAt = now;
    if (thread.told.size === opened.length || isWorse(thread.severity, thread.toldSeverity))
      thread.toldSeverity = thread.severity;
    if (!thread.owes) thread.severity = 'info';
  }
}

/** What nobody asked for later: a grace period is waited for, and so are quiet hours and silences; an inbox is no chat. */
function newsSince({ reason, digest, parts }: Telling, view: ChannelView): number | undefined {
  const isWaitedFor = digest?.kind === 'quiet_hours' || digest?.kind === 'after_silence';
  if (reason !== 'first' || isWaitedFor || view.type === 'preview') return undefined;
  let since = Number.POSITIVE_INFINITY;
  for (const { opened } of parts) {
    for (const { startsAt, raisedAt, openedAt = raisedAt } of opened) {
      since = Math.min(since, openedAt > raisedAt ? openedAt : startsAt);
    }
  }
  return Number.isFinite(since) ? since : undefined;
}

/** What a message means for an incident that stays open. */
const EVENTS = {
  first: 'trigger',
  more: 'trigger',
  escalated: 'trigger',
  repeat: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
} as const satisfies Record<NotifyReason, string>;

/** What was not told after all is owed again. */
export function giveBack(
  { thread, opened, missed, over, worse, acknowledged }: ToldPart,
  now: number,
  current: (id: string) => Alert | undefined,
): void {
  for (const { id } of opened) {
    const ended = thread.over.take(id);
    if (ended) thread.miss(ended.alert);
    else if (thread.told.take(id) !== undefined) {
      thread.attended.delete(id);
      const alert = current(id);
      if (alert) thread.open(alert, now);
    }
  }
  for (const alert of missed) thread.miss(alert);
  for (const ended of over) thread.end(ended, now);
  for (const alert of worse) if (thread.told.has(alert.id)) thread.worsen(alert, now);
  for (const alert of acknowledged) thread.acknowledge(alert);
}

function notificationOf(desk: Desk, telling: Telling, at: number): Notification {
  const { gathering, parts, reason, incident, digest, id = orderedId(at) } = telling;
  const [first, second] = parts;
  let { stillOpen } = telling;
  if (stillOpen === undefined) {
    stillOpen = 0;
    for (const { thread } of parts) stillOpen += thread.told.size;
  }
  return {
    id,
    channel: desk.id,
    at,
    reason,
    incident,
    groupId: second === undefined ? first?.thread.group.id : undefined,
    severity: gathering.severity,
    counts: { opened: gathering.opened, resolved: gathering.resolved, stillOpen },
    listed: gathering.listed,
    single: gathering.single,
    span: gathering.span,
    common: gathering.common,
    digest,
  };
}

const EVENT_ORDER = ['trigger', 'escalate', 'repeat', 'acknowledge', 'resolve'] as const;

/** Ids of alerts, by what is told of them. */
function* membersOf(parts: readonly Taken[]): Steps<Members[]> {
  const members = new Map<TellingEvent, string[]>();
  let count = 0;
  for (const { opened, missed, worse, repeated, acknowledged, over } of parts) {
    const lists: [TellingEvent, Iterable<Alert>][] = [
      ['trigger', opened],
      ['trigger', missed],
      ['escalate', worse],
      ['repeat', repeated],
      ['acknowledge', acknowledged],
      ['resolve', alertsOf(over)],
      ['resolve', missed],
    ];
    for (const [event, alerts] of lists) {
      for (const { id } of alerts) {
        const ids = members.get(event);
        if (ids) ids.push(id);
        else members.set(event, [id]);
        if (++count % 1024 === 0) yield;
      }
    }
  }
  // What began is told before what is over.
  return EVENT_ORDER.map((event) => ({ event, alerts: members.get(event) ?? [] })).filter(
    ({ alerts }) => alerts.length > 0,
  );
}

function* alertsOf(ended: readonly Ended[]): Generator<Alert> {
  for (const { alert } of ended) yield alert;
}

/** Undefined when it tells of several. */
function ruleOf(parts: readonly Taken[]): string | undefined {
  const rules = new Set(
    parts.map(({ thread: { group } }) => (group.source.kind === 'rule' ? group.source.id : undefined)),
  );
  const [only] = rules;
  return rules.size === 1 ? only : undefined;
}
