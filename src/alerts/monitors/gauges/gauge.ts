import type { Figure } from '../watch.ts';

/** A figure of a monitor at a moment, and what there is to say of it. */
export interface Reading extends Figure {
  /** What it is about, within its monitor; `''` for a monitor of one thing. */
  readonly key: string;
  /** For people, where it is not the key. */
  readonly name?: string | undefined;
  readonly reason?: string | undefined;
  /** The same in Chinese, where it is known; else a sentence of ours is translated. */
  readonly reasonZh?: string | undefined;
  readonly top?: string | undefined;
  readonly addresses?: number | undefined;
  readonly waiting?: number | undefined;
  /** Members of the alarm that only this monitor has. */
  readonly details?: Readonly<Record<string, string | number>> | undefined;
  /** Nobody has looked yet: what was known before holds. */
  readonly isUnknown?: boolean | undefined;
  /** It is worse than the setting says, or less bad. */
  readonly severity?: 'critical' | 'info' | undefined;
}

/** What a monitor reads. It costs nothing while the monitor is off. */
export interface Gauge {
  /** @param window milliseconds, as the settings of the monitor have it; @param now Unix milliseconds */
  read(now: number, window: number): readonly Reading[];
  /** Its alert was there before the process started. @param since Unix milliseconds */
  adopt?(key: string, since: number): void;
  /** The monitor is off: what was listened to is left alone, and what was counted is forgotten. */
  rest?(): void;
}
