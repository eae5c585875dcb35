import type { Alert, AlertGroup, SilencePreview } from '../../../../../src/api/contract.ts';
import { sourceOf } from '../alert-filter.ts';

/** What somebody wants to do something about: single alerts, and all that is open of some rules and monitors. */
export interface AlertTargets {
  readonly alerts: readonly Alert[];
  readonly groups: readonly AlertGroup[];
  /** All that is told together. */
  readonly together?: { readonly groupId: string; readonly count: number } | undefined;
}

export function countOf({ alerts, groups, together }: AlertTargets): number {
  return groups.reduce((sum, { count }) => sum + count, alerts.length + (together?.count ?? 0));
}

/** The bodies of the calls that do something about all of them: the server takes so many ids at a time. */
export function bulkBodiesOf({ alerts, groups, together }: AlertTargets, note: string | undefined): object[] {
  const covered = new Set(groups.map(({ id }) => id));
  const ids = alerts.filter((alert) => !covered.has(groupIdOf(alert))).map(({ id }) => id);
  const remark = note === undefined || note === '' ? {} : { note };
  return [
    ...chunks(ids, MOST_IDS).map((some) => ({ ids: some, ...remark })),
    ...groups.map((group) => ({ matching: sourceOf(group), ...remark })),
    ...(together ? [{ matching: { group_id: together.groupId }, ...remark }] : []),
  ];
}

const MOST_IDS = 10_000;
const MOST_KEYS = 1_000;

/** Silences that hold all of them, one for each rule and monitor where that is enough. */
export function silenceMatchersOf({ alerts, groups, together }: AlertTargets): object[] {
  const covered = new Set(groups.map(({ id }) => id));
  const bySource = Map.groupBy(
    alerts.filter((alert) => !covered.has(groupIdOf(alert))),
    groupIdOf,
  );
  return [
    ...(together ? [{ group: exactly(together.groupId) }] : []),
    ...groups.map((group) => exactSource(group)),
    ...[...bySource.values()].flatMap((those) => {
      const [first] = those;
      if (!first) return [];
      const keys = those.map(({ key }) => key).filter((key) => key !== '');
      // What is about the rule as a whole has no other name.
      if (keys.length < those.length) return [exactSource(first)];
      return chunks(keys.map(exactly), MOST_KEYS).map((key) => ({ ...exactSource(first), key }));
    }),
  ];
}

function groupIdOf({ rule_id, monitor }: Alert): string {
  return rule_id === null ? `monitor:${monitor}` : `rule:${rule_id}`;
}

function exactSource(of: Pick<Alert, 'rule_id' | 'monitor'>): object {
  return of.rule_id === null ? { monitor: exactly(of.monitor ?? '') } : { rule: exactly(of.rule_id) };
}

/** In matchers `*` is any text. */
export function exactly(text: string): string {
  return text.replaceAll(/[\\*]/g, '\\$&');
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

/** Several previews as one. */
export function sumOfPreviews(previews: readonly SilencePreview[]): SilencePreview {
  const sum = (part: 'now' | 'last_24h') => ({
    count: previews.reduce((total, preview) => total + preview[part].count, 0),
    alerts: previews.flatMap((preview) => preview[part].alerts).slice(0, 10),
  });
  return {
    now: sum('now'),
    last_24h: sum('last_24h'),
    warnings: [...new Set(previews.flatMap(({ warnings }) => warnings))],
  };
}
