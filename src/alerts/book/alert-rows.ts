import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';

/** Entries of one alert: notes of people, and what its row does not tell. */
const MOST_ENTRIES = 1000;

/** Texts of which there is one copy in memory after a start. */
const MOST_SHARED = 10_000;

const UPSERT = `INSERT INTO alerts
  (id, rule, monitor, key, status, severity, group_id, starts_at, opened_at, last_at, resolved_at, body)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (id) DO UPDATE SET status = ?5, severity = ?6, starts_at = ?8, opened_at = ?9,
    last_at = ?10, resolved_at = ?11, body = ?12`;

/** Names no column that stands in an index: those would be written again, whether they have changed or not. */
const TOUCH = 'UPDATE alerts SET severity = ?2, starts_at = ?3, last_at = ?4, body = ?5 WHERE id = ?1';

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

  /** Of one that is stored with the same status. */
  touch(alert: Alert): void {
    const { id, severity, startsAt, lastAt } = alert;
    this.#store.prepare(TOUCH).run(id, severity, startsAt, lastAt, JSON.stringify(alert));
  }

  delete(id: string, hasEntries: boolean): void {
    this.#store.prepare('DELETE FROM alerts WHERE id = ?').run(id);
    if (hasEntries) this.#store.prepare('DELETE FROM alert_entries WHERE alert = ?').run(id);
  }

  get(id: string): Alert | undefined {
    const row = this.#store.prepare('SELECT body FROM alerts WHERE id = ?').get(id);
    return row && toAlert(row);
  }

  /** In the order in which they began. */
  *unresolved(): Generator<Alert> {
    const shared = new SharedTexts();
    const rows = this.#store.prepare(`SELECT body FROM alerts WHERE status <> 'resolved' ORDER BY id`);
    for (const row of rows.iterate()) yield shared.in(toAlert(row));
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

/** Most alerts have some texts in common, of which one copy is enough. */
class SharedTexts {
  readonly #texts = new Map<string, string>();
  readonly #labels = new Map<string, Alert['labels']>();

  in(alert: Alert): Alert {
    const { subject, description, labels } = alert;
    return {
      ...alert,
      groupId: this.#text(alert.groupId),
      description: typeof description === 'string' ? this.#text(description) : description,
      labels: this.#labelsLike(labels),
      subject: subject && {
        ...subject,
        listener: subject.listener && this.#text(subject.listener),
        node: this.#text(subject.node),
        reason: subject.reason && this.#text(subject.reason),
      },
    };
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size < MOST_SHARED) this.#texts.set(text, text);
    return text;
  }

  #labelsLike(labels: Alert['labels']): Alert['labels'] {
    const text = JSON.stringify(labels);
    const known = this.#labels.get(text);
    if (known) return known;
    if (this.#labels.size < MOST_SHARED) this.#labels.set(text, labels);
    return labels;
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
    raisedAt: stored.raisedAt,
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
