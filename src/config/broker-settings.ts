import type { AccessPolicy } from '../broker/access/access.ts';
import { DEFAULT_SLOW_SETTINGS } from '../broker/observing/slow-subscriptions.ts';
import { NEVER_EXPIRES } from '../broker/sessions/session-expiry.ts';
import type { BrokerSettings } from '../broker/settings.ts';
import type { SystemTopicSettings } from '../broker/system-topics/system-topics.ts';
import { perSecond, UNLIMITED } from '../lib/rate-text.ts';
import type { Config } from './config.ts';

const SECOND = 1000;

/** Output above which QoS 0 messages are dropped for a slow reader, as a part of what may wait at most. */
const SOFT_PART = 4;

/** The configuration in the broker's words and units. */
export function brokerSettingsOf(config: Config): BrokerSettings {
  const { node, mqtt, retainer, delayed, alarm, conn_congestion, flapping_detect, overload_protection } =
    config;
  return {
    node: node.name,
    connectTimeout: mqtt.idle_timeout,
    maximumPacketSize: mqtt.max_packet_size,
    maximumClientIdLength: mqtt.max_clientid_len,
    maximumUsernameLength: mqtt.max_username_len,
    maximumPasswordLength: mqtt.max_password_len,
    certificateAsUsername: mqtt.peer_cert_as_username,
    certificateAsClientId: mqtt.peer_cert_as_clientid,
    maximumTopicLevels: mqtt.max_topic_levels,
    maximumTopicLength: mqtt.max_topic_len,
    propertyLimits: {
      maximumUserProperties: mqtt.max_user_properties,
      maximumUserPropertyBytes: mqtt.max_user_property_bytes,
    },
    maximumQos: mqtt.max_qos_allowed,
    maximumSubscriptions: mqtt.max_subscriptions,
    maximumTotalSubscriptions: mqtt.max_subscriptions_total,
    retainAvailable: mqtt.retain_available,
    wildcardSubscriptions: mqtt.wildcard_subscription,
    sharedSubscriptions: mqtt.shared_subscription,
    shareStrategies: {
      usual: mqtt.shared_subscription_strategy,
      byGroup: new Map(mqtt.shared_subscription_groups.map(({ group, strategy }) => [group, strategy])),
    },
    responseInformation: mqtt.response_information || undefined,
    topicAliasMaximum: mqtt.max_topic_alias,
    maximumInflight: mqtt.max_inflight,
    maximumAwaitingRel: mqtt.max_awaiting_rel,
    awaitRelTimeout: mqtt.await_rel_timeout,
    maximumQueue: mqtt.max_mqueue_len,
    maximumQueueBytes: mqtt.max_mqueue_bytes,
    queueOverflow: mqtt.mqueue_overflow,
    queuePriorities: mqtt.mqueue_priorities === 'disabled' ? undefined : mqtt.mqueue_priorities,
    queueDefaultPriority: mqtt.mqueue_default_priority,
    queueQos0: mqtt.mqueue_store_qos0,
    outputSoftLimit: mqtt.max_output_bytes / SOFT_PART,
    outputHardLimit: mqtt.max_output_bytes,
    serverKeepAlive: mqtt.server_keepalive,
    keepAliveMultiplier: mqtt.keepalive_multiplier,
    sessionExpiryInterval: seconds(mqtt.session_expiry_interval),
    maximumSessionExpiryInterval: seconds(mqtt.max_session_expiry_interval),
    rewriteRules: config.rewrite,
    autoSubscriptions: config.auto_subscribe.topics,
    delayed: { isOn: delayed.enable, maximumMessages: delayed.max_delayed_messages },
    slowSubscriptions: DEFAULT_SLOW_SETTINGS,
    countedTopics: [],
    retained: {
      enabled: retainer.enable,
      maximumMessages: retainer.max_retained_messages,
      maximumPayload: retainer.max_payload_size,
      expiry: retainer.msg_expiry_interval,
      allowsEndless: true,
      clearsSilently: retainer.stop_publish_clear_msg,
      maximumRate: UNLIMITED,
    },
    maximumRetainedBytes: retainer.max_retained_bytes,
    messagesRate: perSecond(mqtt.messages_rate),
    bytesRate: perSecond(mqtt.bytes_rate),
    admission: {
      maximumConnections: mqtt.max_connections,
      maximumConnectionsPerAddress: mqtt.max_connections_per_address,
      maximumNewcomers: mqtt.max_newcomers,
      connectRate: mqtt.max_conn_rate,
    },
    slowConsumers: {
      stallTimeout: mqtt.slow_consumer_timeout,
      alarmFrom: mqtt.max_output_bytes / SOFT_PART,
      hasAlarm: conn_congestion.enable_alarm,
      alarmSustain: conn_congestion.min_alarm_sustain_duration,
    },
    flapping: {
      enable: flapping_detect.enable,
      windowTime: flapping_detect.window_time,
      maximumCount: flapping_detect.max_count,
      banTime: flapping_detect.ban_time,
    },
    overload: {
      maximumLoopDelay: overload_protection.max_loop_delay,
      memoryHighWatermark: overload_protection.memory_high_watermark,
    },
    alarms: { maximumHistory: alarm.size_limit, historyValidity: alarm.validity_period },
  };
}

export function systemTopicsOf({ sys_topics }: Config): SystemTopicSettings {
  const { sys_event_messages: events } = sys_topics;
  return {
    messageInterval: sys_topics.sys_msg_interval,
    heartbeatInterval: sys_topics.sys_heartbeat_interval,
    events: {
      connected: events.client_connected,
      disconnected: events.client_disconnected,
      subscribed: events.client_subscribed,
      unsubscribed: events.client_unsubscribed,
    },
  };
}

export function accessPolicyOf({ access }: Config): AccessPolicy {
  return { allowAnonymous: access.allow_anonymous };
}

/** The rules of the configuration, as the API shows them. */
function seconds(milliseconds: number): number {
  return Math.min(NEVER_EXPIRES, Math.ceil(milliseconds / SECOND));
}
