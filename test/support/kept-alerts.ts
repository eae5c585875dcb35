import type { Alert } from '../../src/alerts/alert.ts';
import { orderedId } from '../../src/lib/ids.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Store } from '../../src/store/store.ts';

/** An alert of the rule `offline` that is open, but for what is given. */
export function newAlert(changes: Partial<Alert> & { readonly startsAt: number }): Alert {
  const { startsAt, status = 'open', source = { kind: 'rule', id: 'offline' } } = changes;
  return {
    id: orderedId(startsAt),
    source,
    key: 'dev-1',
    status,
    severity: 'critical',
    title: 'Device offline',
    summary: undefined,
    description: undefined,
    runbookUrl: undefined,
    labels: {},
    subject: undefined,
    facts: {},
    raisedAt: startsAt,
    dueAt: undefined,
    openedAt: status === 'pending' ? undefined : startsAt,
    lastAt: startsAt,
    count: 1,
    suppressed: 0,
    acknowledgement: undefined,
    resolution: status === 'resolved' ? { at: startsAt + 1000, how: 'recovered' } : undefined,
    flapping: undefined,
    groupId: source.kind === 'rule' ? `rule:${source.id}` : `monitor:${source.name}`,
    ...changes,
  };
}

const INSERT = `INSERT OR REPLACE INTO alerts (id, rule, monitor, key, status, severity, group_id, starts_at, opened_at, last_at,
  resolved_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** A database in memory that holds alerts. */
export function keptAlerts(alerts: readonly Alert[]): Store {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  store.transact(() => {
    for (const alert of alerts) keepAlert(store, alert);
  });
  return store;
}

export function keepAlert(store: Store, alert: Alert): void {
  const { source, resolution } = alert;
  store
    .prepare(INSERT)
    .run(
      alert.id,
      source.kind === 'rule' ? source.id : null,
      source.kind === 'monitor' ? source.name : null,
      alert.key,
      alert.status,
      alert.severity,
      alert.groupId,
      alert.startsAt,
      alert.openedAt ?? null,
      alert.lastAt,
      resolution?.at ?? null,
      JSON.stringify(alert),
    );
}
