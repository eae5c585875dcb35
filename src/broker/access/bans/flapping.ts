import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import type { BrokerMetrics } from '../../metrics.ts';
import { AccessError } from '../access-error.ts';
import type { Bans } from './bans.ts';

/** When a client connects too often. Times are milliseconds. */
export interface FlappingLimits {
  readonly enable: boolean;
  readonly windowTime: number;
  /** Connects of a client id within the window that are still in order. */
  readonly maximumCount: number;
  readonly banTime: number;
}

interface FlappingParts {
  readonly limits: FlappingLimits;
  readonly bans: Bans;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: BrokerMetrics;
}

/** Client ids that are counted in a window; more of them are let in uncounted. */
const MOST_IDS = 50_000;

/**
 * Finds client ids that connect again and again. One without a session is banned for a while. One with a session is
 * only told about: otherwise whoever knows a client id could have its owner banned.
 */
export class Flapping {
  readonly #parts: FlappingParts;
  /** Connects by client id in the present window and in the one before. */
  #counts = new Map<string, number>();
  #earlier: ReadonlyMap<string, number> = new Map();
  #windowStart: number;
  #uncounted = 0;

  constructor(parts: FlappingParts) {
    this.#parts = parts;
    this.#windowStart = parts.clock.now();
  }

  /** A client that may come in wants to. True when it is banned now. */
  connects(clientId: string, hasSession: boolean): boolean {
    const { limits, logger, metrics } = this.#parts;
    if (!limits.enable) return false;
    const count = this.#count(clientId);
    if (count <= limits.maximumCount) return false;
    metrics['client.flapping']++;
    if (!hasSession) return this.#ban(clientId);
    if (count === limits.maximumCount + 1) {
      logger.warn(
        { clientId, count, window: limits.windowTime, reason: 'flapping' },
        'a client with a session connects too often: two devices may share its client id',
      );
    }
    return false;
  }

  /** How often in the window that ends now, of which a part lies in the window before. */
  #count(clientId: string): number {
    const { limits, clock } = this.#parts;
    const now = clock.now();
    let passed = now - this.#windowStart;
    if (passed >= limits.windowTime || passed < 0) {
      this.#turn(passed < 2 * limits.windowTime && passed >= 0);
      this.#windowStart =
        passed < 2 * limits.windowTime && passed >= 0 ? this.#windowStart + limits.windowTime : now;
      passed = now - this.#windowStart;
    }
    const here = this.#counts.get(clientId);
    if (here === undefined && this.#counts.size >= MOST_IDS) {
      this.#uncounted++;
      return 0;
    }
    const count = (here ?? 0) + 1;
    this.#counts.set(clientId, count);
    const before = this.#earlier.get(clientId) ?? 0;
    return count + Math.floor(before * (1 - passed / limits.windowTime));
  }

  #turn(follows: boolean): void {
    if (this.#uncounted > 0) {
      const about = { uncounted: this.#uncounted, counted: this.#counts.size };
      this.#parts.logger.warn(about, 'more client ids connected than flapping detection counts');
    }
    this.#uncounted = 0;
    this.#earlier = follows ? this.#counts : new Map();
    this.#counts = new Map();
  }

  #ban(clientId: string): boolean {
    const { bans, clock, limits, logger } = this.#parts;
    const now = clock.now();
    try {
      bans.add({
        as: 'clientid',
        who: clientId,
        by: 'flapping detector',
        reason: 'flapping is detected',
        at: now,
        until: now + limits.banTime,
      });
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      logger.warn({ clientId, reason: error.message }, 'a client connects too often and cannot be banned');
      return false;
    }
    logger.warn(
      { clientId, reason: 'flapping', banTime: limits.banTime },
      'a client connects too often and is banned',
    );
    return true;
  }
}
