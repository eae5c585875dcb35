import type { ChannelView, Priority } from '../../../delivery/door.ts';
import type { Clock } from '../../../lib/clock.ts';
import { orderedId } from '../../../lib/ids.ts';
import type { Steps } from '../../../lib/steps.ts';
import type { DigestCause, NotifyReason } from '../../notification.ts';
import type { ChannelPort } from '../channels/channel-port.ts';
import type { Desk } from '../channels/desk.ts';
import type { Thread } from '../thread.ts';
import type { Why } from '../why-notify.ts';
import { tellSingly } from './single-rounds.ts';
import { type Taken, type Teller, takenFrom } from './teller.ts';

/** Groups that are told in a message each; more of them at a time become one. */
const MOST_SINGLE = 3;

/** Messages that programs are handed without waiting for the answers. */
const AHEAD_FOR_PROGRAMS = 16;

/** Milliseconds after which people are told that the limit of the bot made them wait. */
const WAITED = 1000;

interface RoundsOptions {
  readonly clock: Clock;
  readonly channels: ChannelPort;
  readonly teller: Teller;
  readonly why: (thread: Thread, now: number) => Why;
  /** Milliseconds for which what comes later is gathered. */
  readonly windowOf: (thread: Thread) => number;
  /** Since when and until when the hours kept it quiet, if they did. */
  readonly quietTime: (thread: Thread, now: number) => { from: number; to: number } | undefined;
}

interface Ready {
  readonly thread: Thread;
  readonly reason: NotifyReason;
}

interface Plan {
  readonly threads: readonly Ready[];
  readonly digest: DigestCause['kind'] | undefined;
}

/**
 * What goes to a channel next. People get one message at a time (and one that is critical beside it): what comes while it
 * is under way, or while the limits of the channel let nothing go, waits here, and then is told together.
 */
export class Rounds {
  readonly #options: RoundsOptions;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** All that can go now. */
  *run(desk: Desk, view: ChannelView): Steps<void> {
    desk.isBusy = true;
    try {
      if (desk.staysOpen) yield* this.#singly(desk, view);
      else {
        for (let plan = this.#plan(desk); plan; plan = this.#plan(desk)) {
          if (!(yield* this.#tell(desk, view, plan))) break;
        }
      }
    } finally {
      desk.isBusy = false;
    }
  }

  *#singly(desk: Desk, view: ChannelView): Steps<void> {
    const { teller, clock } = this.#options;
    desk.interruption = undefined;
    yield* tellSingly(teller, desk, view, this.#readyOf(desk), clock);
  }

  #readyOf(desk: Desk, among: (thread: Thread) => boolean = () => true): Ready[] {
    return [...desk.ready].filter(among).flatMap((thread) => {
      const reason = this.#reasonOf(thread);
      return reason === undefined ? [] : [{ thread, reason }];
    });
  }

  #reasonOf(thread: Thread): NotifyReason | undefined {
    const { why, clock } = this.#options;
    const { reason } = why(thread, clock.now());
    if (reason !== 'none') return reason;
    thread.desk.ready.delete(thread);
    return undefined;
  }

  /** Undefined when nothing is to be told, or nothing can go. */
  #plan(desk: Desk): Plan | undefined {
    // What was given up is told once more with all that came meanwhile.
    if (desk.failures > 0) desk.endInterruption(this.#options.clock.now());
    if (desk.interruption) {
      if (desk.inFlight.size > 0) return undefined;
      const threads = [...desk.threads].filter(
        ({ owes, inFlight, isGated }) => owes && inFlight === 0 && !isGated,
      );
      if (threads.length > 0) {
        return { threads: threads.map((thread) => ({ thread, reason: 'more' })), digest: 'interrupted' };
      }
      desk.interruption = undefined;
    }
    return this.#planOf(desk, 'critical') ?? this.#planOf(desk, 'normal');
  }

  #planOf(desk: Desk, priority: Priority): Plan | undefined {
    if (desk.count(priority) >= (desk.isProgram ? AHEAD_FOR_PROGRAMS : 1)) return undefined;
    const isCritical = priority === 'critical';
    const threads = this.#readyOf(desk, ({ severity }) => (severity === 'critical') === isCritical);
    const [first] = threads;
    if (!first || !this.#isTime(desk, priority)) return undefined;
    const hasToWait = desk.waitedForRoom || desk.pacedUntil[priority] > 0;
    desk.pacedUntil[priority] = 0;
    desk.paces?.[priority].take(this.#options.clock.now());
    const isMany = threads.length > (hasToWait ? 1 : MOST_SINGLE);
    if (isMany) return { threads, digest: 'throttled' };
    return { threads: [first], digest: desk.waitedForRoom ? this.#hasWaited(first) : undefined };
  }

  /** Many in a row are told together, before the channel says that they are too many. */
  #isTime(desk: Desk, priority: Priority): boolean {
    const now = this.#options.clock.now();
    const nextAt = desk.paces?.[priority].nextAt(now) ?? now;
    if (nextAt <= now) return true;
    desk.pacedUntil[priority] = nextAt;
    return false;
  }

  /** Longer than its window made it wait. */
  #hasWaited({ thread }: Ready): 'throttled' | undefined {
    const { clock, windowOf } = this.#options;
    const { openedSince, openedToldAt = -Infinity } = thread;
    const dueSince = Math.max(openedSince, openedToldAt + windowOf(thread));
    return thread.opened.size > 1 && clock.now() - dueSince > WAITED ? 'throttled' : undefined;
  }

  /** False when it could not be handed over. */
  *#tell(desk: Desk, view: ChannelView, { threads, digest }: Plan): Steps<boolean> {
    const { teller, clock } = this.#options;
    const now = clock.now();
    const id = orderedId(now);
    const isMany = threads.length > 1;
    const gathering = teller.gather(view);
    const parts: Taken[] = [];
    const reasons = new Set<NotifyReason>();
    const outage = digest === 'interrupted' ? desk.interruption : undefined;
    desk.interruption = undefined;
    let quiet: DigestCause | undefined;
    let silence: DigestCause | undefined;
    for (const { thread, reason } of threads) {
      const time = this.#options.quietTime(thread, now);
      if (time) quiet = { kind: 'quiet_hours', ...time };
      const taken = takenFrom(thread);
      yield* this.#take(taken, { reason, gathering, id, isMany, isCounted: Boolean(outage ?? time) });
      desk.ready.delete(thread);
      if (taken.silence !== undefined) silence = { kind: 'after_silence', silence: taken.silence };
      if (isEmpty(taken)) continue;
      parts.push(taken);
      reasons.add(reason);
    }
    if (gathering.isEmpty) return true;
    return yield* teller.send(desk, view, {
      id,
      reason: reasonOf(parts, outage ? [] : [...reasons]),
      incident: isMany ? id : (parts[0]?.thread.incident ?? id),
      gathering,
      parts,
      digest: outage
        ? { kind: 'interrupted', ...outage }
        : (quiet ?? silence ?? throttledBy(digest, gathering.opened, view)),
    });
  }

  *#take(
    taken: Taken,
    {
      reason,
      gathering,
      id,
      isMany,
      isCounted,
    }: {
      reason: NotifyReason;
      gathering: ReturnType<Teller['gather']>;
      id: string;
      isMany: boolean;
      isCounted: boolean;
    },
  ): Steps<void> {
    const { teller } = this.#options;
    const { thread } = taken;
    if (reason === 'repeat') {
      yield* teller.takeRepeated(taken, gathering);
      return;
    }
    // The end of one story is told before the beginning of the next.
    const endsOnly = reason === 'resolved' && thread.told.size === 0;
    if (!endsOnly) {
      if (thread.told.size === 0 && thread.over.size === 0) thread.incident = undefined;
      thread.incident ??= isMany ? id : firstOf(thread);
      yield* teller.takeOpened(taken, gathering, thread.incident ?? id);
      yield* teller.takeWorse(taken, gathering);
    }
    yield* teller.takeMissed(taken, gathering, isCounted);
    yield* teller.takeOver(taken, gathering);
  }
}

/** An incident is called after its first alert. */
function firstOf(thread: Thread): string | undefined {
  for (const [id] of thread.opened) return id;
  return undefined;
}

function isEmpty({ opened, missed, over, worse, repeated }: Taken): boolean {
  return opened.length + missed.length + over.length + worse.length + repeated.length === 0;
}

/** @param reasons of its groups; none after an outage, when there may be all of them */
function reasonOf(parts: readonly Taken[], reasons: readonly NotifyReason[]): NotifyReason {
  const [only, other] = reasons;
  if (only !== undefined && other === undefined && parts.length === 1) return only;
  if (reasons.includes('escalated')) return 'escalated';
  const opens = parts.some(({ opened }) => opened.length > 0);
  if (!opens)
    return parts.some(({ over, missed }) => over.length + missed.length > 0) ? 'resolved' : 'repeat';
  return parts.every(({ thread, opened }) => thread.told.size === opened.length) ? 'first' : 'more';
}

function throttledBy(
  digest: DigestCause['kind'] | undefined,
  opened: number,
  { perMinute }: ChannelView,
): DigestCause | undefined {
  if (digest !== 'throttled' || perMinute === undefined) return undefined;
  return { kind: 'throttled', merged: Math.max(0, opened - 1) };
}
