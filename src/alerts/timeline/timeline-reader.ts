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
const CANDIDATES = `SELECT id, channel, reason, at, delivery, body, state FROM notifications WHERE id IN (
    SELECT notification FROM alert_tellings WHERE alert = :alert
    UNION SELECT id FROM (SELECT id FROM notifications WHERE group_id = :group AND at >= :from ORDER BY id DESC LIMIT :most)
  ) ORDER BY id`;

/** Of a message with many alerts. */
const MEMBERS = `SELECT COUNT(*) AS pieces, SUM(json_array_length(alerts)) AS count, MAX(instr(alerts, ?) > 0) AS isMember
  FROM notification_members WHERE notification = ?`;

/** Of one with few: they stand where each alert says by what it was told last. */
const IS_TOLD_BY = 'SELECT 1 FROM alert_tellings WHERE alert = ? AND notification = ?';

interface NotificationRow {
  readonly id: string;
  readonly channel: string;
  readonly reason: NotifyReason;
  readonly at: number;
  readonly delivery: string;
  readonly body: string;
  readonly state: string;
}

interface NotificationBody {
  readonly digest?: { readonly kind: DigestCause['kind'] } | null;
  readonly counts?: { readonly opened: number; readonly resolved: number; readonly stillOpen: number };
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

  #tellings(alert: Alert): AlertTelling[] {
    const { id, groupId, startsAt } = alert;
    const parameters = { alert: id, group: groupId, from: startsAt, most: MOST_NOTIFICATIONS };
    const rows = this.#store.prepare(CANDIDATES).all(parameters) as unknown as NotificationRow[];
    const toldAt = new Map<string, number>();
    return rows.flatMap((row) => {
      const body = JSON.parse(row.body) as NotificationBody;
      const members = this.#store.prepare(MEMBERS).get(JSON.stringify(id), row.id);
      const isLarge = Number(members?.pieces) > 0;
      const isMember = isLarge
        ? Number(members?.isMember) === 1
        : this.#store.prepare(IS_TOLD_BY).get(id, row.id) !== undefined || isReminder(alert, row, toldAt);
      if (!isMember) return [];
      if (!toldAt.has(row.channel)) toldAt.set(row.channel, row.at);
      return [
        {
          at: row.at,
          channel: row.channel,
          reason: row.reason,
          digest: body.digest?.kind,
          others: Math.max(0, (isLarge ? Number(members?.count) : countOf(row, body)) - 1),
          deliveryId: row.delivery,
          delivery: this.#deliveryOf(row.delivery),
        },
      ];
    });
  }
}

/** Of several reminders the last one is told by the tables; they are about all that is open and that nobody takes care of. */
function isReminder(
  { acknowledgement, resolution }: Alert,
  { reason, channel, at }: NotificationRow,
  toldAt: ReadonlyMap<string, number>,
): boolean {
  if (reason !== 'repeat' || (toldAt.get(channel) ?? Infinity) >= at) return false;
  return at < (acknowledgement?.at ?? Infinity) && at < (resolution?.at ?? Infinity);
}

function countOf({ reason }: NotificationRow, { counts }: NotificationBody): number {
  if (!counts) return 1;
  return reason === 'repeat' ? counts.stillOpen : counts.opened + counts.resolved;
}
