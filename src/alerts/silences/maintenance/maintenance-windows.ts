import type { Clock } from '../../../lib/clock.ts';
import { orderedId } from '../../../lib/ids.ts';
import type { Definitions } from '../../../store/definitions.ts';
import type { Alert } from '../../alert.ts';
import type { Actor } from '../../alert-book.ts';
import { AlertError } from '../../alert-error.ts';
import { MatcherIndex } from '../matching/matcher-index.ts';
import { type CompiledMatchers, compileMatchers } from '../matching/matchers.ts';
import {
  isActive,
  type MaintenanceDraft,
  type MaintenanceWindow,
  maintenanceEdge,
} from './maintenance-window.ts';

const KIND = 'maintenance_window';

const MOST_WINDOWS = 1000;

interface Entry {
  readonly window: MaintenanceWindow;
  readonly matchers: CompiledMatchers;
}

interface MaintenanceParts {
  readonly definitions: Definitions;
  readonly clock: Clock;
  /** Something begins, ends, or is different. */
  readonly changed: () => void;
}

/** All maintenance windows, on disk and in memory. Changes are on disk when a call returns. */
export class MaintenanceWindows {
  readonly #parts: MaintenanceParts;
  readonly #entries = new Map<string, Entry>();
  readonly #index = new MatcherIndex<Entry>();

  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
    for (const { id, body } of parts.definitions.list<MaintenanceWindow>(KIND)) this.#take({ ...body, id });
  }

  /** The newest first. */
  list(): MaintenanceWindow[] {
    return Array.from(this.#entries.values(), ({ window }) => window).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  get(id: string): MaintenanceWindow | undefined {
    return this.#entries.get(id)?.window;
  }

  /**
   * @param id that nothing has yet; by default a new one
   * @throws AlertError BAD_REQUEST, EXCEED_LIMIT
   */
  create(draft: MaintenanceDraft, by: Actor, id?: string): MaintenanceWindow {
    check(draft);
    const now = this.#parts.clock.now();
    if (draft.schedule === undefined && (draft.endsAt ?? Infinity) <= now) {
      throw new AlertError('BAD_REQUEST', 'ends_at lies in the past: name a moment to come');
    }
    if (this.#entries.size >= MOST_WINDOWS) {
      throw new AlertError(
        'EXCEED_LIMIT',
        `there are ${MOST_WINDOWS} maintenance windows already: delete some`,
      );
    }
    const author = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by };
    return this.#store({ ...draft, ...author, id: id ?? orderedId(now) });
  }

  /** @throws AlertError BAD_REQUEST, NOT_FOUND */
  update(id: string, draft: MaintenanceDraft, by: Actor): MaintenanceWindow {
    check(draft);
    const { createdAt, createdBy } = this.#existing(id);
    return this.#store({
      ...draft,
      id,
      createdAt,
      createdBy,
      updatedAt: this.#parts.clock.now(),
      updatedBy: by,
    });
  }

  /** @throws AlertError NOT_FOUND */
  delete(id: string): void {
    this.#existing(id);
    this.#parts.definitions.delete(KIND, id);
    this.#drop(id);
    this.#parts.changed();
  }

  /** Those that hold an alert at a moment. */
  *holding(alert: Alert, at: number): Generator<MaintenanceWindow> {
    if (this.#entries.size === 0) return;
    for (const { window } of this.#index.of(alert)) if (isActive(window, at)) yield window;
  }

  /** When one of them begins or ends next. */
  nextEdge(now: number): number {
    let next = Infinity;
    for (const { window } of this.#entries.values())
      next = Math.min(next, maintenanceEdge(window, now) ?? Infinity);
    return next;
  }

  #existing(id: string): MaintenanceWindow {
    const window = this.get(id);
    if (!window) throw new AlertError('NOT_FOUND', `there is no maintenance window ${id}`);
    return window;
  }

  #store(window: MaintenanceWindow): MaintenanceWindow {
    this.#parts.definitions.put(KIND, window.id, window);
    this.#drop(window.id);
    this.#take(window);
    this.#parts.changed();
    return window;
  }

  #take(window: MaintenanceWindow): void {
    const entry = { window, matchers: compileMatchers(window.matchers) };
    this.#entries.set(window.id, entry);
    this.#index.add(entry);
  }

  #drop(id: string): void {
    const entry = this.#entries.get(id);
    if (entry) this.#index.delete(entry);
    this.#entries.delete(id);
  }
}

/** @throws AlertError BAD_REQUEST */
function check({ schedule, startsAt, endsAt }: MaintenanceDraft): void {
  if (schedule === undefined && (startsAt === undefined || endsAt === undefined)) {
    throw new AlertError('BAD_REQUEST', 'say when it is: starts_at and ends_at, or a schedule');
  }
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt) {
    throw new AlertError('BAD_REQUEST', 'ends_at lies before starts_at: a window begins before it ends');
  }
}
