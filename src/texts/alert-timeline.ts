import { actorNames } from './actor-names.ts';

/** What the timeline of an alert says, entry by entry. Durations are milliseconds. */
export interface AlertTimelineTexts {
  readonly event: (about: { key: string; reason: string | undefined }) => string;
  readonly matchedRule: (rule: string) => string;
  readonly matchedMonitor: (monitor: string) => string;
  readonly grace: (milliseconds: number) => string;
  readonly graceOver: (milliseconds: number) => string;
  readonly opened: string;
  readonly suppressed: (drops: number) => string;
  readonly unstable: (score: number) => string;
  readonly stable: string;
  readonly escalated: (severity: 'critical' | 'warning' | 'info') => string;
  readonly acknowledged: (by: string) => string;
  readonly noted: (about: { by: string; text: string }) => string;
  readonly recovered: (milliseconds: number) => string;
  readonly quiet: (milliseconds: number) => string;
  readonly manual: (about: { by: string; lasted: number }) => string;
  readonly removed: string;
  readonly grouped: (others: number) => string;
  readonly told: (about: { channel: string; reason: TellingReason; digest: Digest | undefined }) => string;
  readonly attempt: (about: {
    number: number;
    verdict: 'delivered' | 'rejected' | 'unavailable';
    status: number | undefined;
    code: string | undefined;
    reason: string | undefined;
    took: number;
  }) => string;
  readonly delivery: (about: {
    status: 'queued' | 'retrying' | 'delivered' | 'failed' | 'digested' | 'expired';
    channel: string;
    reason: string | undefined;
    attempts: number;
  }) => string;
  readonly attemptsOmitted: (count: number) => string;
  readonly deliveryGone: (channel: string) => string;
  readonly other: (kind: string) => string;
}

type TellingReason = 'first' | 'more' | 'escalated' | 'repeat' | 'acknowledged' | 'resolved';
type Digest = 'throttled' | 'interrupted' | 'quiet_hours' | 'after_silence';

const withReason = (text: string, reason: string | undefined, sign: string): string =>
  reason === undefined || reason === '' ? text : `${text}${sign}${reason}`;

function answer(status: number | undefined, code: string | undefined): string[] {
  return [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(code === undefined ? [] : [`errcode ${code}`]),
  ];
}

const UNITS = [
  [86_400_000, 'd', ' 天'],
  [3_600_000, 'h', ' 小时'],
  [60_000, 'min', ' 分'],
  [1000, 's', ' 秒'],
] as const;

/** The two largest units: `1 min 5 s`, `1 分 5 秒`; below ten seconds to the millisecond. */
function duration(milliseconds: number, language: 'en' | 'zh'): string {
  const [second, millisecond] = language === 'en' ? [' s', ' ms'] : [' 秒', ' 毫秒'];
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))}${millisecond}`;
  if (milliseconds < 10_000) return `${Number((milliseconds / 1000).toFixed(3))}${second}`;
  let rest = Math.round(milliseconds / 1000) * 1000;
  const parts: string[] = [];
  for (const [size, en, zh] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count}${language === 'en' ? ` ${en}` : zh}`);
    else if (parts.length > 0) break;
  }
  return parts.join(' ');
}

const en: AlertTimelineTexts = {
  event: ({ key, reason }) => withReason(`It began: ${key}`, reason, ', '),
  matchedRule: (rule) => `Rule ${rule} matched`,
  matchedMonitor: (monitor) => `Monitor ${monitor} is over its threshold`,
  grace: (milliseconds) =>
    `Grace period of ${duration(milliseconds, 'en')}: nobody is told if it is over by then`,
  graceOver: (milliseconds) => `Still so after the grace period of ${duration(milliseconds, 'en')}: opened`,
  opened: 'Opened',
  suppressed: (drops) => `${drops} short ${drops === 1 ? 'drop' : 'drops'} before, within the grace period`,
  unstable: (score) => `Comes and goes too often (score ${score}): told once as unstable`,
  stable: 'Has been calm for long enough, and is still so',
  escalated: (severity) => `Is ${severity} now`,
  acknowledged: (by) => `Acknowledged by ${actorNames.en(by)}`,
  noted: ({ by, text }) => `Note by ${actorNames.en(by)}: ${text}`,
  recovered: (milliseconds) => `Resolved after ${duration(milliseconds, 'en')}: it is over`,
  quiet: (milliseconds) => `Resolved after ${duration(milliseconds, 'en')}: it was not seen again`,
  manual: ({ by, lasted }) => `Resolved by ${actorNames.en(by)} after ${duration(lasted, 'en')}`,
  removed: 'Resolved: its rule or monitor was removed or switched off',
  grouped: (others) => `In one message with ${others} other ${others === 1 ? 'alert' : 'alerts'}`,
  told: ({ channel, reason, digest }) => {
    const why = {
      first: 'the first word',
      more: 'more of the group',
      escalated: 'escalated',
      repeat: 'a reminder',
      acknowledged: 'somebody takes care of it',
      resolved: 'the end',
    }[reason];
    const how =
      digest === undefined
        ? ''
        : {
            throttled: ', in a digest, because the limit of the channel was reached',
            interrupted: ', in a digest after an outage of the channel',
            quiet_hours: ', in a summary after quiet hours',
            after_silence: ', after a silence',
          }[digest];
    return `${channel} is told (${why}${how})`;
  },
  attempt: ({ number, verdict, status, code, reason, took }) => {
    const word = {
      delivered: 'accepted',
      rejected: 'refused, not tried again',
      unavailable: 'failed, tried again',
    };
    const parts = [word[verdict], ...answer(status, code), `${took} ms`];
    return withReason(`Attempt ${number}: ${parts.join(', ')}`, reason, ': ');
  },
  delivery: ({ status, channel, reason, attempts }) => {
    const tries = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
    const text = {
      queued: `Waits for ${channel}`,
      retrying: `${channel} has not accepted it yet, ${tries}`,
      delivered: `${channel} accepted it`,
      failed: `${channel} did not take it, ${tries}`,
      digested: `${channel} did not take it; a digest told of it later`,
      expired: `Expired before ${channel} accepted it, ${tries}`,
    }[status];
    return withReason(text, reason, ': ');
  },
  attemptsOmitted: (count) => `${count} more attempts`,
  deliveryGone: (channel) => `The delivery to ${channel} is not kept any more`,
  other: (kind) => kind,
};

const zh: AlertTimelineTexts = {
  event: ({ key, reason }) => withReason(`事件发生：${key}`, reason, '，'),
  matchedRule: (rule) => `命中规则 ${rule}`,
  matchedMonitor: (monitor) => `监控项 ${monitor} 超过阈值`,
  grace: (milliseconds) => `宽限时间 ${duration(milliseconds, 'zh')}：期间恢复则不通知`,
  graceOver: (milliseconds) => `宽限 ${duration(milliseconds, 'zh')}结束仍未恢复，告警打开`,
  opened: '告警打开',
  suppressed: (drops) => `此前在宽限时间内短暂掉线 ${drops} 次`,
  unstable: (score) => `变化过于频繁（评分 ${score}），合并为一次「不稳定」通知`,
  stable: '已恢复稳定，告警仍未解除',
  escalated: (severity) => `级别升为${{ critical: '严重', warning: '警告', info: '提示' }[severity]}`,
  acknowledged: (by) => `${actorNames.zh(by)} 已确认`,
  noted: ({ by, text }) => `${actorNames.zh(by)} 的备注：${text}`,
  recovered: (milliseconds) => `已恢复，持续 ${duration(milliseconds, 'zh')}`,
  quiet: (milliseconds) => `未再出现，自动恢复，持续 ${duration(milliseconds, 'zh')}`,
  manual: ({ by, lasted }) => `${actorNames.zh(by)} 手动关闭，持续 ${duration(lasted, 'zh')}`,
  removed: '已关闭：规则或监控项已删除或停用',
  grouped: (others) => `与另外 ${others} 条告警合并为一条消息`,
  told: ({ channel, reason, digest }) => {
    const why = {
      first: '首次通知',
      more: '同组新增',
      escalated: '升级通知',
      repeat: '重复提醒',
      acknowledged: '已确认通知',
      resolved: '恢复通知',
    }[reason];
    const how =
      digest === undefined
        ? ''
        : {
            throttled: '，渠道限流，合并为汇总',
            interrupted: '，渠道中断后的汇总',
            quiet_hours: '，免打扰时段后的汇总',
            after_silence: '，静默结束后',
          }[digest];
    return `通知 ${channel}（${why}${how}）`;
  },
  attempt: ({ number, verdict, status, code, reason, took }) => {
    const word = { delivered: '已接收', rejected: '被拒绝，不再重试', unavailable: '失败，将重试' };
    const parts = [word[verdict], ...answer(status, code), `${took} 毫秒`];
    return withReason(`第 ${number} 次发送：${parts.join('，')}`, reason, '：');
  },
  delivery: ({ status, channel, reason, attempts }) => {
    const text = {
      queued: `等待发送到 ${channel}`,
      retrying: `${channel} 尚未接收，已尝试 ${attempts} 次`,
      delivered: `${channel} 已送达`,
      failed: `${channel} 发送失败，共尝试 ${attempts} 次`,
      digested: `${channel} 发送失败，之后已由汇总消息告知`,
      expired: `${channel} 接收前已过期，共尝试 ${attempts} 次`,
    }[status];
    return withReason(text, reason, '：');
  },
  attemptsOmitted: (count) => `另有 ${count} 次发送`,
  deliveryGone: (channel) => `${channel} 的投递记录已不再保留`,
  other: (kind) => kind,
};

export const alertTimeline: Readonly<Record<'en' | 'zh', AlertTimelineTexts>> = { en, zh };
