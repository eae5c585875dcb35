/** What `tocsin events` and `tocsin status` say. */
const en = {
  help: {
    events: 'what happened on a running broker, in words',
    ls: 'recorded events, the newest first',
    tail: 'events as they happen, until Ctrl-C',
    histogram: 'how many there were, by time',
    status: 'how a running broker is: connections, rates, alerts',
    event: 'the name of an event, such as client.disconnected; several with commas',
    client: 'a client id; several with commas',
    user: 'a user name',
    reason: 'why',
    column: 'name:value of any column; may be repeated',
    text: 'stands in the value of some column',
    since: 'how long ago, or RFC 3339',
    until: 'the same',
    limit: 'so many at most (default: 100)',
    buckets: 'so many at most (default: 60)',
  },
  columns: { id: 'ID', at: 'TIME', event: 'EVENT', sentence: 'WHAT HAPPENED', count: 'COUNT' },
  nothing: 'No event matches.',
  badTime: (text: string) =>
    `${JSON.stringify(text)} is no time: write 30m, 24h or 7d ago, or RFC 3339 such as 2026-01-31T12:00:00+08:00.`,
  notAll: (from: string) => `What is older than ${from} was not counted: it would take too long.`,
  figures: {
    connections: 'sessions',
    live_connections: 'online',
    subscriptions: 'subscriptions',
    topics: 'topics',
    retained_msg_count: 'retained messages',
    received_msg_rate: 'in per second',
    sent_msg_rate: 'out per second',
    dropped_msg_rate: 'dropped per second',
    denied_rate: 'denied per second',
    alerts_told: 'alerts told in the last hour',
    alert_latency_p95: 'alert latency p95 (ms)',
    open: 'open alerts',
    acknowledged: 'acknowledged alerts',
  },
};

export type EventCommandTexts = typeof en;

const zh: EventCommandTexts = {
  help: {
    events: '运行中的服务端发生了什么',
    ls: '已记录的事件，最新的在前',
    tail: '持续输出新事件，直到 Ctrl-C',
    histogram: '按时间统计事件数量',
    status: '运行中的服务端状态：连接、速率、告警',
    event: '事件名称，例如 client.disconnected；多个用逗号分隔',
    client: '客户端 ID；多个用逗号分隔',
    user: '用户名',
    reason: '原因',
    column: '任意字段的 name:value；可重复',
    text: '出现在某个字段的值中',
    since: '多久之前，或 RFC 3339',
    until: '同上',
    limit: '最多条数（默认 100）',
    buckets: '最多区间数（默认 60）',
  },
  columns: { id: 'ID', at: '时间', event: '事件', sentence: '发生了什么', count: '数量' },
  nothing: '没有匹配的事件。',
  badTime: (text) =>
    `${JSON.stringify(text)} 不是时间：写 30m、24h、7d（之前），或 RFC 3339，例如 2026-01-31T12:00:00+08:00。`,
  notAll: (from) => `早于 ${from} 的事件未计入：耗时过长。`,
  figures: {
    connections: '会话',
    live_connections: '在线',
    subscriptions: '订阅',
    topics: '主题',
    retained_msg_count: '保留消息',
    received_msg_rate: '每秒流入',
    sent_msg_rate: '每秒流出',
    dropped_msg_rate: '每秒丢弃',
    denied_rate: '每秒拒绝',
    alerts_told: '过去一小时的告警消息',
    alert_latency_p95: '告警延迟 p95（毫秒）',
    open: '当前告警',
    acknowledged: '已确认告警',
  },
};

export const eventCommandTexts = { en, zh } as const;
