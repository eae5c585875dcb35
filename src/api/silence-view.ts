import {
  type AlertMatchers,
  type HeldAlerts,
  type HeldPreview,
  type Alert as KnownAlert,
  type MaintenanceWindow as KnownMaintenance,
  type Silence as KnownSilence,
  maintenanceEdge,
  stateOf,
  stateOfMaintenance,
} from '../alerts/door.ts';
import type { MaintenanceWindow, Silence, SilencePreview } from './contract.ts';
import { toTimestamp } from './timestamps.ts';

type Language = 'en' | 'zh';

/** A silence as the API shows it. @param now Unix milliseconds */
export function silenceView(silence: KnownSilence, now: number, held: HeldAlerts | undefined): Silence {
  return {
    id: silence.id,
    state: stateOf(silence, now),
    matchers: silence.matchers,
    starts_at: toTimestamp(silence.startsAt),
    ends_at: momentOrNull(silence.endsAt),
    until_resolved: silence.untilResolved,
    reason: silence.reason,
    ...authorsOf(silence),
    ended_at: momentOrNull(silence.ended?.at),
    ended_by: silence.ended?.by ?? null,
    hides: hidesView(held),
  };
}

export function maintenanceView(
  window: KnownMaintenance,
  now: number,
  held: HeldAlerts | undefined,
): MaintenanceWindow {
  return {
    id: window.id,
    name: window.name,
    enable: window.enable,
    state: stateOfMaintenance(window, now),
    matchers: window.matchers,
    schedule: window.schedule ?? null,
    starts_at: momentOrNull(window.startsAt),
    ends_at: momentOrNull(window.endsAt),
    next_change_at: momentOrNull(maintenanceEdge(window, now)),
    reason: window.reason,
    ...authorsOf(window),
    hides: hidesView(held),
  };
}

export function previewView(
  { now, lastDay }: HeldPreview,
  language: Language,
): Omit<SilencePreview, 'warnings'> {
  return { now: previewedView(now, language), last_24h: previewedView(lastDay, language) };
}

/** What was probably not meant. @param knowsRule whether there is a rule of this id */
export function warningsOf(
  { rule }: AlertMatchers,
  open: number,
  knowsRule: (id: string) => boolean,
): string[] {
  const unknown = [rule ?? []].flat().filter((id) => !id.includes('*') && !knowsRule(id));
  return [
    ...unknown.slice(0, 10).map((id) => `there is no rule ${id}: it holds nothing of it until there is one`),
    ...(open === 0 ? ['it matches no alert that is open now'] : []),
  ];
}

function previewedView({ count, first }: HeldAlerts, language: Language): SilencePreview['now'] {
  return {
    count,
    alerts: first.map((alert: KnownAlert) => ({
      id: alert.id,
      rule_id: alert.source.kind === 'rule' ? alert.source.id : null,
      monitor: alert.source.kind === 'monitor' ? alert.source.name : null,
      key: alert.key,
      title: typeof alert.title === 'string' ? alert.title : alert.title[language],
      severity: alert.severity,
      status: alert.status,
      opened_at: momentOrNull(alert.openedAt),
    })),
  };
}

function authorsOf(made: Pick<KnownSilence, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>) {
  return {
    created_by: made.createdBy,
    created_at: toTimestamp(made.createdAt),
    updated_by: made.updatedBy,
    updated_at: toTimestamp(made.updatedAt),
  };
}

function hidesView(held: HeldAlerts | undefined): Silence['hides'] {
  return { count: held?.count ?? 0, alerts: held?.first.map(({ id }) => id) ?? [] };
}

function momentOrNull(moment: number | undefined): string | null {
  return moment === undefined ? null : toTimestamp(moment);
}
