import type { RateLimit } from '../lib/rate-text.ts';
import type { PropertyLimits } from '../mqtt/properties.ts';
import type { CertificateName } from './access/authentication/certificate-name.ts';
import type { FlappingLimits } from './access/bans/flapping.ts';
import type { AlarmLimits } from './alarms.ts';
import type { DelayedSettings } from './delayed/delayed-messages.ts';
import type { AdmissionLimits } from './limits/admission.ts';
import type { OverloadLimits } from './limits/overload/overload.ts';
import type { PaceLimits } from './limits/pace.ts';
import type { SlowConsumerLimits } from './limits/slow-consumers.ts';
import type { SlowSettings } from './observing/slow-subscriptions.ts';
import type { RewriteRule } from './rewriting/rewrite-rule.ts';
import type { ShareStrategies } from './routing/router.ts';
import type { TopicBounds } from './routing/topic-bounds.ts';
import type { AutoSubscription } from './sessions/auto-subscriptions.ts';
import type { QueueLimits } from './sessions/message-queue.ts';

/** What the broker allows. Every figure is a bound that holds for one client unless it says otherwise. */
export interface BrokerSettings extends QueueLimits, PaceLimits, TopicBounds {
  /** `name@host`, the `node` column of events. */
  readonly node: string;
  /** Milliseconds that a connection may take to send its CONNECT. */
  readonly connectTimeout: number;
  /** Bytes. */
  readonly maximumPacketSize: number;
  /** UTF-8 bytes. */
  readonly maximumClientIdLength: number;
  /** UTF-8 bytes, of what stands in CONNECT. */
  readonly maximumUsernameLength: number;
  /** Bytes. */
  readonly maximumPasswordLength: number;
  /** What of a certificate is the user name, whatever CONNECT says. */
  readonly certificateAsUsername: CertificateName;
  readonly certificateAsClientId: CertificateName;
  /** Of one packet. */
  readonly propertyLimits: PropertyLimits;
  readonly maximumQos: 0 | 1 | 2;
  readonly maximumSubscriptions: number;
  /** Of all sessions together. */
  readonly maximumTotalSubscriptions: number;
  readonly retainAvailable: boolean;
  readonly wildcardSubscriptions: boolean;
  readonly sharedSubscriptions: boolean;
  /** By which shared subscriptions choose who gets a message. */
  readonly shareStrategies: ShareStrategies;
  /** What MQTT 5 clients that ask for it build their response topics from (§3.2.2.3.15); undefined for nothing. */
  readonly responseInformation: string | undefined;
  /** How many topic aliases a client may use, and be given; 0 switches them off. */
  readonly topicAliasMaximum: number;
  /** QoS 1 and 2 messages under way to the client at most; its own Receive Maximum may lower it. */
  readonly maximumInflight: number;
  /** QoS 2 messages of the client whose PUBREL may be outstanding: our Receive Maximum. */
  readonly maximumAwaitingRel: number;
  /** Milliseconds after which a QoS 2 message whose PUBREL never came is forgotten. */
  readonly awaitRelTimeout: number;
  /** Whether QoS 0 messages wait for a client that is away. */
  readonly queueQos0: boolean;
  /** Bytes of output above which publishers wait for a connection that reads too slowly, and QoS 0 messages for it are dropped after that. */
  readonly outputSoftLimit: number;
  /**
   * Bytes of output that may come together in one turn of the event loop before the same happens. Above it nothing
   * more is read from the client.
   */
  readonly outputHardLimit: number;
  /** Seconds, imposed instead of the client's own; undefined leaves it to the client. */
  readonly serverKeepAlive: number | undefined;
  /** A client is gone after this many keep-alive periods without a packet; the standard says 1.5 (§3.1.2.10). */
  readonly keepAliveMultiplier: number;
  /** Seconds that the session of an MQTT 3 client with clean session 0 is kept. */
  readonly sessionExpiryInterval: number;
  /** Seconds; longer wishes of MQTT 5 clients are shortened, and CONNACK says so. */
  readonly maximumSessionExpiryInterval: number;
  readonly retained: RetainedLimits;
  /** Bytes of all retained messages together. */
  readonly maximumRetainedBytes: number;
  readonly delayed: DelayedSettings;
  /** Set by the API only. */
  readonly slowSubscriptions: SlowSettings;
  /** Topics whose messages are counted. Set by the API only. */
  readonly countedTopics: readonly string[];
  readonly rewriteRules: readonly RewriteRule[];
  readonly autoSubscriptions: readonly AutoSubscription[];
  readonly flapping: FlappingLimits;
  readonly admission: AdmissionLimits;
  readonly slowConsumers: SlowConsumerLimits;
  readonly overload: OverloadLimits;
  readonly alarms: AlarmLimits;
}

export interface RetainedLimits {
  /** Whether messages are kept, and those that are there delivered. */
  readonly enabled: boolean;
  /** 0 is as many as `maximumRetainedBytes` takes. */
  readonly maximumMessages: number;
  /** Bytes. */
  readonly maximumPayload: number;
  /** Milliseconds after which a message without an expiry of its own goes, 0 for never. */
  readonly expiry: number;
  /** Whether a message may stay for ever. */
  readonly allowsEndless: boolean;
  /** Whether a message without a payload, which removes the kept one, goes to nobody. */
  readonly clearsSilently: boolean;
  /** How many are kept in a time; what comes faster goes to its receivers and is not kept. */
  readonly maximumRate: RateLimit;
}
