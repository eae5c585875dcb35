import type { Clock, Timer } from '../../lib/clock.ts';
import type { Alert } from '../alert.ts';
import type { AlertBook } from '../alert-book.ts';
import type { CompiledMatchers } from './matching/matchers.ts';
import type { Silence } from './silence.ts';

/** Alerts that are looked at in one turn. */
const STEP = 2000;

interface Watched {
  readonly id: string;
  readonly startsAt: number;
  readonly matchers: CompiledMatchers;
  hasHeld: boolean;
  /** One alert that it holds: as long as that is not resolved, no other has to be looked for. */
  witness: string | undefined;
  search: Iterator<Alert> | undefined;
}

interface UntilResolvedParts {
  readonly book: Pick<AlertBook, 'unresolved' | 'onNews'>;
  readonly clock: Clock;
  /** A silence holds something for the first time. */
  readonly held: (id: string) => void;
  /** All that a silence held is resolved. */
  readonly released: (id: string) => void;
}

/** Notices when all that a silence held is resolved. */
export class UntilResolved {
  readonly #parts: UntilResolvedParts;
  readonly #watched = new Map<string, Watched>();
  readonly #stop: () => void;
  #timer: Timer | undefined;

  constructor(parts: UntilResolvedParts) {
    this.#parts = parts;
    this.#stop = parts.book.onNews(({ kind, alert }) => {
      if (this.#watched.size === 0) return;
      if (kind === 'resolved') this.#missed(alert);
      else if (isOpen(alert)) this.#found(alert);
    });
  }

  watch({ id, startsAt, hasHeld }: Silence, matchers: CompiledMatchers): void {
    const watched = { id, startsAt, hasHeld, matchers, witness: undefined, search: undefined };
    this.#watched.set(id, watched);
    this.#search(watched);
  }

  /** Time has passed: what was to begin later may hold something now. */
  wake(): void {
    if (this.#watched.size > 0) this.#later();
  }

  leave(id: string): void {
    this.#watched.delete(id);
  }

  close(): void {
    this.#stop();
    this.#timer?.cancel();
  }

  #found(alert: Alert): void {
    for (const watched of this.#watched.values()) {
      if (watched.witness !== undefined || !watched.matchers.matches(alert)) continue;
      watched.witness = alert.id;
      // The news is told in the middle of a transaction that is none of ours.
      if (!watched.hasHeld) this.#later();
    }
  }

  #missed({ id }: Alert): void {
    for (const watched of this.#watched.values()) {
      if (watched.witness !== id) continue;
      watched.witness = undefined;
      this.#search(watched);
    }
  }

  #search(watched: Watched): void {
    watched.search = this.#parts.book.unresolved()[Symbol.iterator]();
    this.#later();
  }

  #later(): void {
    this.#timer ??= this.#parts.clock.after(0, () => {
      this.#timer = undefined;
      this.#goOn();
    });
  }

  #goOn(): void {
    let left = STEP;
    for (const watched of this.#watched.values()) {
      if (watched.search) left = this.#look(watched, left);
      if (left === 0) break;
      this.#conclude(watched);
    }
    if (left === 0) this.#later();
  }

  /** @returns how many more may be looked at in this turn */
  #look(watched: Watched, steps: number): number {
    let left = steps;
    while (watched.search && watched.witness === undefined) {
      if (left-- === 0) return 0;
      const { value: alert, done } = watched.search.next();
      if (done) watched.search = undefined;
      else if (isOpen(alert) && watched.matchers.matches(alert)) watched.witness = alert.id;
    }
    watched.search = undefined;
    return Math.max(left, 0);
  }

  #conclude(watched: Watched): void {
    if (watched.search) return;
    const hasBegun = this.#parts.clock.now() >= watched.startsAt;
    if (watched.witness !== undefined && !watched.hasHeld && hasBegun) {
      watched.hasHeld = true;
      this.#parts.held(watched.id);
    } else if (watched.witness === undefined && watched.hasHeld) {
      this.#watched.delete(watched.id);
      this.#parts.released(watched.id);
    }
  }
}

function isOpen({ status }: Alert): boolean {
  return status === 'open' || status === 'acknowledged';
}
