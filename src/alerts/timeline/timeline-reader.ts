import type { DeliveryRecord } from '../../delivery/door.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { DigestCause, NotifyReason } from '../notification.ts';
import { type AlertEntry, type AlertTelling, type TimelineEntry, timelineOf } from './timeline.ts';

/** What is read of an alert. */
const MOST_ENTRIES = 500;
const MOST_NOTIFICATIONS = 500;

const ENTRIES = 'SELECT at, kind, body FROM alert_entries WHERE alert = ? ORDER BY n DESC LIMIT ?';

/** Those of its group since it began, and those by which channels know of it. */
const CANDIDATES = `SELECT id, channel, reason, at, delivery, body FROM notifications WHERE id IN (
    SELECT notification FROM alert_tellings WHERE alert = :alert
    UNION SELECT id FROM (SELECT id FROM notifications WHERE group_id = :group AND at >= :from ORDER BY id DESC LIMIT :most)
  ) ORDER BY id`;

const MEMBERS = `SELECT SUM(json_array_length(alerts)) AS count, MAX(instr(alerts, ?) > 0) AS isMember
  FROM notification_members WHERE notification = ?`;

interface NotificationRow {
  readonly id: string;
  readonly channel: string;
  readonly reason: NotifyReason;
  readonly at: number;
  readonly delivery: string;
  readonly body: string;
}

/** Puts together what the tables and the delivery log know of an alert. */
export class TimelineReader {
  readonly #store: Store;
  readonly #deliveryOf: (id: string) => DeliveryRecord | undefined;

  /** @param deliveryOf as the delivery log has it */
  constructor(store: Store, deliveryOf: (id: string) => DeliveryRecord | undefined) {
    this.#store = store;
    this.#deliveryOf = deliveryOf;
  }

  read(alert: Alert): TimelineEntry[] {
    return timelineOf({ alert, entries: this.#entries(alert), tellings: this.#tellings(alert) });
  }

  #entries({ id }: Alert): AlertEntry[] {
    return this.#store
      .prepare(ENTRIES)
      .all(id, MOST_ENTRIES)
      .reverse()
      .map(({ at, kind, body }) => ({
        at: Number(at),
        kind: String(kind),
        body: JSON.parse(String(body)) as AlertEntry['body'],
      }));
  }

  #tellings({ id, groupId, startsAt }: Alert): AlertTelling[] {
    const parameters = { alert: id, group: groupId, from: startsAt, most: MOST_NOTIFICATIONS };
    const rows = this.#store.prepare(CANDIDATES).all(parameters) as unknown as NotificationRow[];
    return rows.flatMap((row) => {
      const members = this.#store.prepare(MEMBERS).get(JSON.stringify(id), row.id);
      if (Number(members?.isMember) !== 1) return [];
      const { digest } = JSON.parse(row.body) as { digest?: { kind: DigestCause['kind'] } | null };
      return [
        {
          at: row.at,
          channel: row.channel,
          reason: row.reason,
          digest: digest?.kind,
          others: Math.max(0, Number(members?.count) - 1),
          deliveryId: row.delivery,
          delivery: this.#deliveryOf(row.delivery),
        },
      ];
    });
  }
}
