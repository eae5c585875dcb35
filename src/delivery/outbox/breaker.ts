/** So many failures in a row, or half of so many in a minute, and the connector is left alone but for trials. */
const FAILURES_IN_A_ROW = 10;
const FEWEST_IN_A_MINUTE = 20;
const TOO_MANY = 0.5;

/** A minute in parts, the oldest of which is forgotten as time goes on. */
const PART = 10_000;
const PARTS = 6;

/** Milliseconds between trials: soon at first, since most outages are short. */
const TRIAL_DELAYS = [1000, 2000, 4000, 8000, 15_000, 30_000];

interface Part {
  begin: number;
  attempts: number;
  failures: number;
}

/**
 * Stands between deliveries and a connector that accepts nothing: when it is open, there is one trial at a time. Pure;
 * times are Unix milliseconds.
 */
export class Breaker {
  #inARow = 0;
  #parts: Part[] = [];
  #trials = 0;
  #isOpen = false;
  #nextTrialAt = 0;
  #reason = '';

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** When one may be tried; in the past when nothing is to be waited for. */
  get nextTrialAt(): number {
    return this.#nextTrialAt;
  }

  /** Of the last failure. */
  get reason(): string {
    return this.#reason;
  }

  get failuresInARow(): number {
    return this.#inARow;
  }

  /** True when it closes with it, so that all may go again. */
  succeeded(now: number): boolean {
    this.#inARow = 0;
    this.#count(now, 0);
    if (!this.#isOpen) return false;
    this.reset();
    return true;
  }

  /** True when it opens with it. */
  failed(reason: string, now: number): boolean {
    this.#inARow++;
    this.#reason = reason;
    this.#count(now, 1);
    const wasOpen = this.#isOpen;
    this.#isOpen ||= this.#inARow >= FAILURES_IN_A_ROW || this.#isMostlyFailing();
    this.#nextTrialAt = now + (TRIAL_DELAYS[this.#trials] ?? TRIAL_DELAYS.at(-1) ?? 0);
    if (wasOpen) this.#trials++;
    return this.#isOpen && !wasOpen;
  }

  /** There is a reason to believe that it goes well again. */
  reset(): void {
    this.#inARow = 0;
    this.#parts = [];
    this.#trials = 0;
    this.#isOpen = false;
    this.#nextTrialAt = 0;
  }

  #count(now: number, failures: number): void {
    const last = this.#parts.at(-1);
    if (last && now < last.begin + PART) {
      last.attempts++;
      last.failures += failures;
      return;
    }
    this.#parts = this.#parts.filter(({ begin }) => begin > now - PARTS * PART);
    this.#parts.push({ begin: now, attempts: 1, failures });
  }

  #isMostlyFailing(): boolean {
    let attempts = 0;
    let failures = 0;
    for (const part of this.#parts) {
      attempts += part.attempts;
      failures += part.failures;
    }
    return attempts >= FEWEST_IN_A_MINUTE && failures / attempts >= TOO_MANY;
  }
}
