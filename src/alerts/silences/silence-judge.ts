import type { Alert } from '../alert.ts';

/** What keeps people from being told of an alert. */
export interface Holding {
  readonly kind: 'silence' | 'maintenance';
  readonly id: string;
  /** Why, in the words of who made it: the reason of a silence, the name of a maintenance window. May be empty. */
  readonly reason: string;
  /** Unix milliseconds; undefined: until the alert is resolved. */
  readonly endsAt: number | undefined;
}

export interface SilenceJudge {
  /** What holds the alert at this moment; undefined when nothing does. */
  holding(alert: Alert, at: number): Holding | undefined;
  /** Told when what is held may be different: something began, ended, or was changed. */
  onChange(listener: () => void): () => void;
}
