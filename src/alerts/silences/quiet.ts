import type { Timer } from '../../lib/clock.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import { type HeldAlerts, type HeldPreview, heldNow, previewHeld } from './held-alerts.ts';
import { maintenanceEdge } from './maintenance/maintenance-window.ts';
import { MaintenanceWindows } from './maintenance/maintenance-windows.ts';
import type { AlertMatchers } from './matching/matchers.ts';
import { endOf } from './silence.ts';
import type { Holding, SilenceJudge } from './silence-judge.ts';
import { Silences, type SilencesParts } from './silences.ts';

interface QuietParts extends Omit<SilencesParts, 'changed'> {
  readonly store: Store;
}

/** The clock may be set, or the machine sleep: an end is noticed so much later at worst. */
const LONGEST_WAIT = 60_000;

/** Who is quiet, until when: silences and maintenance windows under one judge and one timer. */
export class Quiet implements SilenceJudge {
  readonly silences: Silences;
  readonly maintenance: MaintenanceWindows;
  readonly #parts: QuietParts;
  readonly #listeners = new Set<() => void>();
  #timer: Timer | undefined;

  /** @param parts of which the book has its alerts already: a silence ends when all that it held is resolved */
  constructor(parts: QuietParts) {
    this.#parts = parts;
    const changed = (): void => this.#change();
    this.silences = new Silences({ ...parts, changed });
    this.maintenance = new MaintenanceWindows({ ...parts, changed });
    this.#arm();
  }

  /** Of several, the one that holds it longest. */
  holding(alert: Alert, at: number): Holding | undefined {
    let longest: Holding | undefined;
    for (const silence of this.silences.holding(alert, at)) {
      const { id, reason } = silence;
      longest = longer(longest, { kind: 'silence', id, reason, endsAt: endOf(silence) });
    }
    for (const window of this.maintenance.holding(alert, at)) {
      const { id, name } = window;
      longest = longer(longest, {
        kind: 'maintenance',
        id,
        reason: name,
        endsAt: maintenanceEdge(window, at),
      });
    }
    return longest;
  }

  /** What each silence and each maintenance window hides at this moment, by their ids; those that hide nothing are absent. */
  hides(): Steps<ReadonlyMap<string, HeldAlerts>> {
    const now = this.#parts.clock.now();
    return heldNow(this.#parts.book, (alert) => this.#allHolding(alert, now));
  }

  /** What matchers would hide, now and in the last 24 hours. */
  preview(matchers: AlertMatchers): Steps<HeldPreview> {
    return previewHeld(this.#parts, matchers, this.#parts.clock.now());
  }

  *#allHolding(alert: Alert, at: number): Generator<{ readonly id: string }> {
    yield* this.silences.holding(alert, at);
    yield* this.maintenance.holding(alert, at);
  }

  onChange(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  close(): void {
    this.#timer?.cancel();
    this.silences.close();
  }

  #change(): void {
    this.#arm();
    for (const listener of this.#listeners) listener();
  }

  #arm(): void {
    this.#timer?.cancel();
    const { clock } = this.#parts;
    const now = clock.now();
    const next = Math.min(this.silences.nextEdge(now), this.maintenance.nextEdge(now));
    if (next === Infinity) this.#timer = undefined;
    else this.#timer = clock.after(Math.min(next - now, LONGEST_WAIT), () => this.#pass(next));
  }

  #pass(edge: number): void {
    const now = this.#parts.clock.now();
    if (now < edge) this.#arm();
    else {
      this.silences.settle(now);
      this.#change();
    }
  }
}

function longer(one: Holding | undefined, other: Holding): Holding {
  return one && (one.endsAt ?? Infinity) >= (other.endsAt ?? Infinity) ? one : other;
}
