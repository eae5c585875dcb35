import type { PageOf, PageRequest } from '../lib/page-of.ts';
import type { Steps } from '../lib/steps.ts';
import type { Properties, ProtocolVersion, QoS } from '../mqtt/packets.ts';
import type { PropertyLimits } from '../mqtt/properties.ts';
import type { RightsInspection } from './access/authorization/rights-inspection.ts';
import type { Bans } from './access/bans/bans.ts';
import type { Alarms } from './alarms.ts';
import type { Aftermath } from './connections/aftermath.ts';
import type { Encryption } from './connections/encryption.ts';
import type { PeerCertificate } from './connections/peer-certificate.ts';
import type { DelayedSettings } from './delayed/delayed-messages.ts';
import type { EventPorts } from './event-ports.ts';
import type { ClientInfo } from './events.ts';
import type { Message } from './messages/message.ts';
import type { Retainer } from './messages/retainer-port.ts';
import type { BrokerMetrics } from './metrics.ts';
import type { SlowSubscriptions } from './observing/slow-subscriptions.ts';
import type { TopicMetrics } from './observing/topic-metrics.ts';
import type { TopicObserver } from './observing/topic-observer.ts';
import type { PacketTap } from './packet-tap.ts';
import type { TopicRewriter } from './rewriting/topic-rewriter.ts';
import type { AutoSubscription } from './sessions/auto-subscriptions.ts';

export type { DelayedSettings } from './delayed/delayed-messages.ts';
export type { RetainBound } from './messages/retained-messages.ts';
export type { RetainedDraft, Retainer } from './messages/retainer-port.ts';
export {
  type RetainerSettings,
  retainedLimitsOf,
  retainerSettingsOf,
} from './messages/retainer-settings.ts';
export { countDropped } from './metrics.ts';
export type { RetainedLimits } from './settings.ts';

/** Hears a message before it is routed, by which filter, and when (Unix milliseconds). */
export type WatchListener = (message: Message, filter: string, now: number) => void;

/**
 * The broker as the floors above see it: what rules and the API may ask and do. Everything here answers at
 * once from memory; a thing that does not exist is `undefined` or `false`, never an exception.
 */
export interface Broker {
  /** `tocsin@127.0.0.1` */
  readonly node: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly events: EventPorts;
  /** Where packets can be heard; one at a time does. */
  readonly tap: PacketTap;
  /** Kept by those who make something of the events: nothing is acknowledged before what it caused is done and stored. */
  readonly aftermath: Aftermath;
  readonly metrics: BrokerMetrics;
  /** Who is kept out. */
  readonly bans: Pick<Bans, 'list' | 'get' | 'find' | 'add' | 'delete' | 'clear'>;
  readonly alarms: Pick<Alarms, 'active' | 'history' | 'deactivate' | 'clearHistory'>;
  /** True while nothing can be stored: QoS 1 and 2 messages are refused then. */
  readonly isFailing: boolean;
  /** Who may do what, and why. */
  readonly rights: Pick<RightsInspection, 'remembered' | 'forget' | 'explain'>;
  readonly retainer: Retainer;
  readonly delayed: Delayed;
  readonly topicObserver: TopicObserver;
  /** Who gets messages slowly. */
  readonly slowSubscriptions: Pick<SlowSubscriptions, 'settings' | 'configure' | 'list' | 'clear'>;
  /** Counts the messages of single topics. */
  readonly topicMetrics: Pick<TopicMetrics, 'list' | 'get' | 'count' | 'forget' | 'reset'>;
  readonly rewriter: Pick<TopicRewriter, 'rules' | 'configure'>;
  /** What every client is subscribed to when it connects; from the next one on when it is set. */
  autoSubscriptions: readonly AutoSubscription[];
  /** Bytes of the largest PUBLISH that it accepts. */
  readonly maximumPacketSize: number;
  /** UTF-8 bytes of the longest topic name or filter. */
  readonly maximumTopicLength: number;
  /** In bytes too. */
  readonly settings: { readonly maximumClientIdLength: number };
  /** Of one message. */
  readonly propertyLimits: PropertyLimits;

  /** Makes an end of turn happen, with what belongs to it, although nobody sends anything. */
  wake(): void;
  /** Resolves when all that has been caused so far is done, at the end of this turn or a later one: whether it is stored. */
  untilDone(): Promise<boolean>;

  /** Whether this may be published to: a topic name within the bounds of this broker. */
  isTopicName(text: string): boolean;
  /** Whether this may be subscribed with, shared or not: a topic filter within the bounds of this broker. */
  isTopicFilter(text: string): boolean;

  /** Calls the listener once for each accepted message whose topic matches; listeners of several filters are called per filter. */
  watch(filter: string, listener: WatchListener): () => void;
  /** Accepts a message that no connection sent. The topic is one that `isTopicName` accepts. */
  publish(draft: MessageDraft): PublishResult;

  /**
   * Connected clients and kept sessions, in descending order of client id. Those that come or go between two steps may be
   * there or not.
   */
  clients(search: ClientSearch): Steps<PageOf<ClientView>>;
  client(clientId: string): ClientView | undefined;
  /** What only its connection knows; undefined of one that is not connected. */
  connection(clientId: string): ConnectionFacts | undefined;
  /** The sequence of the `client.connected` of a client that is connected; undefined when it is not. */
  comingOf(clientId: string): number | undefined;
  /** What a client can be looked for by. */
  facts(clientId: string): ClientFacts | undefined;
  /** Ends connection and session. False when there is neither. @param reasonString what a client of MQTT 5 is told */
  kick(clientId: string, reasonString?: string): boolean;
  /** Whether the bounds of subscriptions leave room for these filters as well; true for a client that does not exist. */
  hasRoomFor(clientId: string, filters: readonly string[]): boolean;
  subscribe(clientId: string, subscription: SubscriptionOptions): SubscriptionView | undefined;
  /** False when the client does not exist; true also when it had no such subscription. */
  unsubscribe(clientId: string, filter: string): boolean;
  setKeepAlive(clientId: string, seconds: number): boolean;
  /** What waits for a client, in the order in which it would leave. */
  queuedMessages(clientId: string): Iterable<SessionMessage> | undefined;
  /** What a client was sent at QoS 1 or 2 and has not acknowledged, in the order of sending. */
  inflightMessages(clientId: string): Iterable<SessionMessage> | undefined;
  /** By client id descending, then filter; in steps as the clients are. */
  subscriptions(search: SubscriptionSearch): Steps<PageOf<SubscriptionView>>;
  /** The distinct topic filters that have a subscriber, without `$share/group/`. */
  topics(): readonly string[];
  hasTopic(filter: string): boolean;
  stats(): BrokerStats;
}

/** Messages that wait for their time. */
export interface Delayed {
  readonly settings: DelayedSettings;
  /** From now on; what waits already stays. */
  configure(settings: DelayedSettings): void;
  /** In the order in which they came. */
  page(request: PageRequest): Steps<PageOf<WaitingMessage>>;
  /** By the id of the message. */
  get(id: string): WaitingMessage | undefined;
  /** False when there was none. */
  delete(id: string): boolean;
  /** All that go to this topic; how many that were. */
  deleteTopic(topic: string): number;
}

export interface WaitingMessage {
  /** With the topic to which it goes. */
  readonly message: Message;
  /** Unix milliseconds. */
  readonly dueAt: number;
}

/** A message in a session, where it stands. */
export interface SessionMessage {
  readonly message: Message;
  readonly qos: QoS;
  /** Of the queue; 0 without priorities. */
  readonly priority: number;
  /** Tells it from the others of its priority: how many came before it, or its packet identifier. */
  readonly order: number;
}

/** What clients can be looked for by, without a view of each. */
export interface ClientFacts {
  readonly clientId: string;
  readonly isConnected: boolean;
  /** When the session began, Unix milliseconds. */
  readonly createdAt: number;
  /** When the last connection ended, Unix milliseconds; undefined while there is one. */
  readonly disconnectedAt: number | undefined;
  readonly queueLength: number;
  readonly inflightCount: number;
  /** By filter. */
  readonly subscriptions: ReadonlyMap<string, SubscriptionOptions>;
  /** Of the present connection, or of the last one. */
  readonly info: Pick<
    ClientInfo,
    | 'username'
    | 'peerHost'
    | 'peerPort'
    | 'listener'
    | 'protocolVersion'
    | 'cleanStart'
    | 'connectedAt'
    | 'attributes'
  >;
}

export interface ClientSearch extends PageRequest {
  /** None but these. */
  readonly ids?: readonly string[] | undefined;
  /** Those that come after this client id in the list, whether it is there or not. */
  readonly before?: string | undefined;
  readonly accepts?: ((client: ClientFacts) => boolean) | undefined;
}

export interface SubscriptionSearch extends PageRequest {
  readonly clientId?: string | undefined;
  readonly accepts?: ((subscription: SubscriptionOptions) => boolean) | undefined;
}

export interface MessageDraft {
  topic: string;
  payload: Buffer;
  qos: QoS;
  retain: boolean;
  properties?: Message['properties'];
  from: Message['from'];
}

export interface PublishResult {
  message: Message;
  /** How many subscribers it was routed to; 0 means that nobody subscribes. */
  receivers: number;
}

export interface SubscriptionOptions {
  /** May be shared: `$share/group/filter`. */
  filter: string;
  qos: QoS;
  noLocal: boolean;
  retainAsPublished: boolean;
  retainHandling: 0 | 1 | 2;
}

export interface SubscriptionView extends SubscriptionOptions {
  clientId: string;
}

/** A client as the API shows it; times are Unix milliseconds. */
export interface ClientView {
  clientId: string;
  username: string | undefined;
  connected: boolean;
  protocolName: string;
  protocolVersion: ProtocolVersion;
  peerHost: string;
  peerPort: number;
  listener: string;
  connectedAt: number;
  /** Only while it is offline. */
  disconnectedAt: number | undefined;
  /** When the session began. */
  createdAt: number;
  cleanStart: boolean;
  /** Seconds. */
  keepAlive: number;
  /** Seconds. */
  expiryInterval: number;
  isBridge: boolean;
  /** Whether the listener by which it is connected asks clients who they are; undefined while it is offline. */
  enableAuthn: boolean | undefined;
  attributes: Readonly<Record<string, string>>;
  subscriptions: readonly SubscriptionOptions[];
  subscriptionsMaximum: number;
  inflight: number;
  inflightMaximum: number;
  queued: number;
  queueMaximum: number;
  queueDropped: number;
  awaitingRel: number;
  awaitingRelMaximum: number;
  received: TrafficView;
  sent: TrafficView;
}

/** Of a client that is connected. */
export interface ConnectionFacts {
  /** Undefined where the bytes are plain, or a proxy has decrypted them. */
  encryption: Encryption | undefined;
  /** By which it showed who it is. */
  certificate: PeerCertificate | undefined;
  /** Of its CONNECT. */
  properties: Properties;
  receiveMaximum: number;
}

export interface TrafficView {
  /** Socket reads or writes. */
  operations: number;
  bytes: number;
  packets: number;
  messages: number;
  qos0: number;
  qos1: number;
  qos2: number;
  dropped: number;
  droppedExpired: number;
  droppedQueueFull: number;
  droppedTooLarge: number;
}

/** A figure now and its highest value since the start. */
export interface Gauge {
  count: number;
  max: number;
}

export interface BrokerStats {
  /** Connected clients. */
  liveConnections: Gauge;
  /** Sessions, offline ones included. */
  sessions: Gauge;
  /** Distinct topic filters. */
  topics: Gauge;
  subscriptions: Gauge;
  sharedSubscriptions: Gauge;
  retained: Gauge;
  delayed: Gauge;
}

export { mayPublish } from './access/access.ts';
export { AccessError } from './access/access-error.ts';
export {
  authenticatorSchemas,
  authenticatorSettings,
} from './access/authentication/authenticator-settings.ts';
export type { ImportCounts, MqttUser } from './access/authentication/authenticator-users.ts';
export type { Authenticators, AuthenticatorView } from './access/authentication/authenticators.ts';
export type { AuthenticatorMetrics } from './access/authentication/configured-authenticator.ts';
export { type ImportType, LONGEST_USER_ID, readRows } from './access/authentication/user-file.ts';
export type { CachedVerdict } from './access/authorization/authorization-cache.ts';
export {
  authorizationChange,
  authorizationDocument,
  changedDocument,
} from './access/authorization/authorization-document.ts';
export type { AuthorizationSources } from './access/authorization/authorization-sources.ts';
export type { Explanation, Testimony } from './access/authorization/rights-inspection.ts';
export { ruleItem } from './access/authorization/rule-item.ts';
export { sourceSchemas, sourceSettings } from './access/authorization/source-settings.ts';
export type { Ban, BanKind } from './access/bans/ban.ts';
export { patternMatcher } from './access/bans/ban-matcher.ts';
export type { Alarm } from './alarms.ts';
export type { Vouched } from './connections/vouched.ts';
export type { EventPorts } from './event-ports.ts';
export type { BrokerEvent, ClientInfo, EventName, EventOf } from './events.ts';
export type { BrowserEntrance } from './listeners/browser-entrance.ts';
export type { CertificateView } from './listeners/certificate-view.ts';
export { ListenerError } from './listeners/listener-error.ts';
export { anyListenerSchema } from './listeners/listener-settings.ts';
export type { ListenerView } from './listeners/listener-view.ts';
export type { Listeners } from './listeners/listeners.ts';
export type { Message, Publisher } from './messages/message.ts';
export type { BrokerMetrics } from './metrics.ts';
export { LONGEST_SEEN_PAYLOAD } from './observing/seen-topics.ts';
export {
  DEFAULT_SLOW_DOCUMENT,
  type SlowDocument,
  slowSettingsOf,
} from './observing/slow-document.ts';
export type { SlowSettings, SlowSubscription } from './observing/slow-subscriptions.ts';
export type { TopicLevel, UsedTopic } from './observing/topic-levels.ts';
export {
  type CountedTopic,
  MOST_COUNTED_TOPICS,
  TOPIC_COUNTERS,
  type TopicCounter,
} from './observing/topic-metrics.ts';
export type { TopicLook } from './observing/topic-observer.ts';
export type {
  PacketListener,
  TappedDelivery,
  TappedEnding,
  TappedFrame,
  TappedPeer,
} from './packet-tap.ts';
export { MOST_REWRITE_RULES, type RewriteRule, rewriteRule } from './rewriting/rewrite-rule.ts';
export {
  type AutoSubscription,
  autoSubscription,
  MOST_AUTO_SUBSCRIPTIONS,
} from './sessions/auto-subscriptions.ts';
export { namedStats } from './stat-names.ts';
