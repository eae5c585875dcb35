import type { ClientInfo, EventOf } from '../../broker/door.ts';
import { bool, type Column, type Columns, int, map, text, time } from './column.ts';
import { examplePropertyMap, propertyMap } from './property-map.ts';
import { valueMap } from './value-map.ts';

interface OfClient {
  readonly client: ClientInfo;
}

export const clientId: Column<OfClient> = text(
  'c_emqx',
  { en: 'the client id', zh: '客户端标识' },
  (event) => event.client.clientId,
);

export const username: Column<OfClient> = text(
  'u_emqx',
  { en: 'the user name, undefined when the client gave none', zh: '用户名；客户端未提供时为 undefined' },
  (event) => event.client.username,
);

export const peerHost: Column<OfClient> = text(
  '192.168.0.10',
  { en: "the client's address", zh: '客户端地址' },
  (event) => event.client.peerHost,
);

export const peerName: Column<OfClient> = text(
  '192.168.0.10:56431',
  { en: "the client's address and port", zh: '客户端地址和端口' },
  (event) => event.client.peerName,
);

export const clientAttributes: Column<OfClient> = map(
  { test: 'example' },
  { en: 'attributes given to the client when it connected', zh: '客户端连接时获得的属性' },
  (event) => valueMap(Object.entries(event.client.attributes)),
);

const sockName: Column<OfClient> = text(
  '0.0.0.0:1883',
  { en: "the broker's address and port", zh: '服务端地址和端口' },
  (event) => event.client.sockName,
);

const protocolName: Column<OfClient> = text(
  'MQTT',
  { en: 'MQTT or MQIsdp', zh: '协议名：MQTT 或 MQIsdp' },
  (event) => event.client.protocolName,
);

const protocolVersion: Column<OfClient> = int(
  5,
  { en: '3 is MQTT 3.1, 4 is 3.1.1, 5 is 5.0', zh: '协议版本：3 为 MQTT 3.1，4 为 3.1.1，5 为 5.0' },
  (event) => event.client.protocolVersion,
);

const keepAlive: Column<OfClient> = int(
  60,
  { en: 'keep alive in seconds', zh: '心跳时间（秒）' },
  (event) => event.client.keepAlive,
);

const cleanStart: Column<OfClient> = bool(
  true,
  { en: 'whether the client asked for a new session', zh: '客户端是否要求新会话' },
  (event) => event.client.cleanStart,
);

const expirySeconds: Column<OfClient> = int(
  3600,
  { en: 'session expiry in seconds', zh: '会话过期时间（秒）' },
  (event) => event.client.expiryInterval,
);

const connectProperties: Column<OfClient> = map(
  examplePropertyMap,
  { en: 'the properties of CONNECT', zh: 'CONNECT 报文的属性' },
  (event) => propertyMap(event.client.properties),
);

const connectedAt: Column<OfClient> = time(
  { en: 'when the client connected', zh: '客户端连接的时间' },
  (event) => event.client.connectedAt,
);

const sequence: Column<{ readonly sequence: number }> = int(
  1_756_465_154_714_000,
  {
    en: 'grows with each connected and disconnected: of a client, the highest is its present state',
    zh: '随每次上线和离线递增：同一客户端以最大者为当前状态',
  },
  (event) => event.sequence,
);

export const connectedColumns: Columns<EventOf<'client.connected'>> = {
  clientid: clientId,
  username,
  mountpoint: text(
    undefined,
    { en: 'the topic prefix of the listener', zh: '监听器的主题前缀' },
    () => undefined,
  ),
  peername: peerName,
  sockname: sockName,
  proto_name: protocolName,
  proto_ver: protocolVersion,
  keepalive: keepAlive,
  clean_start: cleanStart,
  receive_maximum: int(
    32,
    { en: "the client's receive maximum", zh: '客户端的接收最大值' },
    (event) => event.client.receiveMaximum,
  ),
  expiry_interval: expirySeconds,
  is_bridge: bool(
    false,
    { en: 'whether the client says that it is a bridge', zh: '客户端是否声明自己是桥接' },
    (event) => event.client.isBridge,
  ),
  conn_props: connectProperties,
  connected_at: connectedAt,
  client_attrs: clientAttributes,
  sequence,
};

export const disconnectedColumns: Columns<EventOf<'client.disconnected'>> = {
  reason: text('normal', { en: 'why the connection ended', zh: '连接断开的原因' }, (event) => event.reason),
  clientid: clientId,
  username,
  peername: peerName,
  sockname: sockName,
  proto_name: protocolName,
  proto_ver: protocolVersion,
  disconn_props: map(
    examplePropertyMap,
    { en: "the properties of the client's DISCONNECT", zh: '客户端 DISCONNECT 报文的属性' },
    (event) => propertyMap(event.properties),
  ),
  disconnected_at: time(
    { en: 'when the connection ended', zh: '连接断开的时间' },
    (event) => event.disconnectedAt,
  ),
  connected_at: connectedAt,
  client_attrs: clientAttributes,
  // What an alert about an offline client wants and EMQX does not have.
  peerhost: peerHost,
  keepalive: keepAlive,
  clean_start: cleanStart,
  expiry_interval: expirySeconds,
  duration_ms: int(
    3_600_000,
    { en: 'how long the connection lasted, in milliseconds', zh: '连接持续的时间（毫秒）' },
    (event) => event.disconnectedAt - event.client.connectedAt,
  ),
  closed_by: text(
    'client',
    {
      en: 'who ended it: client, server or network',
      zh: '由谁断开：client（客户端）、server（服务端）或 network（网络）',
    },
    (event) => event.closedBy,
  ),
  will_published: bool(
    false,
    {
      en: 'whether the will of the client is published with this; undefined while a server is asked whether it may be',
      zh: '遗嘱消息是否随此事件发布；仍在向外部服务询问权限时为 undefined',
    },
    (event) => event.willPublished,
  ),
  sequence,
};

export const connackColumns: Columns<EventOf<'client.connack'>> = {
  reason_code: text(
    'success',
    { en: 'success, or why the client was refused', zh: 'success，或客户端被拒绝的原因' },
    (event, context) => context.reasonCodeName(event.reasonCode),
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
    { en: 'session expiry in milliseconds', zh: '会话过期时间（毫秒）' },
    (event) => event.client.expiryInterval * 1000,
  ),
  connected_at: time(
    {
      en: 'when the client connected; undefined when it was refused',
      zh: '客户端连接的时间；被拒绝时为 undefined',
    },
    (event) => (event.client.connectedAt === 0 ? undefined : event.client.connectedAt),
  ),
  conn_props: connectProperties,
};

export const checkAuthnColumns: Columns<EventOf<'client.check_authn_complete'>> = {
  clientid: clientId,
  username,
  peername: peerName,
  reason_code: text(
    'success',
    { en: 'success, or why the client was refused', zh: 'success，或客户端被拒绝的原因' },
    (event, context) => context.reasonCodeName(event.reasonCode),
  ),
  is_anonymous: bool(
    false,
    { en: 'whether nothing checked who it is', zh: '是否没有任何认证器检查其身份' },
    (event) => event.isAnonymous,
  ),
  is_superuser: bool(
    false,
    { en: 'whether nothing is denied to it', zh: '是否为超级用户' },
    (event) => event.client.isSuperuser,
  ),
  client_attrs: clientAttributes,
};
