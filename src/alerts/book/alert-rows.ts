import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';

/** Entries of one alert: notes of people, and what its row does not tell. */
const MOST_ENTRIES = 1000;

const UPSERT = `INSERT INTO alerts
  (id, rule, monitor, key, status, severity, group_id, starts_at, opened_at, last_at, resolved_at, body)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (id) DO UPDATE SET status = ?5, severity = ?6, group_id = ?7, starts_at = ?8, opened_at = ?9,
    last_at = ?10, resolved_at = ?11, body = ?12`;

const ADD_ENTRY = `INSERT INTO alert_entries (alert, n, at, kind, body)
  SELECT ?1, COALESCE(MAX(n), 0) + 1, ?2, ?3, ?4 FROM alert_entries WHERE alert = ?1
  HAVING COUNT(*) < ${MOST_ENTRIES}`;

/** What happened to an alert beside what its row tells. */
export interface AlertEntry {
  /** Unix milliseconds. */
  readonly at: number;
  readonly kind: 'noted' | 'escalated' | 'unstable' | 'stable';
  readonly text: string | undefined;
  readonly by: string | undefined;
}

/** The table of alerts. What writes belongs into a write of the store. */
export class AlertRows {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  put(alert: Alert): void {
    const { id, source, key, status, severity, groupId, startsAt, openedAt, lastAt, resolution } = alert;
    this.#store
      .prepare(UPSERT)
      .run(
        id,
        source.kind === 'rule' ? source.id : null,
        source.kind === 'monitor' ? source.name : null,
        key,
        status,
        severity,
        groupId,
        startsAt,
        openedAt ?? null,
        lastAt,
        resolution?.at ?? null,
        JSON.stringify(alert),
      );
  }

  delete(id: string): void {
    this.#store.prepare('DELETE FROM alerts WHERE id = ?').run(id);
    this.#store.prepare('DELETE FROM alert_entries WHERE alert = ?').run(id);
  }

  get(id: string): Alert | undefined {
    const row = this.#store.prepare('SELECT body FROM alerts WHERE id = ?').get(id);
    return row && toAlert(row);
  }

  /** In the order in which they began. */
  *unresolved(): Generator<Alert> {
    const rows = this.#store.prepare(`SELECT body FROM alerts WHERE status <> 'resolved' ORDER BY id`);
    for (const row of rows.iterate()) yield toAlert(row);
  }

  addEntry(alert: string, { at, kind, text, by }: AlertEntry): void {
    this.#store.prepare(ADD_ENTRY).run(alert, at, kind, JSON.stringify({ text, by }));
  }

  /** In their order. */
  entries(alert: string): AlertEntry[] {
    return this.#store
      .prepare('SELECT at, kind, body FROM alert_entries WHERE alert = ? ORDER BY n')
      .all(alert)
      .map(({ at, kind, body }) => {
        const { text, by } = JSON.parse(String(body)) as { text?: string; by?: string };
        return { at: Number(at), kind: String(kind) as AlertEntry['kind'], text, by };
      });
  }
}

/** With every member, in the order of those that are made anew, so that all alerts are of one shape. */
function toAlert({ body }: Record<string, unknown>): Alert {
  const stored = JSON.parse(String(body)) as Alert;
  return {
    id: stored.id,
    source: stored.source,
    key: stored.key,
    status: stored.status,
    severity: stored.severity,
    title: stored.title,
    summary: stored.summary,
    description: stored.description,
    runbookUrl: stored.runbookUrl,
    labels: stored.labels,
    subject: stored.subject,
    facts: stored.facts,
    startsAt: stored.startsAt,
    dueAt: stored.dueAt,
    openedAt: stored.openedAt,
    lastAt: stored.lastAt,
    count: stored.count,
    suppressed: stored.suppressed,
    acknowledgement: stored.acknowledgement,
    resolution: stored.resolution,
    flapping: stored.flapping,
    groupId: stored.groupId,
  };
}
