import { z } from 'zod';
import * as signIn from './api/contract/sign-in.ts';
import {
  choice,
  duration,
  file,
  flag,
  host,
  integer,
  integerOrInfinity,
  loopbackOrFlag,
  nodeName,
  number,
  password,
  port,
  qos,
  size,
  urlPath,
  username,
} from './config-fields.ts';
import { LOG_FORMATS, LOG_LEVELS } from './lib/logger.ts';

const node = z.strictObject({
  name: nodeName().prefault('tocsin@127.0.0.1').describe('Name of this node, as events and the API show it'),
  data_dir: file().prefault('./data').describe('Directory of the database; created when it does not exist'),
});

const log = z.strictObject({
  level: choice(LOG_LEVELS).prefault('info').describe('The least serious level that is logged'),
  format: choice(LOG_FORMATS)
    .prefault('auto')
    .describe(
      'human: lines for people; json: one JSON object per line; auto: human on a terminal, else json',
    ),
});

const store = z.strictObject({
  durability: choice(['normal', 'full'])
    .prefault('normal')
    .describe(
      'normal: survives a killed process; full: also a power cut, at the price of a disk sync per commit',
    ),
});

const tcp = z.strictObject({
  enable: flag().prefault(true).describe('Whether MQTT over TCP is offered'),
  host: host().prefault('0.0.0.0').describe('Address to listen on'),
  port: port().prefault(1883).describe('Port to listen on; 0 takes a free one'),
  max_connections: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Clients connected to this listener at a time'),
});

const ws = z.strictObject({
  enable: flag().prefault(true).describe('Whether MQTT over WebSocket is offered'),
  host: host().prefault('0.0.0.0').describe('Address to listen on'),
  port: port().prefault(8083).describe('Port to listen on; 0 takes a free one'),
  path: urlPath().prefault('/mqtt').describe('Path of the WebSocket'),
  max_connections: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Clients connected to this listener at a time'),
});

const dashboard = z.strictObject({
  host: host().prefault('0.0.0.0').describe('Address of the dashboard and the API'),
  port: port().prefault(18_083).describe('Port of the dashboard and the API; 0 takes a free one'),
  bootstrap_username: username(signIn.username)
    .prefault('admin')
    .describe('The first administrator, made at a start that finds no user'),
  bootstrap_password: password(signIn.password)
    .optional()
    .describe('Password of the first administrator; without it the start prints a link for setting one'),
  token_expired_time: duration('1m', '30d').prefault('60m').describe('How long a login lasts'),
});

const apiKey = z.strictObject({
  bootstrap_file: file()
    .optional()
    .describe('File with lines key:secret or key:secret:role, loaded at every start'),
});

const mqtt = z.strictObject({
  max_packet_size: size('1KB', '255MB').prefault('1MB').describe('Largest packet that is accepted'),
  max_clientid_len: integer(23, 65_535).prefault(256).describe('Longest client id, in bytes'),
  max_topic_levels: integer(1, 65_535).prefault(64).describe('Levels of a topic name or filter'),
  max_qos_allowed: qos().prefault(2).describe('Highest QoS of a publish'),
  max_topic_alias: integer(0, 65_535).prefault(16).describe('Topic aliases of a client; 0 switches them off'),
  retain_available: flag().prefault(true).describe('Whether clients may publish retained messages'),
  wildcard_subscription: flag().prefault(true).describe('Whether filters may contain + and #'),
  shared_subscription: flag().prefault(true).describe('Whether $share/group/filter may be subscribed to'),
  max_subscriptions: integer(1, 1_000_000).prefault(1000).describe('Subscriptions of a session'),
  max_inflight: integer(1, 65_535)
    .prefault(32)
    .describe('QoS 1 and 2 messages under way to a client at a time'),
  max_awaiting_rel: integer(1, 65_535)
    .prefault(100)
    .describe('QoS 2 messages of a client that wait for their PUBREL at a time'),
  await_rel_timeout: duration('1s', '1d')
    .prefault('300s')
    .describe('When a QoS 2 message whose PUBREL never came is forgotten'),
  max_mqueue_len: integer(0, 1_000_000)
    .prefault(1000)
    .describe('Messages that wait for a client that is away or busy'),
  mqueue_store_qos0: flag().prefault(true).describe('Whether QoS 0 messages wait as well'),
  max_output_bytes: size('64KB', '1GB')
    .prefault('4MB')
    .describe(
      'Unsent output above which QoS 0 messages for a client are dropped (a quarter of it while its connection takes no more), and nothing more is read from it',
    ),
  idle_timeout: duration('1s', '10m')
    .prefault('10s')
    .describe('How long a connection may take to send its CONNECT'),
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

const retainer = z.strictObject({
  enable: flag().prefault(true).describe('Whether retained messages are kept'),
  max_payload_size: size('0B', '255MB').prefault('1MB').describe('Largest payload that is kept'),
  max_retained_messages: integer(1, 100_000_000)
    .prefault(100_000)
    .describe('Retained messages that are kept'),
  msg_expiry_interval: duration('0s', '3650d')
    .prefault('0s')
    .describe('When a retained message without an expiry of its own goes; 0s for never'),
});

const access = z.strictObject({
  allow_anonymous: loopbackOrFlag()
    .prefault('loopback')
    .describe(
      'Who may connect without a user name: clients on this machine (loopback), everybody, or nobody',
    ),
  deny_action: choice(['ignore', 'disconnect'])
    .prefault('ignore')
    .describe('What happens to a client that publishes where it must not'),
});

const rules = z.strictObject({
  strict_quotes: flag()
    .prefault(false)
    .describe(
      'Whether a word in double quotes is always a name; else a comparison takes it as text when nothing is named so',
    ),
});

const delivery = z.strictObject({
  request_ttl: duration('1s', 'infinity')
    .prefault('24h')
    .describe('How long a delivery is tried, for actions that do not say it themselves'),
  retention: duration('1m', '3650d').prefault('7d').describe('How long finished deliveries can be looked at'),
});

/** Everything that can be set in a file, by environment variables or by flags, with its default and limits. */
export const configSchema = z.strictObject({
  node: node.prefault({}),
  log: log.prefault({}),
  store: store.prefault({}),
  listeners: z.strictObject({ tcp: tcp.prefault({}), ws: ws.prefault({}) }).prefault({}),
  dashboard: dashboard.prefault({}),
  api_key: apiKey.prefault({}),
  mqtt: mqtt.prefault({}),
  retainer: retainer.prefault({}),
  access: access.prefault({}),
  rules: rules.prefault({}),
  delivery: delivery.prefault({}),
});

/** As the program reads it: durations in milliseconds, sizes in bytes, `infinity` as `Infinity`. */
export type Config = z.output<typeof configSchema>;
