/** Why something happened to a client or a message, for people; a reason that has no words here is shown as it is. */
type Words = Readonly<Record<string, string>>;

const en: Words = {
  normal: 'closed by the device',
  disconnect_with_will_message: 'closed by the device, which asked for its will message',
  keepalive_timeout: 'keep-alive timeout',
  tcp_closed: 'connection closed by peer',
  ssl_closed: 'connection closed by peer',
  takenover: 'same client id connected elsewhere, session taken over',
  discarded: 'same client id connected elsewhere, session discarded',
  kicked: 'kicked by an administrator',
  not_authorized: 'not authorized',
  banned: 'banned',
  protocol_error: 'malformed packet',
  malformed_packet: 'malformed packet',
  internal_error: 'internal error',
  server_shutdown: 'server shutdown',
  server_shutting_down: 'server shutdown',
  broker_stopped: 'the broker was killed or crashed',
  frame_too_large: 'packet too large',
  packet_too_large: 'packet too large',
  slow_consumer: 'did not take what was sent to it',
  etimedout: 'network timeout',
  ehostunreach: 'host unreachable',
  bad_username_or_password: 'wrong user name or password',
  bad_user_name_or_password: 'wrong user name or password',
  client_identifier_not_valid: 'client id not valid',
  server_busy: 'server busy',
  server_unavailable: 'server unavailable',
  connection_rate_exceeded: 'too many connections per second',
  quota_exceeded: 'quota exceeded',
  unspecified_error: 'unspecified error',
  idle_timeout: 'sent nothing',
  too_many_connections: 'too many connections',
  tls_handshake: 'TLS handshake failed',
  websocket: 'WebSocket handshake failed',
  no_subscribers: 'no subscriber',
  receive_maximum_exceeded: 'more unacknowledged messages than allowed',
  receive_maximum: 'more unacknowledged messages than allowed',
  await_pubrel_timeout: 'PUBREL did not come',
  packet_identifier_inuse: 'packet id in use',
  topic_name_invalid: 'topic not valid',
  queue_full: 'queue full',
  qos0_msg: 'QoS 0 while offline',
  no_local: 'own message, no local',
  expired: 'expired',
  too_large: 'larger than the client takes',
  retained_expired: 'retained message expired',
  overload: 'too much at once',
  rate: 'too much at once',
  storage: 'could not be stored',
};

const zh: Words = {
  normal: '设备主动断开',
  disconnect_with_will_message: '设备主动断开，并要求发送遗嘱消息',
  keepalive_timeout: '心跳超时',
  tcp_closed: '网络连接被对端关闭',
  ssl_closed: '网络连接被对端关闭',
  takenover: '同一客户端 ID 在别处登录（会话被接管）',
  discarded: '同一客户端 ID 在别处登录（会话被丢弃）',
  kicked: '被管理员踢下线',
  not_authorized: '没有权限',
  banned: '已被封禁',
  protocol_error: '报文错误',
  malformed_packet: '报文错误',
  internal_error: '内部错误',
  server_shutdown: '服务端停止',
  server_shutting_down: '服务端停止',
  broker_stopped: '服务端进程异常终止',
  frame_too_large: '报文过大',
  packet_too_large: '报文过大',
  slow_consumer: '未接收发给它的数据',
  etimedout: '网络超时',
  ehostunreach: '主机不可达',
  bad_username_or_password: '用户名或密码错误',
  bad_user_name_or_password: '用户名或密码错误',
  client_identifier_not_valid: '客户端 ID 无效',
  server_busy: '服务端繁忙',
  server_unavailable: '服务端不可用',
  connection_rate_exceeded: '连接过于频繁',
  quota_exceeded: '超出配额',
  unspecified_error: '未说明的错误',
  idle_timeout: '没有发送任何数据',
  too_many_connections: '连接数过多',
  tls_handshake: 'TLS 握手失败',
  websocket: 'WebSocket 握手失败',
  no_subscribers: '没有订阅者',
  receive_maximum_exceeded: '未确认的消息超过上限',
  receive_maximum: '未确认的消息超过上限',
  await_pubrel_timeout: '未收到 PUBREL',
  packet_identifier_inuse: '报文标识符已被占用',
  topic_name_invalid: '主题无效',
  queue_full: '队列已满',
  qos0_msg: '离线期间的 QoS 0 消息',
  no_local: '自己发布的消息（no local）',
  expired: '已过期',
  too_large: '超过客户端可接收的大小',
  retained_expired: '保留消息已过期',
  overload: '瞬时事件过多',
  rate: '瞬时事件过多',
  storage: '无法写入存储',
};

export const reasonWords = { en, zh } as const;

/** What to look at first when clients are gone for a reason; nothing for what was wanted. */
export const firstChecks: { readonly en: Words; readonly zh: Words } = {
  en: {
    keepalive_timeout: 'power, signal, sleep mode; a keep-alive that is too short',
    tcp_closed: 'network, NAT idle time, restart of the device',
    ssl_closed: 'network, NAT idle time, restart of the device',
    takenover: 'two devices with the same client id',
    discarded: 'two devices with the same client id',
    kicked: 'the audit log',
    not_authorized: 'the rule that denies it',
    banned: 'the list of bans',
    protocol_error: 'the library of the device; a trace shows the packet',
    malformed_packet: 'the library of the device; a trace shows the packet',
    internal_error: 'the log of the broker',
    slow_consumer: 'the network of the device, or what it subscribes to',
  },
  zh: {
    keepalive_timeout: '供电、信号、休眠模式；心跳时间过短',
    tcp_closed: '网络、NAT 空闲超时、设备重启',
    ssl_closed: '网络、NAT 空闲超时、设备重启',
    takenover: '是否有两台设备使用同一客户端 ID',
    discarded: '是否有两台设备使用同一客户端 ID',
    kicked: '审计日志',
    not_authorized: '拒绝它的规则',
    banned: '封禁列表',
    protocol_error: '设备使用的 MQTT 库；跟踪可以看到报文',
    malformed_packet: '设备使用的 MQTT 库；跟踪可以看到报文',
    internal_error: '服务端日志',
    slow_consumer: '设备的网络，或它订阅的内容',
  },
};

/** All that have words here. */
export const reasonNames: readonly string[] = Object.keys(en);

/** The words for a reason that is known here. */
export function knownReason(reason: string, language: 'en' | 'zh'): string | undefined {
  return own(reasonWords[language], reason);
}

/** The words for a reason, known or not; for `''` nothing. */
export function reasonText(reason: string, language: 'en' | 'zh'): string {
  return knownReason(reason, language) ?? reason.replaceAll('_', ' ');
}

/** What to look at first when a client is gone for this reason. */
export function firstCheck(reason: string, language: 'en' | 'zh'): string | undefined {
  return own(firstChecks[language], reason);
}

/** Reasons come from SQL as well: `constructor` is one. */
function own(words: Words, reason: string): string | undefined {
  return Object.hasOwn(words, reason) ? words[reason] : undefined;
}
