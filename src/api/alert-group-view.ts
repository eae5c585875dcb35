import type { AlertGroup as Gathered, SilenceJudge, ToldChannels } from '../alerts/door.ts';
import { alertView, type ViewLanguage } from './alert-view.ts';
import type { AlertGroup } from './contract.ts';
import { momentOrNull, toTimestamp } from './timestamps.ts';

interface GroupContext {
  readonly language: ViewLanguage;
  /** Unix milliseconds. */
  readonly now: number;
  readonly holdingOf: SilenceJudge['holding'];
  /** Of its rule or monitor. */
  readonly name: string;
  readonly told: ToldChannels;
}

/** A group as the API shows it. */
export function alertGroupView(group: Gathered, context: GroupContext): AlertGroup {
  const { source, counts, silencedUntil } = group;
  const { language, now, holdingOf, name, told } = context;
  return {
    id: source.kind === 'rule' ? `rule:${source.id}` : `monitor:${source.name}`,
    rule_id: source.kind === 'rule' ? source.id : null,
    monitor: source.kind === 'monitor' ? source.name : null,
    name,
    severity: group.severity,
    count: counts.pending + counts.open + counts.acknowledged,
    status: { ...counts },
    silenced: group.silenced,
    silenced_until: momentOrNull(Number.isFinite(silencedUntil) ? silencedUntil : undefined),
    acknowledged_by: [...group.acknowledgedBy],
    since: toTimestamp(group.since),
    latest_at: toTimestamp(group.latest),
    deliveries: told,
    first: group.first.map((alert) => alertView(alert, language, now, holdingOf)),
  };
}
