import type { BrokerEvent } from '../broker/door.ts';

/** Whom an event is about, by the columns `clientid` and `username`. */
export function subjectOf(event: BrokerEvent): { clientId?: string; username?: string | undefined } {
  if ('client' in event) return event.client;
  if ('message' in event) return event.message.from;
  return {};
}
