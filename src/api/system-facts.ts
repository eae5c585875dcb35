import type { EffectiveSetting, System } from './contract.ts';

/** What only the program as a whole knows about itself. */
export interface SystemFacts {
  /** Milliseconds that the event loop was late, on average over the last second. */
  loopDelay(): number;
  /** Listeners by which anybody gets in from other machines without a password. */
  openListeners(): string[];
  /** Of the data directory, in bytes; null where it cannot be told. Cheap. */
  disk(): Promise<{ readonly free: number; readonly total: number } | null>;
  /** What lies on the disk. */
  storage(): Promise<Pick<System, 'data_directory' | 'disk' | 'stores' | 'files'>>;
  /** Every setting of the configuration, and where it comes from. */
  settings(): EffectiveSetting[];
}
