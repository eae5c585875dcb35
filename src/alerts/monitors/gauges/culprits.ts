import type { Culprit, Misdeed, MonitorSources } from './monitor-sources.ts';
import { RecentTop } from './recent-top.ts';

/** Events of one look that are heard; the counters know how many there were. */
const HEARD_AT_A_LOOK = 500;

/**
 * Who does most of what is counted elsewhere, from a sample: after so many events of a look it stops listening until the
 * next, so that a flood costs no more than that, and an event that nobody else wants is not even built.
 */
export class Culprits {
  readonly who = new RecentTop();
  readonly reasons = new RecentTop();
  readonly #sources: Pick<MonitorSources, 'hear'>;
  readonly #misdeed: Misdeed;
  #stop: (() => void) | undefined = undefined;
  #left = 0;

  constructor(sources: Pick<MonitorSources, 'hear'>, misdeed: Misdeed) {
    this.#sources = sources;
    this.#misdeed = misdeed;
  }

  /** A look begins. @param window milliseconds */
  turn(now: number, window: number): void {
    this.who.turn(now, window);
    this.reasons.turn(now, window);
    this.#left = HEARD_AT_A_LOOK;
    this.#stop ??= this.#sources.hear(this.#misdeed, (culprit) => this.#hear(culprit));
  }

  rest(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #hear({ who, reason }: Culprit): void {
    if (this.#left <= 0) return;
    if (who !== '') this.who.add(who);
    this.reasons.add(reason);
    if (--this.#left === 0) this.rest();
  }
}
