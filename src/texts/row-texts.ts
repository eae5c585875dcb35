import type { Language } from './cut-notes.ts';

/** How a row is told to people who wrote no text for it. */
interface RowTexts {
  /** Of columns; a column that is not here is shown by its own name. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of an event, told in one line. `who` is a client, or somebody. */
  readonly titles: Readonly<Record<string, (event: EventWords) => string>>;
  readonly somebody: string;
  readonly bytes: (count: number, beginning: string) => string;
  readonly templateFailed: (action: string, reason: string) => string;
}

/** Empty texts for what is not known. */
export interface EventWords {
  readonly who: string;
  readonly reason: string;
  readonly topic: string;
  readonly name: string;
  readonly message: string;
  readonly result: string;
}

const en: RowTexts = {
  labels: {
    clientid: 'Client',
    username: 'User',
    peername: 'Address',
    peerhost: 'Address',
    sockname: 'Listener address',
    listener: 'Listener',
    reason: 'Reason',
    reason_code: 'Reason code',
    disconnected_at: 'Disconnected at',
    connected_at: 'Connected at',
    duration_ms: 'Connected for',
    publish_received_at: 'Received at',
    activated_at: 'Activated at',
    deactivated_at: 'Deactivated at',
    timestamp: 'Time',
    created_at: 'Created at',
    topic: 'Topic',
    payload: 'Payload',
    qos: 'QoS',
    keepalive: 'Keep-alive',
    event: 'Event',
    node: 'Node',
    proto_name: 'Protocol',
    proto_ver: 'Protocol version',
    clean_start: 'Clean start',
    name: 'Name',
    message: 'Message',
    details: 'Details',
    result: 'Result',
    rows: 'Times',
    rows_within: 'Within',
    silent_for: 'Silent for',
    last_seen: 'Last seen',
    simulated: 'Simulated device, grace period shortened to',
    value: 'Value',
    of: 'Of',
    threshold: 'Threshold',
    top: 'Mostly',
    addresses: 'Addresses',
    waiting: 'Waiting',
    answer: 'Answer',
  },
  titles: {
    'client.connected': ({ who }) => `${who} connected`,
    'client.disconnected': ({ who, reason }) => `${who} disconnected${after(': ', reason)}`,
    'client.connack': ({ who, result }) => `${who} asked to connect${after(': ', result)}`,
    'client.check_authn_complete': ({ who, result }) => `${who} was authenticated${after(': ', result)}`,
    'client.check_authz_complete': ({ who, topic, result }) =>
      `${who} asked for ${topic || 'a topic'}${after(': ', result)}`,
    'session.subscribed': ({ who, topic }) => `${who} subscribed${after(' to ', topic)}`,
    'session.unsubscribed': ({ who, topic }) => `${who} unsubscribed${after(' from ', topic)}`,
    'session.subscribe_refused': ({ who, topic, reason }) =>
      `${who} may not subscribe${after(' to ', topic)}${after(': ', reason)}`,
    'connection.refused': ({ who, reason }) => `a connection was refused${after(': ', reason || who)}`,
    'message.publish': ({ who, topic }) => `${who} published${after(' to ', topic)}`,
    'message.delivered': ({ who, topic }) => `${who} got a message${after(' on ', topic)}`,
    'message.acked': ({ who, topic }) => `${who} acknowledged a message${after(' on ', topic)}`,
    'message.dropped': ({ topic, reason }) =>
      `a message${after(' on ', topic)} was dropped${after(': ', reason)}`,
    'delivery.dropped': ({ who, topic, reason }) =>
      `a message${after(' on ', topic)} for ${who} was dropped${after(': ', reason)}`,
    'alarm.activated': ({ name, message }) => `alarm ${name}${after(': ', message)}`,
    'alarm.deactivated': ({ name, message }) => `alarm ${name} is over${after(': ', message)}`,
  },
  somebody: 'a client',
  bytes: (count, beginning) => `${count} bytes: ${beginning}`,
  templateFailed: (action, reason) =>
    `The template of action ${action} failed: ${reason}. This is the row as it is.`,
};

const zh: RowTexts = {
  labels: {
    clientid: '客户端',
    username: '用户名',
    peername: '地址',
    peerhost: '地址',
    sockname: '监听地址',
    listener: '监听器',
    reason: '原因',
    reason_code: '原因码',
    disconnected_at: '断开时间',
    connected_at: '连接时间',
    duration_ms: '在线时长',
    publish_received_at: '接收时间',
    activated_at: '开始时间',
    deactivated_at: '结束时间',
    timestamp: '时间',
    created_at: '创建时间',
    topic: '主题',
    payload: '消息内容',
    qos: 'QoS',
    keepalive: '心跳时间',
    event: '事件',
    node: '节点',
    proto_name: '协议',
    proto_ver: '协议版本',
    clean_start: '全新会话',
    name: '名称',
    message: '消息',
    details: '详情',
    result: '结果',
    rows: '次数',
    rows_within: '时间跨度',
    silent_for: '静默时长',
    last_seen: '最后出现',
    simulated: '模拟设备，宽限时间缩短为',
    value: '当前值',
    of: '总数',
    threshold: '阈值',
    top: '主要来源',
    addresses: '地址数',
    waiting: '排队',
    answer: '应答',
  },
  titles: {
    'client.connected': ({ who }) => `${who} 已上线`,
    'client.disconnected': ({ who, reason }) => `${who} 已断开${after('：', reason)}`,
    'client.connack': ({ who, result }) => `${who} 请求连接${after('：', result)}`,
    'client.check_authn_complete': ({ who, result }) => `${who} 认证结果${after('：', result)}`,
    'client.check_authz_complete': ({ who, topic, result }) =>
      `${who} 请求访问主题${after(' ', topic)}${after('：', result)}`,
    'session.subscribed': ({ who, topic }) => `${who} 已订阅${after(' ', topic)}`,
    'session.unsubscribed': ({ who, topic }) => `${who} 已取消订阅${after(' ', topic)}`,
    'session.subscribe_refused': ({ who, topic, reason }) =>
      `${who} 被拒绝订阅${after(' ', topic)}${after('：', reason)}`,
    'connection.refused': ({ who, reason }) => `连接被拒绝${after('：', reason || who)}`,
    'message.publish': ({ who, topic }) => `${who} 发布了消息${after('：', topic)}`,
    'message.delivered': ({ who, topic }) => `消息已投递给 ${who}${after('：', topic)}`,
    'message.acked': ({ who, topic }) => `${who} 已确认消息${after('：', topic)}`,
    'message.dropped': ({ topic, reason }) =>
      `消息被丢弃${after('：', [topic, reason].filter(Boolean).join('，'))}`,
    'delivery.dropped': ({ who, topic, reason }) =>
      `发给 ${who} 的消息被丢弃${after('：', [topic, reason].filter(Boolean).join('，'))}`,
    'alarm.activated': ({ name, message }) => `系统告警 ${name}${after('：', message)}`,
    'alarm.deactivated': ({ name, message }) => `系统告警 ${name} 已结束${after('：', message)}`,
  },
  somebody: '客户端',
  bytes: (count, beginning) => `${count} 字节：${beginning}`,
  templateFailed: (action, reason) => `动作 ${action} 的模板出错：${reason}。以下是原始数据。`,
};

function after(sign: string, text: string): string {
  return text === '' ? '' : sign + text;
}

export const rowTexts: Readonly<Record<Language, RowTexts>> = { en, zh };
