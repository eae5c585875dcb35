import type { Actor } from '../../alert-book.ts';
import type { AlertMatchers } from '../matching/matchers.ts';
import { isWithin, nextChange, type Schedule } from '../schedule.ts';

/** What somebody asks for. Times are Unix milliseconds. */
export interface MaintenanceDraft {
  readonly name: string;
  readonly enable: boolean;
  readonly matchers: AlertMatchers;
  /** When it comes again and again; undefined: once, from its beginning to its end. */
  readonly schedule?: Schedule | undefined;
  /** Of the only time, or of the first and last hours of the schedule that count. */
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
  readonly reason: string;
}

/** Hours in which people are not told, because somebody works there. */
export interface MaintenanceWindow extends MaintenanceDraft {
  /** An `orderedId`. */
  readonly id: string;
  readonly createdAt: number;
  readonly createdBy: Actor;
  readonly updatedAt: number;
  readonly updatedBy: Actor;
}

export const MAINTENANCE_STATES = ['active', 'pending', 'expired', 'disabled'] as const;
/** `pending`: it is still to come, for the first time or again. */
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number];

export function stateOfMaintenance(window: MaintenanceWindow, at: number): MaintenanceState {
  if (!window.enable) return 'disabled';
  if (isActive(window, at)) return 'active';
  return maintenanceEdge(window, at) === undefined ? 'expired' : 'pending';
}

export function isActive({ enable, schedule, startsAt, endsAt }: MaintenanceWindow, at: number): boolean {
  if (!enable || at < (startsAt ?? -Infinity) || at >= (endsAt ?? Infinity)) return false;
  return schedule === undefined || isWithin(schedule, at);
}

/** When it begins or ends next; undefined: never. */
export function maintenanceEdge(window: MaintenanceWindow, after: number): number | undefined {
  const { enable, schedule, startsAt, endsAt } = window;
  const end = endsAt ?? Infinity;
  if (!enable || after >= end) return undefined;
  let at = after;
  if (startsAt !== undefined && after < startsAt) {
    if (isActive(window, startsAt)) return startsAt;
    at = startsAt;
  }
  const next = (schedule && nextChange(schedule, at)) ?? end;
  // An end outside the hours of the schedule ends nothing.
  if (next < end || isActive(window, at))
    return Math.min(next, end) < Infinity ? Math.min(next, end) : undefined;
  return undefined;
}
