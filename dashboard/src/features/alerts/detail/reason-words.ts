import { defineTexts, useTexts } from '../../../shared/texts/texts.ts';

interface ReasonWords {
  /** Why a client is gone, for people. */
  readonly names: Readonly<Record<string, string>>;
  /** What to look at first. */
  readonly checks: Readonly<Record<string, string>>;
}

const en: ReasonWords = {
  names: {
    normal: 'closed by the device',
    keepalive_timeout: 'keep-alive timeout',
    tcp_closed: 'connection closed by peer',
    ssl_closed: 'connection closed by peer',
    takenover: 'same client id connected elsewhere, session taken over',
    discarded: 'same client id, session discarded',
    kicked: 'kicked by an administrator',
    not_authorized: 'not authorized',
    banned: 'banned',
    protocol_error: 'malformed packet',
    internal_error: 'internal error',
    server_shutdown: 'server shutdown',
    server_shutting_down: 'server shutdown',
    broker_stopped: 'the server process ended',
  },
  checks: {
    keepalive_timeout: 'Power, signal, sleep mode of the device; a keep-alive that is too short',
    tcp_closed: 'The network, idle time of NAT on the way, a restart of the device',
    ssl_closed: 'The network, idle time of NAT on the way, a restart of the device',
    takenover: 'Whether two devices have the same client id',
    discarded: 'Whether two devices have the same client id',
    kicked: 'Who kicked it: the audit log',
    not_authorized: 'Which rule denied it: the access rules',
    banned: 'The ban list',
    protocol_error: 'What the device sent: a trace of it',
    internal_error: 'What the device sent: a trace of it',
  },
};

const zh: ReasonWords = {
  names: {
    normal: '设备主动断开',
    keepalive_timeout: '心跳超时',
    tcp_closed: '网络连接被对端关闭',
    ssl_closed: '网络连接被对端关闭',
    takenover: '同一客户端 ID 在别处登录（会话被接管）',
    discarded: '同一客户端 ID 在别处登录（会话被丢弃）',
    kicked: '被管理员踢下线',
    not_authorized: '没有权限',
    banned: '已被封禁',
    protocol_error: '报文错误',
    internal_error: '内部错误',
    server_shutdown: '服务端停止',
    server_shutting_down: '服务端停止',
    broker_stopped: '服务端进程异常终止',
  },
  checks: {
    keepalive_timeout: '设备的供电、信号、休眠设置；心跳时间是否过短',
    tcp_closed: '网络、途中 NAT 的空闲超时、设备是否重启',
    ssl_closed: '网络、途中 NAT 的空闲超时、设备是否重启',
    takenover: '是否有两台设备使用相同的客户端 ID',
    discarded: '是否有两台设备使用相同的客户端 ID',
    kicked: '由谁踢下线：审计日志',
    not_authorized: '被哪条规则拒绝：访问规则',
    banned: '封禁名单',
    protocol_error: '设备发送了什么：跟踪该客户端',
    internal_error: '设备发送了什么：跟踪该客户端',
  },
};

const catalogue = defineTexts<ReasonWords>(en, zh);

export function useReasons(): ReasonWords {
  return useTexts(catalogue);
}
