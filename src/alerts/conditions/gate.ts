import type { Resolution } from '../alert.ts';
import type { Raising, RaisingResult } from '../raising.ts';

/** What stands between the rows of a rule and the book. */
export interface Gate {
  /** A row with this key came. */
  raise(raising: Raising, key: string): RaisingResult;
  /** The alert of the key is over, before or after it opened. */
  ended(key: string, resolution: Resolution): void;
  /** What is due goes on in a later turn. */
  readonly isBusy: boolean;
  /** What is due by time is told from now on. */
  start(): void;
  stop(): void;
}

export const NO_ROOM_IN_BOOK = 'there are too many alerts that are not resolved';

/** Of a key that cannot be remembered. */
export const NO_ROOM_FOR_KEY =
  'there are too many keys to remember: choose a key with fewer values, or a statement that selects fewer of them';
