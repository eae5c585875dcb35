/** The vendor counts when the request reaches it; a little later than it says is never too early. */
const MARGIN = 20;

/** Higher figures are kept by shorter windows: nobody needs to remember more moments than this. */
const MOST_PER_WINDOW = 100;

/** At most `limit` messages in any `span` of milliseconds. */
export interface Rate {
  readonly limit: number;
  readonly span: number;
  /** Whether the answers were late is not looked at, where so much is sent that a few more or less do not matter. */
  readonly fromStart: boolean;
}

/** A figure per `span` milliseconds, as a rate that needs few moments to be remembered. */
export function rateOf(figure: number, span: number): Rate {
  if (figure < 1) return { limit: 1, span: span / figure + MARGIN, fromStart: false };
  const parts = Math.ceil(figure / MOST_PER_WINDOW);
  if (parts === 1) return { limit: Math.floor(figure), span: span + MARGIN, fromStart: false };
  return { limit: Math.floor(figure / parts), span: span / parts, fromStart: true };
}

/** A fifth is kept for what is critical, but not where that would leave nothing for the rest. */
export function withoutReserve(limit: number): number {
  return limit < 2 ? limit : limit - Math.max(1, Math.floor(limit / 5));
}

/**
 * When messages to one destination began and ended, as far as any rate needs to know it: a message takes its place in a
 * window from its beginning until `span` after its end, since nobody knows when in between it was counted.
 */
export class RecentMessages {
  /** Ascending. */
  readonly #starts: number[];
  readonly #ends: number[];
  #running = 0;

  constructor(ends: readonly number[] = []) {
    this.#starts = [...ends];
    this.#ends = [...ends];
  }

  /** What is known after a restart: of those under way, that they began. */
  get moments(): readonly number[] {
    const underWay = this.#running > 0 ? this.#starts.slice(-this.#running) : [];
    return [...this.#ends, ...underWay].sort((a, b) => a - b).slice(-MOST_PER_WINDOW);
  }

  start(now: number): void {
    this.#running++;
    remember(this.#starts, now);
  }

  end(now: number): void {
    this.#running--;
    remember(this.#ends, now);
  }

  /** How many more may begin now. */
  room(most: number, rate: Rate, now: number): number {
    return Math.max(0, most - this.#used(rate, now));
  }

  /** When the next may begin; `Infinity` when only the end of one that is under way will tell. */
  nextAt(most: number, rate: Rate, now: number): number {
    const excess = this.#used(rate, now) - most + 1;
    if (excess <= 0) return now;
    const moments = rate.fromStart ? this.#starts : this.#ends;
    const inWindow = moments.slice(firstAfter(moments, now - rate.span));
    const leaves = inWindow[excess - 1];
    return leaves === undefined ? Infinity : leaves + rate.span;
  }

  /** How many began within the last `span` milliseconds, or are under way. */
  within(span: number, now: number): number {
    return Math.max(this.#running, this.#starts.length - firstAfter(this.#starts, now - span));
  }

  #used({ span, fromStart }: Rate, now: number): number {
    const moments = fromStart ? this.#starts : this.#ends;
    const recent = moments.length - firstAfter(moments, now - span);
    return fromStart ? recent : recent + this.#running;
  }
}

function firstAfter(moments: readonly number[], time: number): number {
  let index = moments.length;
  while (index > 0 && (moments[index - 1] ?? 0) > time) index--;
  return index;
}

function remember(moments: number[], now: number): void {
  // The clock may have been set back.
  moments.push(Math.max(now, moments.at(-1) ?? now));
  if (moments.length > 2 * MOST_PER_WINDOW) moments.splice(0, moments.length - MOST_PER_WINDOW);
}
