import { readCursor, writeCursor } from '../client-search/cursor.ts';
import type { SubscriptionPlace } from './search-subscriptions.ts';

export function subscriptionCursor({ clientId, filter, qos }: SubscriptionPlace): string {
  return writeCursor([clientId, filter, qos]);
}

/** @throws ApiError 400 for a cursor that no answer gave */
export function subscriptionPlace(cursor: string | undefined): SubscriptionPlace | undefined {
  return readCursor(cursor, ([clientId, filter, qos]) =>
    typeof clientId === 'string' && typeof filter === 'string' && typeof qos === 'number'
      ? { clientId, filter, qos }
      : undefined,
  );
}
