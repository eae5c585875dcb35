import { z } from 'zod';
import { accessRules, enableAuthn, keepalive } from '../broker/listeners/listener-settings.ts';
import { DEFAULT_ORIGINS, SUBPROTOCOLS } from '../broker/listeners/websocket-settings.ts';
import {
  durationText,
  flag,
  host,
  integer,
  integerOrInfinity,
  port,
  rateText,
  sizeText,
  taking,
  urlPath,
} from './config-fields.ts';
import { extraListeners } from './extra-listeners.ts';
import { sslOptions } from './ssl-options.ts';

const tcpOptions = z.strictObject({
  nodelay: flag().prefault(true).describe('Whether small packets leave at once (TCP_NODELAY)'),
  backlog: integer(1, 65_535).prefault(1024).describe('Connections that wait until they are accepted'),
  keepalive: taking(keepalive, { kind: 'keepalive' })
    .prefault('none')
    .describe('TCP keep-alive; the system sets all but the first figure'),
});

/** What listeners of all types have. */
const common = (what: string, defaultPort: number) => ({
  host: host().prefault('0.0.0.0').describe('Address to listen on'),
  port: port().prefault(defaultPort).describe('Port to listen on; 0 takes a free one'),
  max_connections: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Clients connected to this listener at a time'),
  max_conn_rate: rateText()
    .prefault('infinity')
    .describe('New connections; those above it are closed unread'),
  messages_rate: rateText().prefault('infinity').describe('Messages that each client may publish'),
  bytes_rate: rateText().prefault('infinity').describe('Bytes that each client may publish'),
  enable_authn: taking(enableAuthn, { kind: 'choice', of: [true, false, 'quick_deny_anonymous'] })
    .prefault(true)
    .describe(
      'Whether clients are asked who they are; quick_deny_anonymous refuses one without a user name at once',
    ),
  access_rules: taking(accessRules, { kind: 'list' })
    .prefault(['allow all'])
    .describe(
      'Who may open a connection, by its address: the first that matches; the last is allow all or deny all',
    ),
  proxy_protocol: flag()
    .prefault(false)
    .describe(`Whether ${what} comes through a proxy that sends a PROXY header, version 1 or 2`),
  proxy_protocol_timeout: durationText('100ms', '1m')
    .prefault('3s')
    .describe('How long that header may take'),
  tcp_options: tcpOptions.prefault({}),
});

/** The path of the WebSocket stands one level higher: it has always been there. */
const webSocket = z.strictObject({
  fail_if_no_subprotocol: flag().prefault(true).describe('Whether clients must name a sub-protocol'),
  supported_subprotocols: taking(z.string().max(2000), { kind: 'text' })
    .prefault(SUBPROTOCOLS)
    .describe('Sub-protocols, the preferred one first'),
  check_origin_enable: flag()
    .prefault(false)
    .describe('Whether pages in browsers may connect only when they come from check_origins'),
  check_origins: taking(z.string().max(2000), { kind: 'text' })
    .prefault(DEFAULT_ORIGINS)
    .describe('Origins of pages, with commas between them'),
  allow_origin_absence: flag()
    .prefault(true)
    .describe('Whether clients that send no Origin may connect then'),
  idle_timeout: durationText('1s', 'infinity')
    .prefault('7200s')
    .describe('When a connection on which nothing moves is closed'),
  max_frame_size: sizeText('1KB', 'infinity')
    .prefault('infinity')
    .describe('Largest WebSocket message; never more than the largest packet and 64 KB'),
});

const enable = (what: string) => flag().prefault(true).describe(`Whether ${what} is offered`);
const enableWithCertificate = (what: string) =>
  flag()
    .optional()
    .describe(`Whether ${what} is offered; without this setting, as soon as it has a certificate`);

const tcp = z.strictObject({ enable: enable('MQTT over TCP'), ...common('MQTT over TCP', 1883) });

const ssl = z.strictObject({
  enable: enableWithCertificate('MQTT over TLS'),
  ...common('MQTT over TLS', 8883),
  ssl_options: sslOptions.prefault({}),
});

const path = urlPath().prefault('/mqtt').describe('Path of the WebSocket');

const ws = z.strictObject({
  enable: enable('MQTT over WebSocket'),
  ...common('MQTT over WebSocket', 8083),
  path,
  websocket: webSocket.prefault({}),
});

const wss = z.strictObject({
  enable: enableWithCertificate('MQTT over secure WebSocket'),
  ...common('MQTT over secure WebSocket', 8084),
  path,
  websocket: webSocket.prefault({}),
  ssl_options: sslOptions.prefault({}),
});

/** Where clients arrive. */
export const listeners = z.strictObject({
  tcp: tcp.prefault({}),
  ssl: ssl.prefault({}),
  ws: ws.prefault({}),
  wss: wss.prefault({}),
  more: extraListeners()
    .prefault([])
    .describe('Listeners more: each with type, name, bind and the settings above'),
});
