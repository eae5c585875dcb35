import { mergeSamples, type Sample } from './sample.ts';

/** Samples of one length, and for how long they are kept before they become longer ones: milliseconds. */
interface Tier {
  readonly step: number;
  readonly keeps: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As EMQX does, and on to 30 days. */
export const TIERS: readonly Tier[] = [
  { step: 10 * SECOND, keeps: HOUR },
  { step: MINUTE, keeps: DAY },
  { step: 5 * MINUTE, keeps: 3 * DAY },
  { step: 10 * MINUTE, keeps: 7 * DAY },
  { step: HOUR, keeps: 30 * DAY },
];

/** What became of samples that grew old. */
export interface Compaction {
  readonly removed: readonly Sample[];
  readonly added: readonly Sample[];
}

/**
 * The samples that are kept: some 3,500 at most, fine ones of the last hour and coarse ones of the last month, in the
 * order of time.
 */
export class Tiers {
  /** Of each tier; those of a later one are older. */
  readonly #samples: Sample[][] = TIERS.map(() => []);

  /** @param samples in the order of time */
  constructor(samples: readonly Sample[] = []) {
    for (const sample of samples) this.#tierOf(sample.step)?.push(sample);
  }

  add(sample: Sample): void {
    this.#tierOf(sample.step)?.push(sample);
  }

  clear(): void {
    for (const samples of this.#samples) samples.length = 0;
  }

  /** @param after Unix milliseconds: those that end later */
  since(after: number): Sample[] {
    return this.#samples.toReversed().flatMap((samples) => samples.filter(({ at }) => at > after));
  }

  /** Makes longer samples of those that are old enough, and forgets the oldest. */
  compact(now: number): Compaction {
    const removed: Sample[] = [];
    const added: Sample[] = [];
    for (const [index, { keeps }] of TIERS.entries()) {
      const samples = this.#samples[index] ?? [];
      const next = TIERS[index + 1];
      // Only what fills a longer sample goes on, so that none is written twice.
      const until = next ? Math.floor((now - keeps) / next.step) * next.step : now - keeps;
      const count = samples.findIndex(({ at }) => at > until);
      const old = samples.splice(0, count < 0 ? samples.length : count);
      if (old.length === 0) continue;
      removed.push(...old);
      if (!next) continue;
      for (const [at, group] of Map.groupBy(old, (sample) => Math.ceil(sample.at / next.step) * next.step)) {
        const longer = mergeSamples(at, next.step, group);
        this.#samples[index + 1]?.push(longer);
        added.push(longer);
      }
    }
    return { removed, added };
  }

  #tierOf(step: number): Sample[] | undefined {
    return this.#samples[TIERS.findIndex((tier) => tier.step === step)];
  }
}
