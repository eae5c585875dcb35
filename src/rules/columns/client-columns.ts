import type { ClientInfo, EventOf } from '../../broker/door.ts';
import { bool, type Column, type Columns, int, map, text, time } from './column.ts';
import { examplePropertyMap, propertyMap } from './property-map.ts';
import { valueMap } from './value-map.ts';

interface OfClient {
  readonly client: ClientInfo;
}

export const clientId: Column<OfClient> = text('c_emqx', 'the client id', (event) => event.client.clientId);

export const username: Column<OfClient> = text(
  'u_emqx',
  'the user name, undefined when the client gave none',
  (event) => event.client.username,
);

export const peerHost: Column<OfClient> = text(
  '192.168.0.10',
  "the client's address",
  (event) => event.client.peerHost,
);

export const peerName: Column<OfClient> = text(
  '192.168.0.10:56431',
  "the client's address and port",
  (event) => event.client.peerName,
);

export const clientAttributes: Column<OfClient> = map(
  { test: 'example' },
  'attributes given to the client when it connected',
  (event) => valueMap(Object.entries(event.client.attributes)),
);

const sockName: Column<OfClient> = text(
  '0.0.0.0:1883',
  "the broker's address and port",
  (event) => event.client.sockName,
);

const protocolName: Column<OfClient> = text('MQTT', 'MQTT or MQIsdp', (event) => event.client.protocolName);

const protocolVersion: Column<OfClient> = int(
  5,
  '3 is MQTT 3.1, 4 is 3.1.1, 5 is 5.0',
  (event) => event.client.protocolVersion,
);

const keepAlive: Column<OfClient> = int(60, 'keep alive in seconds', (event) => event.client.keepAlive);

const cleanStart: Column<OfClient> = bool(
  true,
  'whether the client asked for a new session',
  (event) => event.client.cleanStart,
);

const expirySeconds: Column<OfClient> = int(
  3600,
  'session expiry in seconds',
  (event) => event.client.expiryInterval,
);

const connectProperties: Column<OfClient> = map(examplePropertyMap, 'the properties of CONNECT', (event) =>
  propertyMap(event.client.properties),
);

const connectedAt: Column<OfClient> = time('when the client connected', (event) => event.client.connectedAt);

export const connectedColumns: Columns<EventOf<'client.connected'>> = {
  clientid: clientId,
  username,
  mountpoint: text(undefined, 'the topic prefix of the listener', () => undefined),
  peername: peerName,
  sockname: sockName,
  proto_name: protocolName,
  proto_ver: protocolVersion,
  keepalive: keepAlive,
  clean_start: cleanStart,
  receive_maximum: int(32, "the client's receive maximum", (event) => event.client.receiveMaximum),
  expiry_interval: expirySeconds,
  is_bridge: bool(false, 'whether the client says that it is a bridge', (event) => event.client.isBridge),
  conn_props: connectProperties,
  connected_at: connectedAt,
  client_attrs: clientAttributes,
};

export const disconnectedColumns: Columns<EventOf<'client.disconnected'>> = {
  reason: text('normal', 'why the connection ended', (event) => event.reason),
  clientid: clientId,
  username,
  peername: peerName,
  sockname: sockName,
  proto_name: protocolName,
  proto_ver: protocolVersion,
  disconn_props: map(examplePropertyMap, "the properties of the client's DISCONNECT", (event) =>
    propertyMap(event.properties),
  ),
  disconnected_at: time('when the connection ended', (event) => event.disconnectedAt),
  connected_at: connectedAt,
  client_attrs: clientAttributes,
  // What an alert about an offline client wants and EMQX does not have.
  peerhost: peerHost,
  keepalive: keepAlive,
  clean_start: cleanStart,
  expiry_interval: expirySeconds,
  duration_ms: int(
    3_600_000,
    'how long the connection lasted, in milliseconds',
    (event) => event.disconnectedAt - event.client.connectedAt,
  ),
  closed_by: text('client', 'who ended it: client, server or network', (event) => event.closedBy),
};

export const connackColumns: Columns<EventOf<'client.connack'>> = {
  reason_code: text('success', 'success, or why the client was refused', (event, context) =>
    context.reasonCodeName(event.reasonCode),
  ),
  clientid: clientId,
  clean_start: cleanStart,
  username,
  peername: peerName,
  sockname: sockName,
  proto_name: protocolName,
  proto_ver: protocolVersion,
  keepalive: keepAlive,
  // EMQX gives milliseconds here and seconds in client.connected.
  expiry_interval: int(
    3_600_000,
    'session expiry in milliseconds',
    (event) => event.client.expiryInterval * 1000,
  ),
  connected_at: time('when the client connected; undefined when it was refused', (event) =>
    event.client.connectedAt === 0 ? undefined : event.client.connectedAt,
  ),
  conn_props: connectProperties,
};

export const checkAuthnColumns: Columns<EventOf<'client.check_authn_complete'>> = {
  clientid: clientId,
  username,
  peername: peerName,
  reason_code: text('success', 'success, or why the client was refused', (event, context) =>
    context.reasonCodeName(event.reasonCode),
  ),
  is_anonymous: bool(false, 'whether nothing checked who it is', (event) => event.isAnonymous),
  is_superuser: bool(false, 'whether nothing is denied to it', (event) => event.client.isSuperuser),
  client_attrs: clientAttributes,
};
