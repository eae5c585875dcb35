import type { Clock, Timer } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Span } from './span.ts';

interface ExporterOptions {
  /** Spans that wait at most. */
  readonly maximum: number;
  /** Milliseconds between two requests. */
  readonly interval: number;
  /** @throws Error with a sentence */
  readonly send: (spans: readonly Span[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface SpanFigures {
  readonly exported: number;
  readonly dropped: number;
  readonly waiting: number;
}

/** Spans of one request; as soon as so many wait, nobody waits for the interval. */
const BATCH = 512;
/** Times that the same spans are sent before they are given up. */
const MOST_ATTEMPTS = 3;
/** Milliseconds for which the log does not say the same again. */
const LOG_PAUSE = 60_000;

/** Sends spans in batches, one request at a time. What there is no room for is dropped and counted: nobody waits for it. */
export class SpanExporter {
  readonly #options: ExporterOptions;
  readonly #waiting: Span[] = [];
  #exported = 0;
  #dropped = 0;
  #attempts = 0;
  #timer: Timer | undefined;
  #sending: Promise<void> | undefined;
  #quietUntil = 0;
  #isStopped = false;

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  get figures(): SpanFigures {
    return { exported: this.#exported, dropped: this.#dropped, waiting: this.#waiting.length };
  }

  add(span: Span): void {
    if (this.#waiting.length >= this.#options.maximum || this.#isStopped) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length === BATCH && this.#attempts === 0) this.#send();
    else this.#timer ??= this.#options.clock.after(this.#options.interval, () => this.#send());
  }

  drop(count: number): void {
    this.#dropped += count;
  }

  /** Sends what waits, once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#sending;
    while (this.#waiting.length > 0 && this.#attempts === 0) {
      this.#send();
      await this.#sending;
    }
    this.#timer?.cancel();
    this.#dropped += this.#waiting.length;
    this.#waiting.length = 0;
  }

  #send(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#sending || this.#waiting.length === 0) return;
    this.#sending = this.#sendBatch(this.#waiting.slice(0, BATCH)).finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length > 0 && !this.#isStopped) {
        const pause = this.#attempts === 0 && this.#waiting.length >= BATCH ? 0 : this.#options.interval;
        this.#timer ??= this.#options.clock.after(pause, () => this.#send());
      }
    });
  }

  async #sendBatch(batch: readonly Span[]): Promise<void> {
    try {
      await this.#options.send(batch);
      this.#exported += batch.length;
    } catch (error) {
      this.#report(error);
      this.#attempts++;
      if (this.#attempts < MOST_ATTEMPTS) return;
      this.#dropped += batch.length;
    }
    this.#attempts = 0;
    this.#waiting.splice(0, batch.length);
  }

  #report(error: unknown): void {
    const { clock, logger } = this.#options;
    const now = clock.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + LOG_PAUSE;
    logger.warn(
      { err: error, waiting: this.#waiting.length },
      'spans could not be sent; they are tried again',
    );
  }
}
