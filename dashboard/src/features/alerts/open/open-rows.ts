import type { Alert, AlertGroup } from '../../../../../src/api/contract.ts';

/** A line of the list: what one rule or monitor raised, one alert, or the rest of a group. */
export type OpenRow =
  | { readonly kind: 'group'; readonly id: string; readonly group: AlertGroup; readonly isExpanded: boolean }
  | { readonly kind: 'alert'; readonly id: string; readonly alert: Alert; readonly isMember: boolean }
  | { readonly kind: 'more'; readonly id: string; readonly group: AlertGroup; readonly left: number };

/** The alerts of a group that is unfolded. */
export interface UnfoldedGroup {
  readonly alerts: readonly Alert[];
  readonly total: number;
}

/** Groups of one alert are that alert. */
export function openRowsOf(
  groups: readonly AlertGroup[],
  unfolded: ReadonlyMap<string, UnfoldedGroup | undefined>,
): OpenRow[] {
  return groups.flatMap((group): OpenRow[] => {
    const [only] = group.first;
    if (group.count === 1 && only) {
      const alert = { ...only, deliveries: group.deliveries };
      return [{ kind: 'alert', id: alert.id, alert, isMember: false }];
    }
    const isExpanded = unfolded.has(group.id);
    const head: OpenRow = { kind: 'group', id: group.id, group, isExpanded };
    if (!isExpanded) return [head];
    const { alerts = [], total = group.count } = unfolded.get(group.id) ?? {};
    const members = alerts.map((alert): OpenRow => ({ kind: 'alert', id: alert.id, alert, isMember: true }));
    const left = total - alerts.length;
    return left > 0
      ? [head, ...members, { kind: 'more', id: `more:${group.id}`, group, left }]
      : [head, ...members];
  });
}

/** How many alerts are meant by these rows; those that are unfolded below a group are of the group as well. */
export function alertCountOf(rows: readonly OpenRow[]): number {
  const groups = rows.flatMap((row) => (row.kind === 'group' ? [row.group.count] : []));
  const alone = rows.filter((row) => row.kind === 'alert' && (groups.length === 0 || !row.isMember));
  return groups.reduce((sum, count) => sum + count, alone.length);
}

export function rowIdOf({ id }: OpenRow): string {
  return id;
}

export function rowNameOf(row: OpenRow): string {
  if (row.kind === 'alert') return `${row.alert.title} ${row.alert.key}`;
  return row.kind === 'more' ? `${row.group.name} …` : row.group.name;
}
