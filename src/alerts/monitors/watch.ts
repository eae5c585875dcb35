import { type Level, measured } from './threshold.ts';

/** By what a figure is judged; durations are milliseconds. */
export interface Bounds {
  readonly direction: 'above' | 'below';
  readonly threshold: Level;
  readonly clear: Level;
  /** For how long a figure must be beyond the threshold before that counts. */
  readonly raiseAfter: number;
  /** For how long it must be back before it is over. */
  readonly clearAfter: number;
}

export interface Figure {
  readonly value: number;
  /** What it is a part of, where that is known. */
  readonly of?: number | undefined;
}

/** What is remembered of one figure between two looks. Times are Unix milliseconds. */
export interface WatchState {
  readonly isActive: boolean;
  /** Since when it has been beyond the threshold, while it is not active; or back, while it is. */
  readonly since: number | undefined;
}

export const calm: WatchState = { isActive: false, since: undefined };

export type Step = { readonly state: WatchState; readonly change: 'raise' | 'clear' | undefined };

/**
 * Looks at a figure: it is raised when it was at or beyond the threshold for a while, and over when it was at or behind the
 * clear threshold for a while. In between nothing changes, so that a figure that trembles around one of them is told once.
 */
export function look(state: WatchState, figure: Figure | undefined, bounds: Bounds, now: number): Step {
  const isOutside = state.isActive ? isBack(figure, bounds) : isBeyond(figure, bounds);
  if (!isOutside)
    return { state: state.since === undefined ? state : { ...state, since: undefined }, change: undefined };
  // A clock that was set back begins the wait anew.
  const since = state.since === undefined || state.since > now ? now : state.since;
  const needed = state.isActive ? bounds.clearAfter : bounds.raiseAfter;
  if (now - since < needed) return { state: { ...state, since }, change: undefined };
  return state.isActive
    ? { state: calm, change: 'clear' }
    : { state: { isActive: true, since: undefined }, change: 'raise' };
}

function isBeyond(figure: Figure | undefined, { direction, threshold }: Bounds): boolean {
  const value = figure && measured(threshold, figure.value, figure.of);
  if (value === undefined || Number.isNaN(value)) return false;
  return direction === 'above' ? value >= threshold.amount : value <= threshold.amount;
}

/** What is gone is back: a connector that was deleted. */
function isBack(figure: Figure | undefined, { direction, clear }: Bounds): boolean {
  if (figure === undefined) return true;
  const value = measured(clear, figure.value, figure.of);
  if (value === undefined || Number.isNaN(value)) return true;
  return direction === 'above' ? value <= clear.amount : value >= clear.amount;
}
