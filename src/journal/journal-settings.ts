import type { JournaledKind } from './journaled-kinds.ts';

export interface JournalSettings {
  readonly isOn: boolean;
  /** Milliseconds. */
  readonly retention: number;
  /** Bytes. */
  readonly maximumSize: number;
  readonly kinds: readonly JournaledKind[];
  /** Of the messages that are recorded. */
  readonly messages: readonly string[];
  /** Messages a second that are recorded because rules look at them. */
  readonly ruleMessages: number;
}
