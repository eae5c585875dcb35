import type { NotifyReason } from '../notification.ts';

/** What is to be said of a group on one channel, and what was said. Times are Unix milliseconds, durations milliseconds. */
export interface Situation {
  readonly now: number;
  /** How long what comes later waits, so that it is told together. */
  readonly window: number;
  /** Alerts that were told and are open. */
  readonly toldOpen: number;
  /** Of them, those that nobody has acknowledged. */
  readonly unattended: number;
  /** Alerts that are open and were not told, or not as they are. */
  readonly opened: number;
  /** When the first of these came. */
  readonly openedSince: number;
  /** When the last of those opens whose grace ends in a moment; undefined when none is about to. */
  readonly soon: number | undefined;
  /** Alerts that are worse than they were told, or that nobody took care of for too long. */
  readonly worse: number;
  /** Alerts that somebody takes care of since they were told, where that is news. */
  readonly acknowledged: number;
  /** Alerts that were told and are over. */
  readonly over: number;
  readonly overSince: number;
  /** Each of them is ended by itself where it is shown: nothing is told together. */
  readonly endsSingly: boolean;
  /** When the group was last told that something opened. */
  readonly openedToldAt: number | undefined;
  /** When it was last told anything. */
  readonly toldAt: number | undefined;
  readonly repeat: number | undefined;
}

/** Tell now, for this reason; or nothing now, and look again at this time, if there is one. */
export type Why =
  | { readonly reason: NotifyReason; readonly until?: undefined }
  | { readonly reason: 'none'; readonly until: number | undefined };

/** The first word waits at most so long for those whose grace ends just after. */
export const FIRST_WAIT = 2000;

/**
 * Why people are told of a group now. The first word goes out at once, and so does the end of the story; what comes between
 * is told together. What got worse waits for nothing.
 */
export function whyNotify(situation: Situation): Why {
  const { now, opened, worse, over, toldOpen, unattended } = situation;
  if (worse > 0) return { reason: 'escalated' };
  if (situation.acknowledged > 0) return { reason: 'acknowledged' };
  // Nothing that people know of is open any more: what opened since is another story.
  if (over > 0 && (toldOpen === 0 || situation.endsSingly)) return { reason: 'resolved' };
  const openAt = opened > 0 ? timeToOpen(situation) : Infinity;
  if (openAt <= now) return { reason: toldOpen > 0 ? 'more' : 'first' };
  const overAt = over > 0 ? timeToResolve(situation) : Infinity;
  if (overAt <= now) return { reason: 'resolved' };
  const repeatAt = unattended > 0 ? timeToRepeat(situation) : Infinity;
  if (repeatAt <= now) return { reason: 'repeat' };
  const next = Math.min(openAt, overAt, repeatAt);
  return { reason: 'none', until: Number.isFinite(next) ? next : undefined };
}

/** At once when there was nothing within the window; in a moment when others are about to open. */
function timeToOpen({ now, window, openedToldAt = -Infinity, openedSince, soon }: Situation): number {
  const together = soon === undefined ? now : Math.min(Math.max(now, soon), openedSince + FIRST_WAIT);
  return Math.max(together, openedToldAt + window);
}

/** Counted from the first that came back: when all do, the last of them ends the wait. */
function timeToResolve({ window, overSince }: Situation): number {
  return overSince + window;
}

function timeToRepeat({ repeat = Infinity, toldAt = Infinity }: Situation): number {
  return toldAt + repeat;
}
