import type { Broker, BrokerEvent, EventName } from '../broker/door.ts';
import { reasonCodeName } from '../mqtt/reason-codes.ts';
import type { TraceFilter } from './trace-filter.ts';
import type { TraceFields } from './trace-record.ts';

/** What a trace can tell of: all that is about a client, an address or a message. */
export type TracedEvent = Exclude<BrokerEvent, { name: 'alarm.activated' | 'alarm.deactivated' }>;

/** Those of them that packets do not tell of by themselves. */
export const HEARD_EVENTS = [
  'connection.refused',
  'client.check_authn_complete',
  'client.check_authz_complete',
  'client.connected',
  'session.subscribed',
  'session.unsubscribed',
  'session.subscribe_refused',
  'message.acked',
  'message.dropped',
  'delivery.dropped',
] as const satisfies readonly EventName[];

export function takesEvent(filter: TraceFilter, event: TracedEvent): boolean {
  if (event.name === 'connection.refused') return filter.takesAddress(event.peerHost);
  if ('client' in event && filter.takesClient(event.client)) return true;
  if ('message' in event) return filter.takesMessage(event.message);
  switch (event.name) {
    case 'client.check_authz_complete':
      return event.action === 'publish' ? filter.takesTopic(event.topic) : filter.takesFilter(event.topic);
    case 'session.subscribed':
    case 'session.unsubscribed':
    case 'session.subscribe_refused':
      return filter.takesFilter(event.filter);
    default:
      return false;
  }
}

export function eventFields(event: TracedEvent, broker: Pick<Broker, 'facts'>): TraceFields {
  switch (event.name) {
    case 'connection.refused':
      return { reason: event.reason, sentence: event.sentence, listener: event.listener };
    case 'client.check_authn_complete':
      return { ...reasonOf(event.reasonCode), is_anonymous: event.isAnonymous };
    case 'client.check_authz_complete':
      return {
        action: event.action,
        topic: event.topic,
        result: event.result,
        authz_source: event.source,
      };
    case 'client.connected':
      return connectedFields(event, broker);
    case 'client.disconnected':
      return { reason: event.reason, closed_by: event.closedBy };
    case 'client.connack':
      return reasonOf(event.reasonCode);
    case 'session.subscribed':
    case 'session.unsubscribed':
      return { topic: event.filter, qos: event.qos };
    case 'session.subscribe_refused':
      return { topic: event.filter, qos: event.qos, ...reasonOf(event.reasonCode) };
    case 'message.publish':
      return messageFields(event.message);
    case 'message.delivered':
    case 'message.acked':
      return { ...messageFields(event.message), qos: event.qos };
    case 'message.dropped':
      return { ...messageFields(event.message), reason: event.reason };
    case 'delivery.dropped':
      return { ...messageFields(event.message), qos: event.qos, reason: event.reason };
  }
}

function connectedFields(
  { client }: Extract<BrokerEvent, { name: 'client.connected' }>,
  broker: Pick<Broker, 'facts'>,
): TraceFields {
  const facts = broker.facts(client.clientId);
  return {
    listener: client.listener,
    keepalive: client.keepAlive,
    clean_start: client.cleanStart,
    expiry_interval: client.expiryInterval,
    receive_maximum: client.receiveMaximum,
    is_superuser: client.isSuperuser,
    ...(facts && {
      session_created_at: new Date(facts.createdAt).toISOString(),
      subscriptions: facts.subscriptions.size,
      queued: facts.queueLength,
      inflight: facts.inflightCount,
    }),
  };
}

function messageFields({
  id,
  topic,
  qos,
  from,
}: Extract<BrokerEvent, { name: 'message.publish' }>['message']): TraceFields {
  return { message_id: id, topic, qos, from_clientid: from.clientId };
}

function reasonOf(code: number): TraceFields {
  return { reason_code: code, reason: reasonCodeName(code) };
}
