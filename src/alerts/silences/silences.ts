import type { Clock } from '../../lib/clock.ts';
import { orderedId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Definitions } from '../../store/definitions.ts';
import type { Alert } from '../alert.ts';
import type { Actor, AlertBook } from '../alert-book.ts';
import { AlertError } from '../alert-error.ts';
import { MatcherIndex } from './matching/matcher-index.ts';
import { type CompiledMatchers, compileMatchers } from './matching/matchers.ts';
import { endOf, type Silence, type SilenceDraft, stateOf } from './silence.ts';
import { UntilResolved } from './until-resolved.ts';

const KIND = 'silence';

/** Of those that are not over. */
const MOST_SILENCES = 10_000;

/** Those that are over are shown for a while, the last of them. */
const KEPT_FOR = 30 * 86_400_000;
const MOST_KEPT = 1000;

interface Entry {
  silence: Silence;
  readonly matchers: CompiledMatchers;
}

export interface SilencesParts {
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly book: Pick<AlertBook, 'unresolved' | 'onNews'>;
  /** Something begins, ends, or is different. */
  readonly changed: () => void;
}

/** All silences, on disk and in memory. Changes are on disk when a call returns. */
export class Silences {
  readonly #definitions: Definitions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #changed: () => void;
  readonly #entries = new Map<string, Entry>();
  /** Of those that are not over. */
  readonly #index = new MatcherIndex<Entry>();
  readonly #open = new Set<Entry>();
  readonly #untilResolved: UntilResolved;

  constructor({ definitions, clock, logger, book, changed }: SilencesParts) {
    this.#definitions = definitions;
    this.#clock = clock;
    this.#logger = logger;
    this.#changed = changed;
    this.#untilResolved = new UntilResolved({
      book,
      clock,
      held: (id) => this.#setAside(id, { hasHeld: true }),
      released: (id) => this.#setAside(id, { ended: { at: clock.now(), by: undefined } }),
    });
    for (const { id, body } of definitions.list<Silence>(KIND)) this.#take({ ...body, id });
    this.#attempt(() => this.#forgetOld());
  }

  /** Active ones first, then those to come, then those that are over; the newest first. */
  list(): Silence[] {
    const now = this.#clock.now();
    const order = { active: 0, pending: 1, expired: 2 };
    return Array.from(this.#entries.values(), ({ silence }) => silence).sort(
      (a, b) => order[stateOf(a, now)] - order[stateOf(b, now)] || (a.id < b.id ? 1 : -1),
    );
  }

  get(id: string): Silence | undefined {
    return this.#entries.get(id)?.silence;
  }

  /**
   * @param id that nothing has yet; by default a new one
   * @throws AlertError BAD_REQUEST, EXCEED_LIMIT
   */
  create(draft: SilenceDraft, by: Actor, id?: string): Silence {
    const now = this.#clock.now();
    const startsAt = startOf(draft, now);
    if (this.#open.size >= MOST_SILENCES) {
      throw new AlertError(
        'EXCEED_LIMIT',
        `there are ${MOST_SILENCES} silences already: end some of them, or silence more with one`,
      );
    }
    const author = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by };
    const silence = {
      ...draft,
      ...author,
      id: id ?? orderedId(now),
      startsAt,
      hasHeld: false,
      ended: undefined,
    };
    this.#store(silence);
    return this.get(silence.id) ?? silence;
  }

  /** What it shall be from now on; it keeps its beginning when it names none. @throws AlertError */
  update(id: string, draft: SilenceDraft, by: Actor): Silence {
    const silence = this.#existing(id);
    const now = this.#clock.now();
    if (stateOf(silence, now) === 'expired') {
      throw new AlertError('CONFLICT', 'this silence is over: create a new one');
    }
    const startsAt = startOf({ ...draft, startsAt: draft.startsAt ?? silence.startsAt }, now);
    this.#store({ ...silence, ...draft, startsAt, hasHeld: false, updatedAt: now, updatedBy: by });
    return this.#existing(id);
  }

  /** It is over from now on, and still shown. @throws AlertError NOT_FOUND, CONFLICT */
  expire(id: string, by: Actor): Silence {
    const silence = this.#existing(id);
    if (stateOf(silence, this.#clock.now()) === 'expired') {
      throw new AlertError('CONFLICT', 'this silence is over already');
    }
    this.#store({ ...silence, ended: { at: this.#clock.now(), by } });
    return this.#existing(id);
  }

  /** It is over, and nothing is left of it. @throws AlertError NOT_FOUND */
  delete(id: string): void {
    const { silence } = this.#entries.get(this.#existing(id).id) ?? {};
    this.#definitions.delete(KIND, id);
    this.#drop(id);
    if (silence && stateOf(silence, this.#clock.now()) === 'active') this.#changed();
  }

  /** Those that hold an alert at a moment. */
  *holding(alert: Alert, at: number): Generator<Silence> {
    if (this.#open.size === 0) return;
    for (const { silence } of this.#index.of(alert)) if (stateOf(silence, at) === 'active') yield silence;
  }

  /** When one of them begins or ends next. */
  nextEdge(now: number): number {
    let next = Infinity;
    for (const { silence } of this.#open) {
      if (silence.startsAt > now) next = Math.min(next, silence.startsAt);
      else next = Math.min(next, silence.endsAt ?? Infinity);
    }
    return next;
  }

  /** Those that are over need not be looked for any more. */
  settle(now: number): void {
    for (const entry of this.#open) if (stateOf(entry.silence, now) === 'expired') this.#close(entry);
    this.#untilResolved.wake();
    this.#attempt(() => this.#forgetOld());
  }

  close(): void {
    this.#untilResolved.close();
  }

  #existing(id: string): Silence {
    const silence = this.get(id);
    if (!silence) throw new AlertError('NOT_FOUND', `there is no silence ${id}`);
    return silence;
  }

  /** What happens by itself is true even when the disk is full. */
  #setAside(id: string, change: Partial<Silence>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const silence = { ...entry.silence, ...change };
    entry.silence = silence;
    this.#attempt(() => this.#definitions.put(KIND, id, silence));
    if (!silence.ended) return;
    this.#close(entry);
    this.#changed();
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#logger.error({ err: error }, 'a silence was not stored');
    }
  }

  #store(silence: Silence): void {
    this.#definitions.put(KIND, silence.id, silence);
    this.#drop(silence.id);
    this.#take(silence);
    if (this.#entries.size - this.#open.size > MOST_KEPT) this.#attempt(() => this.#forgetOld());
    this.#changed();
  }

  #take(silence: Silence): void {
    const entry = { silence, matchers: compileMatchers(silence.matchers) };
    this.#entries.set(silence.id, entry);
    if (stateOf(silence, this.#clock.now()) === 'expired') return;
    this.#open.add(entry);
    this.#index.add(entry);
    if (silence.untilResolved) this.#untilResolved.watch(silence, entry.matchers);
  }

  #drop(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#close(entry);
  }

  #close(entry: Entry): void {
    if (!this.#open.delete(entry)) return;
    this.#index.delete(entry);
    this.#untilResolved.leave(entry.silence.id);
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    const over = this.list().filter((silence) => stateOf(silence, now) === 'expired');
    over.sort((a, b) => (endOf(b) ?? 0) - (endOf(a) ?? 0));
    for (const [index, silence] of over.entries()) {
      if (index < MOST_KEPT && (endOf(silence) ?? 0) > now - KEPT_FOR) continue;
      this.#definitions.delete(KIND, silence.id);
      this.#drop(silence.id);
    }
  }
}

/** @throws AlertError BAD_REQUEST */
function startOf({ startsAt, endsAt, untilResolved }: SilenceDraft, now: number): number {
  if (endsAt === undefined && !untilResolved) {
    throw new AlertError('BAD_REQUEST', 'say when it ends: ends_at, or "until_resolved": true');
  }
  if (endsAt !== undefined && endsAt <= now) {
    throw new AlertError(
      'BAD_REQUEST',
      `ends_at lies in the past (${new Date(endsAt).toISOString()}): name a moment to come, as RFC 3339 or in Unix milliseconds`,
    );
  }
  const start = startsAt ?? now;
  if (endsAt !== undefined && endsAt <= start) {
    throw new AlertError('BAD_REQUEST', 'ends_at lies before starts_at: a silence begins before it ends');
  }
  return start;
}
