import {
  DELIVERY_STATUSES,
  type DeliveryCount,
  type DeliveryFilter,
  type DeliveryRecord,
  type LiveDeliveryFilter,
} from '../delivery/door.ts';
import type { Delivery, DeliveryExportQuery, DeliveryStreamQuery } from './contract.ts';
import { toTimestamp } from './timestamps.ts';

type RecordedQuery = Omit<DeliveryExportQuery, 'format'>;

/** A delivery as the API shows it. */
export function deliveryView(record: DeliveryRecord): Delivery {
  return {
    ...record,
    request: record.request && { ...record.request },
    attempts: record.attempts.map((attempt) => ({ ...attempt, at: toTimestamp(attempt.at) })),
    created_at: toTimestamp(record.created_at),
    next_at: momentOrNull(record.next_at),
    expires_at: momentOrNull(record.expires_at),
    finished_at: momentOrNull(record.finished_at),
    told_in: record.told_in,
  };
}

/** What a query asks for, in the words of the log. */
export function deliveryFilterOf(query: RecordedQuery): DeliveryFilter {
  const { since, until, q } = query;
  return { ...liveFilterOf(query), since, until, text: q };
}

export function liveFilterOf(query: DeliveryStreamQuery): LiveDeliveryFilter {
  const { status, connector, action, rule, alert, vendor_code } = query;
  return { status, connector, action, rule, alert, vendorCode: vendor_code };
}

/** The counts as a row for each connector. */
export function deliveryCountsView(counts: readonly DeliveryCount[]) {
  const none = Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, 0]));
  const totals = { ...none };
  const rows = new Map<string, { [status: string]: number } & { oldest: number }>();
  for (const { connector, status, count, oldest } of counts) {
    totals[status] = (totals[status] ?? 0) + count;
    const row = rows.get(connector) ?? { ...none, oldest: Number.POSITIVE_INFINITY };
    const isWaiting = status === 'queued' || status === 'retrying';
    rows.set(connector, {
      ...row,
      [status]: count,
      oldest: isWaiting ? Math.min(row.oldest, oldest) : row.oldest,
    });
  }
  const data = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([connector, { oldest, ...figures }]) => ({
      connector,
      ...figures,
      oldest_waiting_at: Number.isFinite(oldest) ? toTimestamp(oldest) : null,
    }));
  return { data, totals };
}

function momentOrNull(time: number | null): string | null {
  return time === null ? null : toTimestamp(time);
}
