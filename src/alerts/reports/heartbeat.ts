import type { Clock, Timer } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { Logger } from '../../lib/logger.ts';
import { maskUrl } from '../../lib/secrets.ts';
import type { PipelineSettings } from '../pipeline-settings.ts';

type HeartbeatSettings = NonNullable<PipelineSettings['heartbeat']>;

/** How the heartbeat goes; times are Unix milliseconds. */
export interface HeartbeatStatus {
  readonly sent: number;
  readonly failed: number;
  /** Not sent, because people could not be told of an alert either. */
  readonly withheld: number;
  readonly lastSuccessAt: number | undefined;
  /** Of the last try; undefined when it went well, or there was none. */
  readonly reason: string | undefined;
}

interface HeartbeatOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends when the answer is there. @throws Error with a sentence when it is no yes */
  readonly request: (url: string, method: 'GET' | 'POST', timeout: number) => Promise<void>;
  /** Why nobody could be told of an alert now; undefined when people could. */
  readonly fault: () => string | undefined;
}

const LONGEST_REQUEST = 10_000;
const SHORTEST_INTERVAL = 1000;

/**
 * Tells a service outside, at regular intervals, that alerts would reach people: its silence raises the alarm there. So it
 * is silent not only when the process or its event loop stands still, but also while nothing can be stored, or no channel
 * takes what waits.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #settings: HeartbeatSettings | undefined;
  #timer: Timer | undefined;
  #isRunning = false;
  #sent = 0;
  #failed = 0;
  #withheld = 0;
  #lastSuccessAt: number | undefined;
  #reason: string | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** The first one goes out at once. Undefined: none any more. */
  configure(settings: HeartbeatSettings | undefined): void {
    const { url, method, every } = this.#settings ?? {};
    if (url === settings?.url && method === settings?.method && every === settings?.every) return;
    this.#settings = settings;
    this.#reason = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (settings) void this.#beat(settings);
  }

  status(): HeartbeatStatus {
    return {
      sent: this.#sent,
      failed: this.#failed,
      withheld: this.#withheld,
      lastSuccessAt: this.#lastSuccessAt,
      reason: this.#reason,
    };
  }

  stop(): void {
    this.#settings = undefined;
    this.#timer?.cancel();
  }

  async #beat(settings: HeartbeatSettings): Promise<void> {
    const { clock } = this.#options;
    const every = Math.max(SHORTEST_INTERVAL, parseDuration(settings.every) ?? 0);
    this.#timer = clock.after(every, () => void this.#beat(settings));
    // The last one hangs: it will end by itself.
    if (this.#isRunning) return;
    const fault = this.#options.fault();
    if (fault !== undefined) {
      this.#withheld++;
      this.#report(settings, fault);
      return;
    }
    this.#isRunning = true;
    try {
      await this.#options.request(settings.url, settings.method, Math.min(every, LONGEST_REQUEST));
      this.#sent++;
      this.#lastSuccessAt = clock.now();
      this.#report(settings, undefined);
    } catch (error) {
      this.#failed++;
      this.#report(settings, (error as Error).message);
    } finally {
      this.#isRunning = false;
    }
  }

  /** Said once for each reason, and when it is over. */
  #report({ url }: HeartbeatSettings, reason: string | undefined): void {
    if (reason === this.#reason) return;
    const { logger } = this.#options;
    this.#reason = reason;
    if (reason === undefined) logger.info({ url: maskUrl(url) }, 'the heartbeat is accepted again');
    else logger.warn({ url: maskUrl(url), reason }, 'no heartbeat');
  }
}
