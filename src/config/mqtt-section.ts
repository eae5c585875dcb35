import { z } from 'zod';
import { CERTIFICATE_NAMES } from '../broker/access/authentication/certificate-name.ts';
import { SHARE_STRATEGIES } from '../broker/routing/shared-group.ts';
import {
  choice,
  duration,
  flag,
  integer,
  integerOrInfinity,
  list,
  number,
  qos,
  rate,
  size,
  topicPrefix,
  topicPriorities,
} from './config-fields.ts';

const shareGroup = z.strictObject({
  group: z
    .string()
    .min(1)
    .regex(/^[^/+#]+$/, 'a group name has no /, + and #'),
  strategy: z.enum(SHARE_STRATEGIES),
});

export const mqtt = z.strictObject({
  max_packet_size: size('1KB', '255MB').prefault('1MB').describe('Largest packet that is accepted'),
  max_clientid_len: integer(23, 65_535).prefault(256).describe('Longest client id, in bytes'),
  max_username_len: integer(1, 65_535)
    .prefault(256)
    .describe('Longest user name, in bytes; a JSON Web Token as user name needs more'),
  max_password_len: integer(1, 65_535).prefault(4096).describe('Longest password, in bytes'),
  peer_cert_as_username: choice(CERTIFICATE_NAMES)
    .prefault('disabled')
    .describe('What of the certificate of a TLS client is its user name, see access.md'),
  peer_cert_as_clientid: choice(CERTIFICATE_NAMES)
    .prefault('disabled')
    .describe('What of the certificate of a TLS client is its client id'),
  max_topic_levels: integer(1, 65_535).prefault(64).describe('Levels of a topic name or filter'),
  max_topic_len: integer(64, 65_535)
    .prefault(1024)
    .describe('Longest topic name or filter, in bytes of UTF-8'),
  max_user_properties: integer(0, 65_535).prefault(64).describe('User properties of a packet'),
  max_user_property_bytes: size('0B', '255MB')
    .prefault('16KB')
    .describe('User properties of a packet together, with their lengths'),
  max_qos_allowed: qos().prefault(2).describe('Highest QoS of a publish'),
  max_topic_alias: integer(0, 65_535)
    .prefault(16)
    .describe('Topic aliases of a client, and as many to a client that takes them; 0 switches them off'),
  response_information: topicPrefix()
    .prefault('')
    .describe('Prefix for response topics, told to MQTT 5 clients that ask for it; empty for none'),
  retain_available: flag().prefault(true).describe('Whether clients may publish retained messages'),
  wildcard_subscription: flag().prefault(true).describe('Whether filters may contain + and #'),
  shared_subscription: flag().prefault(true).describe('Whether $share/group/filter may be subscribed to'),
  shared_subscription_strategy: choice(SHARE_STRATEGIES)
    .prefault('round_robin')
    .describe(
      'Who of a group gets a message: random; round_robin: in turn; sticky: always the same; hash_clientid, hash_topic: by publisher or topic',
    ),
  shared_subscription_groups: list(shareGroup, 1000)
    .prefault([])
    .describe('Groups with a strategy of their own: a list of { group, strategy }'),
  max_subscriptions: integer(1, 1_000_000).prefault(1000).describe('Subscriptions of a session'),
  max_subscriptions_total: integer(1, 100_000_000)
    .prefault(1_000_000)
    .describe('Subscriptions of all sessions together'),
  max_inflight: integer(1, 65_535)
    .prefault(1000)
    .describe('QoS 1 and 2 messages under way to a client at a time, in at most 1 MB of payload'),
  max_awaiting_rel: integer(1, 65_535)
    .prefault(100)
    .describe('QoS 2 messages of a client that wait for their PUBREL at a time'),
  await_rel_timeout: duration('1s', '1d')
    .prefault('300s')
    .describe('When a QoS 2 message whose PUBREL never came is forgotten'),
  max_mqueue_len: integer(0, 1_000_000)
    .prefault(1000)
    .describe('Messages that wait for a client that is away or busy'),
  max_mqueue_bytes: size('64KB', '1GB')
    .prefault('8MB')
    .describe('Payloads and properties of the messages that wait for a client'),
  mqueue_overflow: choice(['drop_oldest', 'refuse'])
    .prefault('drop_oldest')
    .describe(
      'What a full queue drops: its oldest message of the lowest priority, or the one that comes (refuse)',
    ),
  mqueue_priorities: topicPriorities()
    .prefault('disabled')
    .describe('Which of the messages that wait go first, by topic name: 255 before 1'),
  mqueue_default_priority: choice(['lowest', 'highest'])
    .prefault('lowest')
    .describe('Whether topics without a priority come after all others, or before them'),
  mqueue_store_qos0: flag().prefault(true).describe('Whether QoS 0 messages wait as well'),
  max_output_bytes: size('64KB', '1GB')
    .prefault('4MB')
    .describe(
      'Unsent output above which publishers wait for a client, a second at most, before QoS 0 messages for it are dropped (a quarter of it while its connection takes no more), and nothing more is read from it',
    ),
  slow_consumer_timeout: duration('1s', '1h')
    .prefault('10s')
    .describe('A client that takes nothing of its unsent output for so long is disconnected (slow_consumer)'),
  messages_rate: rate()
    .prefault('infinity')
    .describe(
      'Messages that each client may publish; faster ones are not read from for a while, and nothing is lost',
    ),
  bytes_rate: rate()
    .prefault('infinity')
    .describe('Bytes of the messages that each client may publish; the same holds'),
  max_connections: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Clients connected at a time, over all listeners; others are refused with reason code 0x97'),
  max_conn_rate: rate()
    .prefault('infinity')
    .describe('Connects, over all listeners; others are refused with reason code 0x9F'),
  max_connections_per_address: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Connections of one address at a time; others are closed at once'),
  max_newcomers: integer(1, 1_000_000)
    .prefault(4096)
    .describe(
      'Connections that have not sent their CONNECT; past that the one that was silent longest is closed. As many may wait for the answer to it; others get reason code 0x89',
    ),
  idle_timeout: duration('1s', '10m')
    .prefault('10s')
    .describe(
      'How long a connection may take to send its CONNECT, with PROXY header, TLS and WebSocket before it',
    ),
  server_keepalive: integer(1, 65_535)
    .optional()
    .describe('Keep-alive in seconds, imposed on MQTT 5 clients instead of their own'),
  keepalive_multiplier: number(1, 10)
    .prefault(1.5)
    .describe('A client is gone after this many keep-alive periods of silence'),
  session_expiry_interval: duration('0s', 'infinity')
    .prefault('2h')
    .describe('How long the session of an MQTT 3 client with clean session 0 outlives its connection'),
  max_session_expiry_interval: duration('0s', 'infinity')
    .prefault('infinity')
    .describe('Longest session expiry that an MQTT 5 client gets'),
});
