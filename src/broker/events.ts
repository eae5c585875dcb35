import type { Properties, ProtocolVersion, QoS } from '../mqtt/packets.ts';
import type { Alarm } from './alarms.ts';
import type { PeerCertificate } from './connections/peer-certificate.ts';
import type { Message } from './messages/message.ts';
import type { RetainRefusal } from './messages/retained-messages.ts';

/** What is known about a connection from its CONNECT on. Times are Unix milliseconds. */
export interface ClientInfo {
  readonly clientId: string;
  readonly username: string | undefined;
  /** The peer's address without a port; IPv4-mapped IPv6 prints as IPv4. */
  readonly peerHost: string;
  readonly peerPort: number;
  /** `address:port`, IPv6 without brackets, as EMQX prints it. */
  readonly peerName: string;
  readonly sockName: string;
  /** `tcp:default`, `ws:default`. */
  readonly listener: string;
  readonly protocolName: string;
  readonly protocolVersion: ProtocolVersion;
  /** Seconds, after a server override. The API may change it; the object stays the same, since rules know the connection by it. */
  keepAlive: number;
  readonly cleanStart: boolean;
  /** Session expiry in seconds. */
  readonly expiryInterval: number;
  readonly receiveMaximum: number;
  readonly isBridge: boolean;
  readonly properties: Properties;
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether nothing is denied to it. */
  readonly isSuperuser: boolean;
  /** The access list that came with its authentication, in the form of EMQX's `acl` claim; undefined when none did. */
  readonly acl: unknown;
  /** The name that it proved: only the same one may take its session over. Undefined when it proved none. */
  readonly identity: string | undefined;
  /** By which it connected; undefined without one. */
  readonly certificate?: PeerCertificate | undefined;
  readonly connectedAt: number;
}

/** Who ended the connection, which the reason alone does not tell (a `keepalive_timeout` may be either's). */
export type ClosedBy = 'client' | 'server' | 'network';

/**
 * Counts through the coming and going of clients. It grows with each such event of this broker, also over restarts
 * while the clock is not set back, so that the event with the highest one says whether a client is there.
 */
interface InSequence {
  readonly sequence: number;
}

export interface ClientConnected extends InSequence {
  readonly name: 'client.connected';
  readonly at: number;
  readonly client: ClientInfo;
}

export interface ClientDisconnected extends InSequence {
  readonly name: 'client.disconnected';
  readonly at: number;
  readonly client: ClientInfo;
  /** EMQX's reason names: `normal`, `kicked`, `keepalive_timeout`, `tcp_closed`, `takenover`, … */
  readonly reason: string;
  readonly closedBy: ClosedBy;
  /** The properties of the client's own DISCONNECT; empty when it sent none. */
  readonly properties: Properties;
  readonly disconnectedAt: number;
  /**
   * Whether its will is published with this event: not if it has none, said good-bye, or its will has a delay. Undefined when
   * somebody else has to be asked whether it may.
   */
  readonly willPublished?: boolean | undefined;
}

export interface ClientConnack {
  readonly name: 'client.connack';
  readonly at: number;
  /** `connectedAt` is 0 when the session was never opened. */
  readonly client: ClientInfo;
  readonly reasonCode: number;
}

/** Authentication came to an answer, which is not an intermediate step of an enhanced one. */
export interface ClientCheckAuthnComplete {
  readonly name: 'client.check_authn_complete';
  readonly at: number;
  /** `connectedAt` is 0; rights and attributes are those that it gets if it is let in. */
  readonly client: ClientInfo;
  readonly reasonCode: number;
  /** Nothing checked the client, or all authenticators left it to the next. */
  readonly isAnonymous: boolean;
}

export interface ClientCheckAuthzComplete {
  readonly name: 'client.check_authz_complete';
  readonly at: number;
  readonly client: ClientInfo;
  /** The topic of a PUBLISH; the filter of a SUBSCRIBE, without `$share/group/`. */
  readonly topic: string;
  readonly action: 'publish' | 'subscribe';
  /** Who decided: `cache`, `default` when no rule matched, `superuser`, `client_info`, or a source: `file`, … */
  readonly source: string;
  readonly result: 'allow' | 'deny';
}

/** A connection that the broker closed before its CONNECT could be answered as one that `client.connack` tells of. */
export interface ConnectionRefused {
  readonly name: 'connection.refused';
  readonly at: number;
  /** `idle_timeout`, `too_many_connections`, `malformed_packet`, `tls_handshake`, `websocket`, … */
  readonly reason: string;
  /** The same as a sentence; undefined when the reason says it all. */
  readonly sentence: string | undefined;
  /** `''` and 0 when nobody knows: the connection was gone already. */
  readonly peerHost: string;
  readonly peerPort: number;
  /** `tcp:default` */
  readonly listener: string;
}

/** A filter of a SUBSCRIBE was not granted. */
export interface SessionSubscribeRefused {
  readonly name: 'session.subscribe_refused';
  readonly at: number;
  readonly client: ClientInfo;
  readonly filter: string;
  readonly qos: QoS;
  readonly properties: Properties;
  /** As in the SUBACK of MQTT 5. */
  readonly reasonCode: number;
}

export interface SessionSubscribed {
  readonly name: 'session.subscribed';
  readonly at: number;
  readonly client: ClientInfo;
  readonly filter: string;
  readonly qos: QoS;
  readonly properties: Properties;
}

export interface SessionUnsubscribed {
  readonly name: 'session.unsubscribed';
  readonly at: number;
  readonly client: ClientInfo;
  readonly filter: string;
  readonly qos: QoS;
  readonly properties: Properties;
}

export interface MessagePublish {
  readonly name: 'message.publish';
  readonly at: number;
  readonly message: Message;
}

/** A message on its way to one receiver, and what that receiver's subscriptions made of it. */
interface OfDelivery {
  readonly at: number;
  readonly message: Message;
  /** The receiver. */
  readonly client: ClientInfo;
  /** The QoS of this delivery. */
  readonly qos: QoS;
  /** The RETAIN flag of this delivery. */
  readonly retain: boolean;
  /** Of the subscriptions that matched; undefined when none has one. */
  readonly identifiers: readonly number[] | undefined;
}

export interface MessageDelivered extends OfDelivery {
  readonly name: 'message.delivered';
}

export interface MessageAcked extends OfDelivery {
  readonly name: 'message.acked';
  /** Of the PUBACK, or of the PUBREC for QoS 2. */
  readonly properties: Properties;
}

export interface MessageDropped {
  readonly name: 'message.dropped';
  readonly at: number;
  readonly message: Message;
  readonly reason:
    | 'no_subscribers'
    | 'receive_maximum_exceeded'
    | 'packet_identifier_inuse'
    | 'quota_exceeded'
    /** A `$delayed/…` topic that says no delay. */
    | 'topic_name_invalid'
    /** It went to its receivers and is not kept for later ones. */
    | RetainRefusal
    /** It was kept, and its time is over. */
    | 'retained_expired';
}

export interface DeliveryDropped extends OfDelivery {
  readonly name: 'delivery.dropped';
  readonly reason: 'queue_full' | 'qos0_msg' | 'no_local' | 'expired' | 'too_large' | 'not_authorized';
}

export interface AlarmActivated {
  readonly name: 'alarm.activated';
  readonly at: number;
  readonly alarm: Alarm;
}

export interface AlarmDeactivated {
  readonly name: 'alarm.deactivated';
  readonly at: number;
  readonly alarm: Alarm;
}

/** One thing that the broker did. Every member is a fact about a moment: nothing in it changes afterwards. */
export type BrokerEvent =
  | ConnectionRefused
  | ClientConnected
  | ClientDisconnected
  | ClientConnack
  | ClientCheckAuthnComplete
  | ClientCheckAuthzComplete
  | SessionSubscribed
  | SessionUnsubscribed
  | SessionSubscribeRefused
  | MessagePublish
  | MessageDelivered
  | MessageAcked
  | MessageDropped
  | DeliveryDropped
  | AlarmActivated
  | AlarmDeactivated;

export type EventName = BrokerEvent['name'];
export type EventOf<Name extends EventName> = Extract<BrokerEvent, { name: Name }>;
