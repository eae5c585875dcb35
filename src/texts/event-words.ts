import { brokerAlarmInChinese } from './broker-alarms.ts';
import { reasonText } from './reason-words.ts';

/** A recorded event, as `GET /events` answers it. */
export interface HappenedEvent {
  readonly event: string;
  readonly clientid: string | null;
  readonly username: string | null;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Words of ours, or a name that a device chose, which has to be set apart from them. */
export type EventPart = string | { readonly device: string; readonly what: 'client' | 'topic' | 'other' };

/** What a kind of event is called. */
export const eventTitles: {
  readonly en: Readonly<Record<string, string>>;
  readonly zh: Readonly<Record<string, string>>;
} = {
  en: {
    'client.connected': 'Connected',
    'client.disconnected': 'Disconnected',
    'client.connack': 'Let in or refused',
    'client.check_authn_complete': 'Authenticated',
    'client.check_authz_complete': 'Access checked',
    'session.subscribed': 'Subscribed',
    'session.unsubscribed': 'Unsubscribed',
    'session.subscribe_refused': 'Subscription refused',
    'connection.refused': 'Connection refused',
    'message.publish': 'Published',
    'message.delivered': 'Delivered',
    'message.acked': 'Acknowledged',
    'message.dropped': 'Message dropped',
    'delivery.dropped': 'Delivery dropped',
    'alarm.activated': 'Alarm began',
    'alarm.deactivated': 'Alarm ended',
    'journal.gap': 'Gap',
  },
  zh: {
    'client.connected': '上线',
    'client.disconnected': '断开',
    'client.connack': '连接应答',
    'client.check_authn_complete': '认证',
    'client.check_authz_complete': '鉴权',
    'session.subscribed': '订阅',
    'session.unsubscribed': '取消订阅',
    'session.subscribe_refused': '订阅被拒绝',
    'connection.refused': '连接被拒绝',
    'message.publish': '发布',
    'message.delivered': '消息送达',
    'message.acked': '消息确认',
    'message.dropped': '消息丢弃',
    'delivery.dropped': '投递丢弃',
    'alarm.activated': '系统告警开始',
    'alarm.deactivated': '系统告警结束',
    'journal.gap': '记录中断',
  },
};

type Sentence = (event: Facts) => EventPart[];

interface Facts {
  readonly who: EventPart;
  readonly topic: EventPart;
  readonly peer: EventPart;
  /** In words; empty when there is none. */
  readonly reason: string;
  readonly rawReason: string;
  readonly isRefused: boolean;
  readonly text: (column: string) => EventPart;
  readonly number: (column: string) => number;
  /** What the alarm says. */
  readonly alarm: string;
}

/** The parts of a sentence, without those that are empty. */
function say(strings: TemplateStringsArray, ...values: readonly EventPart[]): EventPart[] {
  return strings.flatMap((text, index) => [text, values[index] ?? '']).filter((part) => part !== '');
}

const after = (sign: string, text: string): string => (text === '' ? '' : sign + text);

const enSentences: Readonly<Record<string, Sentence>> = {
  'client.connected': ({ who, peer }) => say`${who} connected from ${peer}`,
  'client.disconnected': ({ who, reason, rawReason }) => {
    if (rawReason === 'keepalive_timeout') return say`${who} timed out`;
    if (rawReason === 'normal') return say`${who} said good-bye`;
    if (rawReason === 'kicked') return say`${who} was kicked by an administrator`;
    return say`${who} disconnected${after(': ', reason)}`;
  },
  'client.connack': ({ who, reason, isRefused }) =>
    isRefused ? say`${who} was refused${after(': ', reason)}` : say`${who} was let in`,
  'client.check_authn_complete': ({ who, reason, isRefused }) =>
    isRefused ? say`${who} failed to log in${after(': ', reason)}` : say`${who} logged in`,
  'client.check_authz_complete': ({ who, topic, isRefused, text }) =>
    isRefused ? say`${who} may not ${text('action')} ${topic}` : say`${who} may ${text('action')} ${topic}`,
  'session.subscribed': ({ who, topic }) => say`${who} subscribed to ${topic}`,
  'session.unsubscribed': ({ who, topic }) => say`${who} unsubscribed from ${topic}`,
  'session.subscribe_refused': ({ who, topic, reason }) =>
    say`${who} may not subscribe to ${topic}${after(': ', reason)}`,
  'connection.refused': ({ peer, reason }) =>
    say`a connection from ${peer} was refused${after(': ', reason)}`,
  'message.publish': ({ who, topic }) => say`${who} published to ${topic}`,
  'message.delivered': ({ who, topic }) => say`${who} got a message on ${topic}`,
  'message.acked': ({ who, topic }) => say`${who} acknowledged a message on ${topic}`,
  'message.dropped': ({ topic, reason }) => say`a message on ${topic} was dropped${after(': ', reason)}`,
  'delivery.dropped': ({ who, topic, reason }) =>
    say`a message on ${topic} for ${who} was dropped${after(': ', reason)}`,
  'alarm.activated': ({ alarm }) => say`${alarm}`,
  'alarm.deactivated': ({ alarm }) => say`${alarm} – over`,
  'journal.gap': ({ number, reason }) =>
    say`${String(number('count'))} events were not recorded${after(': ', reason)}`,
};

const zhSentences: Readonly<Record<string, Sentence>> = {
  'client.connected': ({ who, peer }) => say`${who} 上线，来自 ${peer}`,
  'client.disconnected': ({ who, reason, rawReason }) => {
    if (rawReason === 'keepalive_timeout') return say`${who} 心跳超时断开`;
    if (rawReason === 'normal') return say`${who} 主动断开`;
    if (rawReason === 'kicked') return say`${who} 被管理员踢下线`;
    return say`${who} 断开${after('：', reason)}`;
  },
  'client.connack': ({ who, reason, isRefused }) =>
    isRefused ? say`${who} 连接被拒绝${after('：', reason)}` : say`${who} 连接被接受`,
  'client.check_authn_complete': ({ who, reason, isRefused }) =>
    isRefused ? say`${who} 认证失败${after('：', reason)}` : say`${who} 认证通过`,
  'client.check_authz_complete': ({ who, topic, isRefused, text }) =>
    isRefused
      ? say`${who} 无权${text('action') === 'subscribe' ? '订阅' : '发布'} ${topic}`
      : say`${who} 可以${text('action') === 'subscribe' ? '订阅' : '发布'} ${topic}`,
  'session.subscribed': ({ who, topic }) => say`${who} 订阅了 ${topic}`,
  'session.unsubscribed': ({ who, topic }) => say`${who} 取消订阅 ${topic}`,
  'session.subscribe_refused': ({ who, topic, reason }) =>
    say`${who} 订阅 ${topic} 被拒绝${after('：', reason)}`,
  'connection.refused': ({ peer, reason }) => say`来自 ${peer} 的连接被拒绝${after('：', reason)}`,
  'message.publish': ({ who, topic }) => say`${who} 发布到 ${topic}`,
  'message.delivered': ({ who, topic }) => say`${who} 收到 ${topic} 的消息`,
  'message.acked': ({ who, topic }) => say`${who} 确认了 ${topic} 的消息`,
  'message.dropped': ({ topic, reason }) => say`${topic} 的消息被丢弃${after('：', reason)}`,
  'delivery.dropped': ({ who, topic, reason }) =>
    say`发给 ${who} 的 ${topic} 消息被丢弃${after('：', reason)}`,
  'alarm.activated': ({ alarm }) => say`${alarm}`,
  'alarm.deactivated': ({ alarm }) => say`${alarm}（已结束）`,
  'journal.gap': ({ number, reason }) => say`${String(number('count'))} 个事件未被记录${after('：', reason)}`,
};

const SOMEBODY = { en: 'a client', zh: '某客户端' } as const;
const SOMEWHERE = { en: 'an unknown address', zh: '未知地址' } as const;

/** What of an event says that something was not let through. */
const ALLOWED: ReadonlySet<string> = new Set(['success', 'allow', 'normal_disconnection']);

/** What happened, in words. Names that devices chose are parts of their own. */
export function eventSentence(event: HappenedEvent, language: 'en' | 'zh'): EventPart[] {
  const { columns, clientid } = event;
  const word = (name: string): string => (typeof columns[name] === 'string' ? columns[name] : '');
  const code = word('reason_code') || word('result');
  const rawReason = word('reason') || code;
  const sentence = (language === 'zh' ? zhSentences : enSentences)[event.event];
  const topic = word('topic');
  const peer = word('peername') || word('peerhost');
  const facts: Facts = {
    who: clientid === null ? SOMEBODY[language] : { device: clientid, what: 'client' },
    topic: { device: topic, what: 'topic' },
    peer: peer === '' ? SOMEWHERE[language] : { device: peer, what: 'other' },
    reason: reasonText(rawReason, language),
    rawReason,
    isRefused: code !== '' && !ALLOWED.has(code),
    text: (name) => word(name),
    number: (name) => Number(columns[name] ?? 0),
    alarm: alarmMessage(columns, language) ?? word('message'),
  };
  return sentence ? sentence(facts) : [event.event];
}

/** Alarms of monitors say it in both languages among their details; those of the broker are known by their names. */
function alarmMessage(
  { name, message, details }: HappenedEvent['columns'],
  language: 'en' | 'zh',
): string | undefined {
  const known = typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {};
  if (language === 'zh' && typeof name === 'string' && typeof message === 'string')
    return brokerAlarmInChinese({ name, message, details: known });
  const said = known[language === 'zh' ? 'message_zh' : 'message'];
  return typeof said === 'string' && said !== '' ? said : undefined;
}

export function eventTitle(event: string, language: 'en' | 'zh'): string {
  return eventTitles[language][event] ?? event;
}

/** The same as one text, for a terminal. */
export function eventLine(event: HappenedEvent, language: 'en' | 'zh'): string {
  return eventSentence(event, language)
    .map((part) => (typeof part === 'string' ? part : part.device))
    .join('');
}
