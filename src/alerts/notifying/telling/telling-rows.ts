import type { Store } from '../../../store/store.ts';
import type { Notification } from '../../notification.ts';

export type TellingEvent = 'trigger' | 'escalate' | 'repeat' | 'acknowledge' | 'resolve';

/** Ids of alerts that one message tells of, and how. */
export interface Members {
  readonly event: TellingEvent;
  readonly alerts: readonly string[];
}

/** What is known of a group on one channel. */
export interface GroupRow {
  readonly group: string;
  readonly channel: string;
  readonly incident: string | undefined;
  readonly openedToldAt: number | undefined;
  readonly toldAt: number | undefined;
}

export interface TellingRow {
  readonly channel: string;
  readonly event: TellingEvent;
  readonly incident: string;
  readonly notification: string;
}

export interface NotificationRow {
  readonly id: string;
  readonly channel: string;
  readonly at: number;
  readonly delivery: string;
  readonly incident: string;
  readonly priority: 'critical' | 'normal';
}

const INSERT = `INSERT INTO notifications (id, channel, reason, group_id, at, delivery, applied, body)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM deliveries WHERE id = ?6)`;

const INSERT_MEMBERS = `INSERT OR REPLACE INTO notification_members (notification, n, event, alerts)
  VALUES (?, ?, ?, ?)`;

const INSERT_TELLING = `INSERT OR REPLACE INTO alert_tellings (alert, channel, event, incident, notification, at)
  VALUES (?, ?, ?, ?, ?, ?)`;

const FORGET_TELLING = `DELETE FROM alert_tellings
  WHERE alert = ? AND channel = ? AND event = ? AND notification = ?`;

const PUT_GROUP = `INSERT INTO alert_groups (id, channel, body) VALUES (?1, ?2, ?3)
  ON CONFLICT (id, channel) DO UPDATE SET body = ?3`;

const SET_TOLD = 'UPDATE alerts SET told = 1 WHERE id IN (SELECT value FROM json_each(?))';

/** Unless it was told once more meanwhile. */
const SET_UNTOLD = `UPDATE alerts SET told = 0 WHERE id IN (SELECT value FROM json_each(?1)) AND NOT EXISTS
  (SELECT 1 FROM alert_tellings t WHERE t.alert = alerts.id AND t.channel = ?2 AND t.event = 'resolve')`;

const UNFINISHED = `SELECT n.id, n.channel, n.at, n.delivery, n.body, d.state
  FROM notifications n LEFT JOIN deliveries d ON d.id = n.delivery WHERE n.state = 'sent' ORDER BY n.id`;

/** Members that were stored before their message was, which then was not. */
const FORGET_ORPHANS = `DELETE FROM notification_members
  WHERE notification NOT IN (SELECT id FROM notifications)`;

const PRUNE = `DELETE FROM notifications WHERE id IN
  (SELECT id FROM notifications WHERE at < ? AND state <> 'sent' AND applied = 1 ORDER BY id LIMIT 500) RETURNING id`;

/** The tables of what was told. What writes belongs into a write of the store. */
export class TellingRows {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws Error when its delivery is not there: then nothing was told */
  insert(
    notification: Notification,
    delivery: string,
    priority: 'critical' | 'normal',
    isApplied: boolean,
  ): void {
    const { id, channel, reason, groupId, at, severity, counts, span, incident, common, digest } =
      notification;
    const body = JSON.stringify({ severity, counts, span, incident, common, digest, priority });
    const { changes } = this.#store
      .prepare(INSERT)
      .run(id, channel, reason, groupId ?? null, at, delivery, Number(isApplied), body);
    if (changes === 0) throw new Error(`the delivery ${delivery} was not stored`);
  }

  insertMembers(notification: string, n: number, { event, alerts }: Members): void {
    this.#store.prepare(INSERT_MEMBERS).run(notification, n, event, JSON.stringify(alerts));
  }

  insertTellings(
    { id, channel, incident, at }: Pick<Notification, 'id' | 'channel' | 'incident' | 'at'>,
    { event, alerts }: Members,
  ): void {
    const insert = this.#store.prepare(INSERT_TELLING);
    for (const alert of alerts) insert.run(alert, channel, event, incident, id, at);
  }

  /** It was not told after all. */
  forgetTellings(notification: string, channel: string, { event, alerts }: Members): void {
    const forget = this.#store.prepare(FORGET_TELLING);
    for (const alert of alerts) forget.run(alert, channel, event, notification);
    if (event === 'resolve') this.#store.prepare(SET_UNTOLD).run(JSON.stringify(alerts), channel);
  }

  setApplied(notification: string): void {
    this.#store.prepare('UPDATE notifications SET applied = 1 WHERE id = ?').run(notification);
  }

  setState(notification: string, state: 'delivered' | 'failed'): void {
    this.#store.prepare('UPDATE notifications SET state = ? WHERE id = ?').run(state, notification);
  }

  putGroup({ group, channel, ...body }: GroupRow): void {
    this.#store.prepare(PUT_GROUP).run(group, channel, JSON.stringify(body));
  }

  deleteGroup(group: string, channel: string): void {
    this.#store.prepare('DELETE FROM alert_groups WHERE id = ? AND channel = ?').run(group, channel);
  }

  /** Everybody was told what there is to tell of alerts that are over. */
  setTold(alerts: readonly string[]): void {
    this.#store.prepare(SET_TOLD).run(JSON.stringify(alerts));
  }

  forgetOrphans(): void {
    this.#store.prepare(FORGET_ORPHANS).run();
  }

  /** A few that are older than this, with their members. @returns whether there may be more */
  prune(before: number): boolean {
    const gone = this.#store.prepare(PRUNE).all(before);
    const forget = this.#store.prepare('DELETE FROM notification_members WHERE notification = ?');
    for (const { id } of gone) forget.run(String(id));
    return gone.length === 500;
  }

  tellingsOf(alert: string): TellingRow[] {
    return this.#store
      .prepare('SELECT channel, event, incident, notification FROM alert_tellings WHERE alert = ?')
      .all(alert) as unknown as TellingRow[];
  }

  groups(): GroupRow[] {
    return this.#store
      .prepare('SELECT id, channel, body FROM alert_groups')
      .all()
      .map(({ id, channel, body }) => ({
        ...(JSON.parse(String(body)) as Omit<GroupRow, 'group' | 'channel'>),
        group: String(id),
        channel: String(channel),
      }));
  }

  /** Ids of alerts that are over, and of which somebody may have still to hear. */
  untold(): string[] {
    return this.#store
      .prepare(`SELECT id FROM alerts WHERE status = 'resolved' AND told = 0 ORDER BY id`)
      .all()
      .map(({ id }) => String(id));
  }

  /** Messages of which it is not known here how they ended, and how far their deliveries are; undefined: gone. */
  unfinished(): { row: NotificationRow; state: string | undefined }[] {
    return this.#store.prepare(UNFINISHED).all().map(toUnfinished);
  }

  unapplied(): NotificationRow[] {
    return this.#store
      .prepare('SELECT id, channel, at, delivery, body FROM notifications WHERE applied = 0 ORDER BY id')
      .all()
      .map((row) => toUnfinished(row).row);
  }

  /** In the order in which they were told. */
  membersOf(notification: string): Members[] {
    return this.#store
      .prepare('SELECT event, alerts FROM notification_members WHERE notification = ? ORDER BY n')
      .all(notification)
      .map(({ event, alerts }) => ({
        event: event as TellingEvent,
        alerts: JSON.parse(String(alerts)) as string[],
      }));
  }
}

function toUnfinished({ id, channel, at, delivery, body, state }: Record<string, unknown>) {
  const { incident, priority } = JSON.parse(String(body)) as Pick<NotificationRow, 'incident' | 'priority'>;
  const row: NotificationRow = {
    id: String(id),
    channel: String(channel),
    at: Number(at),
    delivery: String(delivery),
    incident,
    priority,
  };
  return { row, state: typeof state === 'string' ? state : undefined };
}
