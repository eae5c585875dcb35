import type { RecordedEvent } from '../../journal/door.ts';
import { SqlRuntimeError, sayIn } from '../../sql/door.ts';

/** Failures that are told apart: each with the first event that failed so. */
const MOST_KINDS = 10;
const LONGEST_REASON = 1000;

export interface ErrorSample {
  readonly reason: string;
  readonly reasonZh: string | undefined;
  count: number;
  readonly at: number;
  readonly n: number;
  readonly clientId: string | undefined;
}

/** Counts failures by what they say. */
export class ErrorSamples {
  readonly #samples = new Map<string, ErrorSample>();

  add({ at, n, clientId }: RecordedEvent, error: unknown): void {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);
    const known = this.#samples.get(reason);
    if (known) known.count++;
    else if (this.#samples.size < MOST_KINDS) {
      const text = error instanceof SqlRuntimeError ? error.text : undefined;
      const reasonZh = text && sayIn('zh', text).slice(0, LONGEST_REASON);
      this.#samples.set(reason, { reason, reasonZh, count: 1, at, n, clientId });
    }
  }

  read(): readonly ErrorSample[] {
    return [...this.#samples.values()].map((sample) => ({ ...sample }));
  }
}
