import type { Culprit, Misdeed } from './alerts/door.ts';
import type { EventPorts } from './broker/event-ports.ts';

/** Why a connection ended that did not speak MQTT as the standard has it. Silence is none: load balancers look in and leave. */
const PROTOCOL_REASONS: ReadonlySet<string> = new Set([
  'malformed_packet',
  'protocol_error',
  'unsupported_protocol_version',
  'frame_too_large',
  'packet_too_large',
  'topic_name_invalid',
  'topic_alias_invalid',
  'receive_maximum_exceeded',
  'websocket',
]);

/** Dropped on purpose, or not lost. */
const HARMLESS_DROPS: ReadonlySet<string> = new Set([
  'no_local',
  'retained_expired',
  'retained_quota_exceeded',
  'retained_memory_exceeded',
]);

/** Tells monitors who it was, from the events of the broker, until the answer is called. */
export function hearMisdeeds(
  events: EventPorts,
  what: Misdeed,
  listener: (culprit: Culprit) => void,
): () => void {
  const stops = listenTo(events, what, listener);
  return () => {
    for (const stop of stops) stop();
  };
}

function listenTo(events: EventPorts, what: Misdeed, tell: (culprit: Culprit) => void): (() => void)[] {
  switch (what) {
    case 'failed_login':
      return [
        events['client.check_authn_complete'].listen(({ reasonCode, client }) => {
          if (reasonCode !== 0) tell({ who: client.peerHost, reason: `${reasonCode}` });
        }),
      ];
    case 'denial':
      return [
        events['client.check_authz_complete'].listenToDenials(({ client, action }) =>
          tell({ who: client.clientId, reason: action }),
        ),
      ];
    case 'protocol_error':
      return [
        events['connection.refused'].listen(({ reason, peerHost }) => {
          if (PROTOCOL_REASONS.has(reason)) tell({ who: peerHost, reason });
        }),
        events['client.disconnected'].listen(({ reason, closedBy, client }) => {
          if (closedBy === 'server' && PROTOCOL_REASONS.has(reason)) tell({ who: client.peerHost, reason });
        }),
      ];
    case 'drop':
      return [
        events['message.dropped'].listen(({ message, reason }) => {
          if (!HARMLESS_DROPS.has(reason)) tell({ who: message.from.clientId, reason });
        }),
        events['delivery.dropped'].listen(({ client, reason }) => {
          if (!HARMLESS_DROPS.has(reason)) tell({ who: client.clientId, reason });
        }),
      ];
  }
}
