import type { ChannelView } from '../../../delivery/door.ts';
import type { Clock } from '../../../lib/clock.ts';
import { orderedId } from '../../../lib/ids.ts';
import type { Steps } from '../../../lib/steps.ts';
import type { Alert } from '../../alert.ts';
import type { NotifyReason } from '../../notification.ts';
import type { Desk } from '../channels/desk.ts';
import type { Ended, Thread } from '../thread.ts';
import { type Taken, type Teller, takenFrom } from './teller.ts';

/** Alerts of one round that have an incident of their own; the others share one. */
const MOST_OWN = 10;

/** Messages that are not finished. */
const MOST_IN_FLIGHT = 20;

/**
 * Where what was told stays open until it is ended by its key, as at PagerDuty, each alert is an incident of its own. Of
 * many that open together ten are, and the others are one, which ends when all of them are over.
 */
export function* tellSingly(
  teller: Teller,
  desk: Desk,
  view: ChannelView,
  threads: readonly { readonly thread: Thread; readonly reason: NotifyReason }[],
  clock: Clock,
): Steps<void> {
  const round = new SingleRound(teller, desk, view);
  for (const { thread } of threads) yield* round.tellKnown(thread);
  const opening = threads.filter(({ reason }) => OPENING.has(reason));
  yield* round.tellOpened(
    opening.map(({ thread }) => thread),
    clock.now(),
  );
  for (const { thread } of threads) desk.ready.delete(thread);
}

const OPENING: ReadonlySet<NotifyReason> = new Set<NotifyReason>(['first', 'more', 'escalated']);

class SingleRound {
  readonly #teller: Teller;
  readonly #desk: Desk;
  readonly #view: ChannelView;

  constructor(teller: Teller, desk: Desk, view: ChannelView) {
    this.#teller = teller;
    this.#desk = desk;
    this.#view = view;
  }

  get #isFull(): boolean {
    return this.#desk.inFlight.size >= MOST_IN_FLIGHT;
  }

  /** What happened to alerts that were told. */
  *tellKnown(thread: Thread): Steps<void> {
    for (const [id, alert] of thread.acknowledged) {
      if (this.#isFull) return;
      thread.acknowledged.delete(id);
      // Of many under one key, nobody takes care by taking care of one.
      if (thread.told.get(id) !== id) continue;
      yield* this.#one('acknowledged', { ...takenFrom(thread), acknowledged: [alert] }, alert, id);
    }
    for (const [id, ended] of thread.over) {
      if (this.#isFull) return;
      thread.over.delete(id);
      yield* this.#end(thread, ended);
    }
    // There, what comes and goes is one incident.
    thread.changed.clear();
    for (const [id, alert] of thread.worse) {
      if (this.#isFull) return;
      if (thread.opened.has(id)) continue;
      thread.worse.delete(id);
      if (thread.told.get(id) === id)
        yield* this.#one('escalated', { ...takenFrom(thread), worse: [alert] }, alert, id);
    }
    for (const [id] of thread.missed) {
      thread.missed.delete(id);
      this.#teller.forget(thread, id);
    }
  }

  *tellOpened(threads: readonly Thread[], now: number): Steps<void> {
    if (this.#isFull) return;
    const shared: Taken[] = [];
    const gathering = this.#teller.gather(this.#view);
    const incident = orderedId(now);
    let own = 0;
    for (const thread of threads) {
      const taken = takenFrom(thread);
      // Taken as if all shared one; the first ones then get their own.
      const rest = this.#teller.gather(this.#view);
      yield* this.#teller.takeOpened(taken, rest, incident);
      const singles = taken.opened.splice(0, MOST_OWN - own);
      own += singles.length;
      for (const alert of singles) {
        if (thread.told.has(alert.id)) thread.told.set(alert.id, alert.id);
        const ended = thread.over.get(alert.id);
        if (ended) thread.over.set(alert.id, { ...ended, incident: alert.id });
        yield* this.#one('first', { ...takenFrom(thread), opened: [alert] }, alert, alert.id);
      }
      for (const alert of taken.opened) gathering.addOpened(alert);
      if (taken.opened.length > 0) shared.push(taken);
    }
    if (shared.length === 0) return;
    const open = shared.reduce((sum, { opened }) => sum + opened.length, 0);
    this.#desk.incidents.set(incident, { open, over: [] });
    yield* this.#teller.send(this.#desk, this.#view, {
      id: incident,
      reason: 'first',
      incident,
      gathering,
      parts: shared,
      stillOpen: open,
      digest: undefined,
    });
  }

  /** The end of an alert, or that of all that share its key. */
  *#end(thread: Thread, ended: Ended): Steps<void> {
    const { alert, incident } = ended;
    if (incident === alert.id) {
      yield* this.#one('resolved', { ...takenFrom(thread), over: [ended] }, alert, incident);
      return;
    }
    const shared = this.#desk.incidents.get(incident) ?? { open: 1, over: [] };
    shared.over.push({ thread, alert });
    shared.open--;
    if (shared.open > 0) return;
    this.#desk.incidents.delete(incident);
    const parts = new Map<Thread, Taken>();
    const gathering = this.#teller.gather(this.#view);
    for (const one of shared.over) {
      const taken = parts.get(one.thread) ?? takenFrom(one.thread);
      parts.set(one.thread, taken);
      taken.over.push({ alert: one.alert, incident });
      gathering.addOver(one.alert);
    }
    yield* this.#teller.send(this.#desk, this.#view, {
      reason: 'resolved',
      incident,
      gathering,
      parts: [...parts.values()],
      stillOpen: 0,
      digest: undefined,
    });
  }

  *#one(reason: NotifyReason, taken: Taken, alert: Alert, incident: string): Steps<void> {
    const gathering = this.#teller.gather(this.#view);
    if (reason === 'resolved') gathering.addOver(alert);
    else if (reason === 'first') gathering.addOpened(alert);
    else gathering.addOpen(alert);
    yield* this.#teller.send(this.#desk, this.#view, {
      reason,
      incident,
      gathering,
      parts: [taken],
      stillOpen: reason === 'resolved' ? 0 : 1,
      digest: undefined,
    });
  }
}
