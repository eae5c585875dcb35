import { actorNames } from './actor-names.ts';
import type { Language } from './cut-notes.ts';
import { reasonWords } from './reason-words.ts';

/** 1,204 in both languages. */
const figures = new Intl.NumberFormat('en-US');

export function figure(count: number): string {
  return figures.format(count);
}

function counted(count: number, one: string, many: string): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

const alerts = (count: number): string => counted(count, 'alert', 'alerts');
const resolvedSince = (count: number): string => (count > 0 ? `, ${figure(count)} resolved since` : '');
const devices = (count: number): string => counted(count, 'device', 'devices');

/** How alerts are told to people. Durations, names and times come as text. */
const en = {
  severity: { critical: 'Critical', warning: 'Warning', info: 'Info' },
  tag: {
    resolved: 'Resolved',
    partlyResolved: 'Partly resolved',
    acknowledged: 'Acknowledged',
    /** Somebody ended it, or its rule is gone: nobody knows that it is over. */
    closed: 'Closed',
  },
  /** The first line: what a lock screen shows. */
  tagged: (tag: string, line: string) => `[${tag}] ${line}`,
  named: (title: string, key: string) => `${title}: ${key}`,
  noted: (title: string, note: string) => `${title} (${note})`,
  untitled: 'Alert',
  blank: '(blank)',
  never: 'never',
  list: (names: readonly string[]) => names.join(', '),

  seconds: (count: number) => `${count} s`,
  minutes: (count: number) => `${count} min`,
  hours: (count: number) => `${count} h`,
  days: (count: number) => `${figure(count)} d`,
  under: (duration: string) => `under ${duration}`,
  joinUnits: (units: readonly string[]) => units.join(' '),

  /** Words of a title that turn into their opposite when a client is back. */
  back: [
    [/\boffline\b/g, 'online'],
    [/\bOffline\b/g, 'Online'],
    [/\bOFFLINE\b/g, 'ONLINE'],
    [/\bdisconnected\b/g, 'connected again'],
    [/\bDisconnected\b/g, 'Connected again'],
  ] as readonly (readonly [pattern: RegExp, back: string])[],
  /** What is left of such a title without the client: no news beside "312 devices offline". */
  plainlyOffline: /^(?:the )?(?:(?:device|client)s? )?(?:is |went |has gone )?(?:offline|disconnected)$/i,
  wasOffline: (duration: string) => `offline ${duration}`,
  lasted: (duration: string) => `lasted ${duration}`,
  closedBy: (who: string) => `closed by ${who}`,
  sourceGone: 'its rule is off or gone',
  stillOpen: (since: string, duration: string) => `still open since ${since}, ${duration}`,
  escalatedTitle: (title: string) => `Escalated: ${title}`,
  nobodyAcknowledged: (duration: string) => `open for ${duration}, nobody acknowledged it`,
  acknowledgedBy: (who: string, duration: string) => `${actorNames.en(who)} is on it, open for ${duration}`,
  worse: 'worse than before',
  unstableClient: (key: string) => `Keeps dropping: ${key}`,
  unstable: (title: string) => `Comes and goes: ${title}`,
  unstableScore: (score: string) => `score ${score}`,
  stableAgain: (subject: string) => `Stable again: ${subject}`,
  wasUnstable: (duration: string) => `unstable for ${duration}`,
  unstableNote: 'It comes and goes too often to be told each time. The next message comes when it is calm.',

  offline: (count: number, duration: string) => `${devices(count)} offline within ${duration}`,
  opened: (count: number, duration: string) => `${alerts(count)} within ${duration}`,
  openedOf: (title: string, count: number, duration: string) =>
    `${title}: ${figure(count)} within ${duration}`,
  moreOffline: (count: number, now: number) =>
    `${figure(count)} more ${count === 1 ? 'device' : 'devices'} offline, ${figure(now)} now`,
  moreOpened: (count: number, now: number) =>
    `${figure(count)} more ${count === 1 ? 'alert' : 'alerts'}, ${figure(now)} open now`,
  moreOf: (title: string, count: number, now: number) =>
    `${title}: ${figure(count)} more, ${figure(now)} now`,
  stillOffline: (count: number) => `${devices(count)} still offline`,
  stillOpenAlerts: (count: number) => `${alerts(count)} still open`,
  stillOpenOf: (title: string, count: number) => `${title}: ${figure(count)} still open`,
  backOnline: (count: number) => `${devices(count)} online again`,
  overAlerts: (count: number) => `${alerts(count)} over`,
  overOf: (title: string, count: number) => `${title}: ${figure(count)} over`,
  andBack: (line: string, count: number) => `${line}, ${figure(count)} back`,
  andOver: (line: string, count: number) => `${line}, ${figure(count)} over`,
  andStillOffline: (line: string, count: number) => `${line}, ${figure(count)} still offline`,
  andStillOpen: (line: string, count: number) => `${line}, ${figure(count)} still open`,
  acknowledgedMany: (count: number) => `${alerts(count)} acknowledged`,

  interruptedTitle: (between: string, all: number, over: number) =>
    `Notifications were interrupted ${between}: ${alerts(all)}${resolvedSince(over)}`,
  interrupted: (between: string) => `Notifications were interrupted ${between}; this is what was held up.`,
  quietTitle: (between: string, all: number, over: number) =>
    `Quiet hours ${between}: ${alerts(all)}${resolvedSince(over)}`,
  quiet: (between: string) => `Held back by quiet hours ${between}.`,
  silenceTitle: (all: number, over: number) => `A silence ended: ${alerts(all)}${resolvedSince(over)}`,
  silence: (reason: string) => `A silence that held this back has ended${reason && `: ${reason}`}.`,
  throttled: (count: number) =>
    `${figure(count)} more ${count === 1 ? 'alert' : 'alerts'} merged here because of the channel's rate limit`,
  throttledBot: (count: number) =>
    `${figure(count)} more ${count === 1 ? 'alert' : 'alerts'} merged here because of the bot's rate limit`,

  inCommon: (factors: readonly string[]) => `In common: ${factors.join(', ')}`,
  factor: (name: string, value: string, count: number, of: number) =>
    `${name} ${value} (${figure(count)} of ${figure(of)})`,
  factors: {
    listener: 'listener',
    network: 'network',
    username: 'user name',
    node: 'node',
    reason: 'reason',
  },
  namesAndMore: (names: readonly string[], more: number, _all: string) =>
    `${names.join(', ')}${more > 0 ? ` … and ${figure(more)} more` : ''}`,
  moreLines: (count: number) => `… and ${figure(count)} more`,
  opensList: (list: string) => `Open: ${list}`,
  offlineList: (list: string) => `Offline: ${list}`,
  backList: (list: string) => `Online again: ${list}`,
  overList: (list: string) => `Over: ${list}`,
  allDevices: (count: number) => devices(count),
  allAlerts: (count: number) => alerts(count),

  fields: {
    offlineSince: 'Offline since',
    since: 'Since',
    backAt: 'Online since',
    overAt: 'Over at',
    period: 'Time',
    count: 'Seen',
    shortDrops: 'Short drops before',
    acknowledged: 'Acknowledged by',
    openInAll: 'Open in all',
  },
  sinceFor: (time: string, duration: string) => `${time} (${duration})`,
  times: (count: number) => counted(count, 'time', 'times'),
  by: (who: string, time: string) => `${actorNames.en(who)}, ${time}`,
  links: { runbook: 'Runbook' },

  threadOf: (name: string, began: string) => `${name} · ${began}`,
  alertsOf: (name: string) => `Alerts of ${name}`,
  severalAlerts: 'Alerts',

  morning: {
    title: (online: string, known: string, offline: string, undelivered: string) =>
      `Morning report: ${online} of ${known} online, ${offline} offline overnight, ${undelivered} undelivered`,
    period: 'Night',
    open: 'Open alerts',
    alerts: 'Alerts overnight',
    resolved: 'Resolved overnight',
  },
  templateFailed: (reason: string) =>
    `The template of this message failed: ${reason}. This is the text that Tocsin has by itself.`,
  reasons: reasonWords.en,
};

export type AlertTexts = typeof en;

/** A space divides words from figures, and not words from words. */
const forSoLong = (what: string, duration: string): string =>
  /^\d/.test(duration) ? `${what} ${duration}` : `${what}${duration}`;

const ofThemOver = (count: number): string => (count > 0 ? `，其中 ${figure(count)} 条已恢复` : '');

const zh = {
  severity: { critical: '严重', warning: '警告', info: '提示' },
  tag: {
    resolved: '已恢复',
    partlyResolved: '部分恢复',
    acknowledged: '已确认',
    closed: '已关闭',
  },
  tagged: (tag, line) => `[${tag}] ${line}`,
  named: (title, key) => `${title}：${key}`,
  noted: (title, note) => `${title}（${note}）`,
  untitled: '告警',
  blank: '（空白）',
  never: '从未',
  list: (names) => names.join('、'),

  seconds: (count) => `${count} 秒`,
  minutes: (count) => `${count} 分`,
  hours: (count) => `${count} 小时`,
  days: (count) => `${figure(count)} 天`,
  under: (duration) => `不到 ${duration}`,
  joinUnits: (units) => (units.length === 1 ? (units[0] ?? '').replace(/分$/, '分钟') : units.join(' ')),

  back: [
    [/离线/g, '上线'],
    [/掉线/g, '上线'],
    [/断线/g, '上线'],
    [/下线/g, '上线'],
    [/断开连接/g, '恢复连接'],
  ],
  plainlyOffline: /^(?:设备|客户端)?(?:已)?(?:离线|掉线|断线|下线)$/,
  wasOffline: (duration) => forSoLong('离线', duration),
  lasted: (duration) => forSoLong('持续', duration),
  closedBy: (who) => `由 ${who} 关闭`,
  sourceGone: '规则已停用或删除',
  stillOpen: (since, duration) => `自 ${since} 起仍未恢复，${forSoLong('已', duration)}`,
  escalatedTitle: (title) => `升级 · ${title}`,
  nobodyAcknowledged: (duration) => `${forSoLong('已', duration)}，无人处理`,
  acknowledgedBy: (who, duration) => `${actorNames.zh(who)} 处理中，${forSoLong('已', duration)}`,
  worse: '级别升高',
  unstableClient: (key) => `频繁掉线：${key}`,
  unstable: (title) => `反复出现 · ${title}`,
  unstableScore: (score) => `评分 ${score}`,
  stableAgain: (subject) => `已稳定：${subject}`,
  wasUnstable: (duration) => forSoLong('不稳定持续', duration),
  unstableNote: '变化过于频繁，不再逐次通知，稳定后另行通知。',

  offline: (count, duration) => `${duration}内 ${figure(count)} 台设备离线`,
  opened: (count, duration) => `${duration}内 ${figure(count)} 条告警`,
  openedOf: (title, count, duration) => `${title}：${duration}内 ${figure(count)} 条`,
  moreOffline: (count, now) => `又有 ${figure(count)} 台设备离线，现共 ${figure(now)} 台`,
  moreOpened: (count, now) => `又有 ${figure(count)} 条告警，现共 ${figure(now)} 条未恢复`,
  moreOf: (title, count, now) => `${title}：又有 ${figure(count)} 条，现共 ${figure(now)} 条`,
  stillOffline: (count) => `仍有 ${figure(count)} 台设备离线`,
  stillOpenAlerts: (count) => `仍有 ${figure(count)} 条告警未恢复`,
  stillOpenOf: (title, count) => `${title}：仍有 ${figure(count)} 条未恢复`,
  backOnline: (count) => `${figure(count)} 台设备已上线`,
  overAlerts: (count) => `${figure(count)} 条告警已恢复`,
  overOf: (title, count) => `${title}：${figure(count)} 条已恢复`,
  andBack: (line, count) => `${line}，另有 ${figure(count)} 台已上线`,
  andOver: (line, count) => `${line}，另有 ${figure(count)} 条已恢复`,
  andStillOffline: (line, count) => `${line}，仍有 ${figure(count)} 台离线`,
  andStillOpen: (line, count) => `${line}，仍有 ${figure(count)} 条未恢复`,
  acknowledgedMany: (count) => `${figure(count)} 条告警已确认`,

  interruptedTitle: (between, all, over) =>
    `通知曾中断 ${between}，期间 ${figure(all)} 条告警${ofThemOver(over)}`,
  interrupted: (between) => `通知曾中断 ${between}，以下为期间积压的告警。`,
  quietTitle: (between, all, over) => `免打扰时段 ${between} 内 ${figure(all)} 条告警${ofThemOver(over)}`,
  quiet: (between) => `免打扰时段 ${between} 内未通知。`,
  silenceTitle: (all, over) => `静默结束，期间 ${figure(all)} 条告警${ofThemOver(over)}`,
  silence: (reason) => `静默已结束${reason && `（${reason}）`}，以下为期间未通知的告警。`,
  throttled: (count) => `另有 ${figure(count)} 条告警因渠道限流合并到本条`,
  throttledBot: (count) => `另有 ${figure(count)} 条告警因群机器人限流合并到本条`,

  inCommon: (factors) => `共同点：${factors.join('，')}`,
  factor: (name, value, count, of) => `${name} ${value}（${figure(count)}/${figure(of)}）`,
  factors: {
    listener: '监听器',
    network: '网段',
    username: '用户名',
    node: '节点',
    reason: '原因',
  },
  namesAndMore: (names, more, all) => (more > 0 ? `${names.join('、')} … 等 ${all}` : names.join('、')),
  moreLines: (count) => `… 另有 ${figure(count)} 条`,
  opensList: (list) => `未恢复：${list}`,
  offlineList: (list) => `离线：${list}`,
  backList: (list) => `已上线：${list}`,
  overList: (list) => `已恢复：${list}`,
  allDevices: (count) => `${figure(count)} 台`,
  allAlerts: (count) => `${figure(count)} 条`,

  fields: {
    offlineSince: '离线时间',
    since: '开始时间',
    backAt: '上线时间',
    overAt: '恢复时间',
    period: '时间',
    count: '次数',
    shortDrops: '此前短暂掉线',
    acknowledged: '处理人',
    openInAll: '未恢复总数',
  },
  sinceFor: (time, duration) => `${time}（${forSoLong('已', duration)}）`,
  times: (count) => `${figure(count)} 次`,
  by: (who, time) => `${actorNames.zh(who)}，${time}`,
  links: { runbook: '处理手册' },

  threadOf: (name, began) => `${name} · ${began}`,
  alertsOf: (name) => `告警：${name}`,
  severalAlerts: '告警',

  morning: {
    title: (online, known, offline, undelivered) =>
      `早报：在线 ${online} / ${known}，夜间离线 ${offline}，未送达告警 ${undelivered}`,
    period: '夜间',
    open: '未恢复告警',
    alerts: '夜间告警',
    resolved: '夜间已恢复',
  },
  templateFailed: (reason) => `此消息的模板出错：${reason}。以下为内置文本。`,
  reasons: reasonWords.zh,
} satisfies AlertTexts;

export const alertTexts: Readonly<Record<Language, AlertTexts>> = { en, zh };
