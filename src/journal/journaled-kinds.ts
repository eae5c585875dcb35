import { GAP } from './recorded-event.ts';

/** What can be recorded, by the name of the event. */
export const JOURNALED_KINDS = [
  'connection.refused',
  'client.connected',
  'client.disconnected',
  'client.connack',
  'client.check_authn_complete',
  'client.check_authz_complete',
  /** Of the checks of what clients may do, those that say no. */
  'client.check_authz_complete.deny',
  'session.subscribed',
  'session.unsubscribed',
  'session.subscribe_refused',
  'message.delivered',
  'message.acked',
  'message.dropped',
  'delivery.dropped',
  'alarm.activated',
  'alarm.deactivated',
] as const;
export type JournaledKind = (typeof JOURNALED_KINDS)[number];

/** The names that recorded events may have. */
export const RECORDED_NAMES: ReadonlySet<string> = new Set([
  ...JOURNALED_KINDS.filter((kind) => kind !== 'client.check_authz_complete.deny'),
  'message.publish',
  GAP,
]);

/** Who comes and goes, who is refused, what is lost, what is wrong. Checks that say yes come with every message. */
export const USUAL_KINDS: readonly JournaledKind[] = JOURNALED_KINDS.filter(
  (kind) =>
    kind !== 'client.check_authz_complete' && kind !== 'message.delivered' && kind !== 'message.acked',
);
