import type { Actor } from '../alert-book.ts';
import type { AlertMatchers } from './matching/matchers.ts';

/** What somebody asks for. Times are Unix milliseconds. */
export interface SilenceDraft {
  readonly matchers: AlertMatchers;
  /** Undefined: now. */
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
  /** It ends when everything that it held is resolved; with an end as well, by whichever comes first. */
  readonly untilResolved: boolean;
  readonly reason: string;
}

/** Who is quiet, until when. */
export interface Silence extends SilenceDraft {
  /** An `orderedId`. */
  readonly id: string;
  readonly startsAt: number;
  readonly createdAt: number;
  readonly createdBy: Actor;
  readonly updatedAt: number;
  readonly updatedBy: Actor;
  /** Whether anything was held that it is to wait for. */
  readonly hasHeld: boolean;
  /** Why it ended before its end: what it held is resolved, or somebody ended it. */
  readonly ended: { readonly at: number; readonly by: Actor | undefined } | undefined;
}

export const SILENCE_STATES = ['active', 'pending', 'expired'] as const;
export type SilenceState = (typeof SILENCE_STATES)[number];

/** When it is or was over, as far as that is known. */
export function endOf({ endsAt, ended }: Pick<Silence, 'endsAt' | 'ended'>): number | undefined {
  return ended?.at ?? endsAt;
}

export function stateOf(silence: Silence, at: number): SilenceState {
  if (silence.ended || at >= (silence.endsAt ?? Infinity)) return 'expired';
  return at < silence.startsAt ? 'pending' : 'active';
}
