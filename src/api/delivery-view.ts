import type { DeliveryFilter, DeliveryRecord } from '../delivery/door.ts';
import type { Delivery } from './contract.ts';
import { toTimestamp } from './timestamps.ts';

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
  };
}

/** What a query asks for, in the words of the log. */
export function deliveryFilterOf({
  status,
  connector,
  action,
  rule,
  since,
  until,
  q,
}: Omit<DeliveryFilter, 'text'> & { q?: string | undefined }): DeliveryFilter {
  return { status, connector, action, rule, since, until, text: q };
}

function momentOrNull(time: number | null): string | null {
  return time === null ? null : toTimestamp(time);
}
