import type { HappenedEvent } from '../../../../src/texts/event-words.ts';

/** Which events are trouble: a shape and a colour for them, and nothing for the others. */
export type EventTone = 'bad' | 'good' | 'plain';

const BAD: ReadonlySet<string> = new Set([
  'connection.refused',
  'session.subscribe_refused',
  'delivery.dropped',
  'alarm.activated',
  'journal.gap',
]);

/** A client that goes of its own will is no trouble. */
const WANTED: ReadonlySet<unknown> = new Set(['normal', 'disconnect_with_will_message']);

export function isRefusal({ event, columns }: HappenedEvent): boolean {
  if (event === 'client.connack' || event === 'client.check_authn_complete')
    return columns.reason_code !== undefined && columns.reason_code !== 'success';
  return event === 'client.check_authz_complete' && columns.result === 'deny';
}

export function toneOf(event: HappenedEvent): EventTone {
  if (event.event === 'client.connected' || event.event === 'alarm.deactivated') return 'good';
  if (event.event === 'client.disconnected') return WANTED.has(event.columns.reason) ? 'plain' : 'bad';
  return BAD.has(event.event) || isRefusal(event) ? 'bad' : 'plain';
}
