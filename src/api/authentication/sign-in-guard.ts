import type { Clock } from '../../lib/clock.ts';

const MINUTE = 60_000;
const FAILURES_PER_USER = 5;
const USER_WINDOW = 5 * MINUTE;
const LOCK_TIME = 10 * MINUTE;
const FAILURES_PER_ADDRESS = 20;
const ADDRESS_WINDOW = MINUTE;
/** Of all addresses together: a botnet tries a little from each. */
const FAILURES_ALTOGETHER = 100;
const PAUSE = 1000;
/** Attempts that wait for their turn then. */
const MAXIMUM_WAITING = 30;
/** Addresses from which somebody signed in lately, who are let pass. */
const MAXIMUM_KNOWN = 1_000;
/** Beyond that, the one that was not seen for longest is forgotten. */
const MAXIMUM_RECORDS = 10_000;

export type Attempt =
  | { kind: 'verified'; isRight: boolean }
  | { kind: 'locked' }
  | { kind: 'throttled' /** Seconds. */; retryAfter: number };

interface Attempts {
  /** When, oldest first. */
  failures: number[];
  /** Attempts that are being verified. They count like failures, so that guessing in parallel gains nothing. */
  pending: number;
}

/**
 * Slows down guessing. A user is locked for the address that guessed only: the owner, who sits elsewhere, gets in
 * with the right password.
 */
export class SignInGuard {
  readonly #clock: Clock;
  readonly #users = new Map<string, Attempts>();
  readonly #addresses = new Map<string, Attempts>();
  readonly #altogether: Attempts = { failures: [], pending: 0 };
  readonly #known = new Set<string>();
  /** Since when the next attempt may be looked at; each one moves it on. */
  #nextTurn = 0;
  #waiting = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Verifies, unless there were too many failures. What `verify` throws counts as no attempt. */
  async attempt(username: string, address: string, verify: () => Promise<boolean>): Promise<Attempt> {
    const pair = JSON.stringify([username, address]);
    const byUser = this.#ofUser(pair);
    const byAddress = this.#ofAddress(address);
    const refusal = this.#refusal(byUser, byAddress) ?? this.#crowdRefusal(address);
    if (refusal) return refusal;

    remember(this.#users, pair, byUser);
    remember(this.#addresses, address, byAddress);
    byUser.pending++;
    byAddress.pending++;
    try {
      await this.#turn(address);
      const isRight = await verify();
      if (isRight) {
        byUser.failures.length = 0;
        this.#know(address);
      } else {
        for (const record of [byUser, byAddress, this.#altogether]) record.failures.push(this.#clock.now());
        if (this.#altogether.failures.length > FAILURES_ALTOGETHER) this.#altogether.failures.shift();
      }
      return { kind: 'verified', isRight };
    } finally {
      byUser.pending--;
      byAddress.pending--;
    }
  }

  #refusal(byUser: Attempts, byAddress: Attempts): Attempt | undefined {
    const [oldest] = byAddress.failures;
    if (oldest !== undefined && byAddress.failures.length >= FAILURES_PER_ADDRESS) {
      return {
        kind: 'throttled',
        retryAfter: Math.ceil((oldest + ADDRESS_WINDOW - this.#clock.now()) / 1000),
      };
    }
    if (byUser.failures.length >= FAILURES_PER_USER) return { kind: 'locked' };
    const isBusy =
      byUser.failures.length + byUser.pending >= FAILURES_PER_USER ||
      byAddress.failures.length + byAddress.pending >= FAILURES_PER_ADDRESS;
    return isBusy ? { kind: 'throttled', retryAfter: 1 } : undefined;
  }

  /** Whether there are so many failures everywhere that those who are not known wait. */
  #isCrowded(address: string): boolean {
    dropUntil(this.#altogether, this.#clock.now() - ADDRESS_WINDOW);
    return this.#altogether.failures.length >= FAILURES_ALTOGETHER && !this.#known.has(address);
  }

  #crowdRefusal(address: string): Attempt | undefined {
    if (this.#waiting < MAXIMUM_WAITING || !this.#isCrowded(address)) return undefined;
    return { kind: 'throttled', retryAfter: MAXIMUM_WAITING };
  }

  /** One attempt a second, in their order. */
  async #turn(address: string): Promise<void> {
    if (!this.#isCrowded(address)) return;
    const now = this.#clock.now();
    this.#nextTurn = Math.max(now, this.#nextTurn) + PAUSE;
    const delay = this.#nextTurn - now;
    this.#waiting++;
    await new Promise<void>((resolve) => this.#clock.after(delay, resolve));
    this.#waiting--;
  }

  #know(address: string): void {
    this.#known.delete(address);
    this.#known.add(address);
    const [oldest] = this.#known;
    if (oldest !== undefined && this.#known.size > MAXIMUM_KNOWN) this.#known.delete(oldest);
  }

  #ofAddress(address: string): Attempts {
    const record = this.#addresses.get(address) ?? { failures: [], pending: 0 };
    dropUntil(record, this.#clock.now() - ADDRESS_WINDOW);
    return record;
  }

  /** Once locked, the failures stay until the lock ends; otherwise they fade one by one. */
  #ofUser(pair: string): Attempts {
    const record = this.#users.get(pair) ?? { failures: [], pending: 0 };
    const now = this.#clock.now();
    if (record.failures.length < FAILURES_PER_USER) dropUntil(record, now - USER_WINDOW);
    else if ((record.failures.at(-1) ?? 0) <= now - LOCK_TIME) record.failures.length = 0;
    return record;
  }
}

/** Forgets the failures up to this moment. */
function dropUntil({ failures }: Attempts, moment: number): void {
  const fresh = failures.findIndex((at) => at > moment);
  failures.splice(0, fresh < 0 ? failures.length : fresh);
}

function remember(records: Map<string, Attempts>, key: string, record: Attempts): void {
  // Deleting first moves it to the end: a Map keeps the order of insertion.
  records.delete(key);
  records.set(key, record);
  if (records.size <= MAXIMUM_RECORDS) return;
  const [oldest] = records.keys();
  if (oldest !== undefined) records.delete(oldest);
}
