import { actorNames } from './actor-names.ts';

/** The page that links below a message open, on a phone. Times, names and durations come as text. */
const en = {
  states: { pending: 'Grace period', open: 'Open', acknowledged: 'Acknowledged', resolved: 'Resolved' },
  stateOfMany: (open: number, acknowledged: number, resolved: number) =>
    [
      open > 0 ? `${open} open` : '',
      acknowledged > 0 ? `${acknowledged} acknowledged` : '',
      resolved > 0 ? `${resolved} resolved` : '',
    ]
      .filter(Boolean)
      .join(', '),
  lasts: (duration: string) => `for ${duration}`,
  isOnIt: (who: string, time: string) => `${actorNames.en(who)} is on it since ${time}.`,
  over: (time: string) => `Over since ${time}.`,
  closedBy: (who: string, time: string) => `Closed by ${actorNames.en(who)}, ${time}.`,
  silenced: 'Silenced',
  silencedUntil: (time: string, who: string) => `Silenced until ${time}, by ${actorNames.en(who)}.`,
  silencedUntilOver: (who: string) => `Silenced until it is over, by ${actorNames.en(who)}.`,
  maintenanceUntil: (time: string, name: string) => `Maintenance until ${time}: ${name}.`,
  maintenance: (name: string) => `Maintenance: ${name}.`,
  heldOf: (count: number, all: number) => `This holds ${count} of ${all}.`,
  name: 'Your name (optional)',
  nameHint: 'The others see it. It is remembered on this device.',
  acknowledge: "I'm on it",
  acknowledgeMany: (count: number) => `I'm on it (${count} alerts)`,
  silenceHour: 'Silence 1 h',
  silenceFourHours: 'Silence 4 h',
  silenceUntilOver: 'Silence until it is over, 4 h at most',
  /** @param isEndTold whether people are told when it is over */
  silenceHint: (isEndTold: boolean) =>
    `Nobody is told of it meanwhile${isEndTold ? '; that it is over is told.' : '. When it is over, nobody is told: the rule wants it so.'}`,
  silenceGroupHint: (isEndTold: boolean) =>
    `Nobody is told of this group meanwhile, nor of what joins it${isEndTold ? '; that it is over is told.' : '. When it is over, nobody is told: the rule wants it so.'}`,
  actions: 'What to do',
  members: (count: number) => `${count} alerts`,
  more: (count: number) => `… and ${count} more`,
  timeline: 'Timeline',
  runbook: 'Runbook',
  otherLanguage: '中文',
  problems: {
    forged: {
      title: 'This link is not valid',
      text: 'It was changed on its way, or links were made anew or switched off. Open it from the message itself, or sign in to the dashboard.',
    },
    expired: {
      title: 'This link has expired',
      text: 'Links in messages are valid for a while only. A newer message has a newer one; the dashboard shows the alert.',
    },
    gone: {
      title: 'Nothing is left of this alert',
      text: 'It is over, and was kept for as long as alerts are kept.',
    },
    tooMany: { title: 'Too many attempts', text: 'Wait a minute, then open the link again.' },
    foreign: { title: 'Nothing was changed', text: 'The request came from another site.' },
    unclear: { title: 'Nothing was changed', text: 'The request could not be read. Open the link again.' },
    lookOnly: {
      title: 'Nothing was changed',
      text: 'This link is for looking only: what it is about was over.',
    },
    over: { title: 'Nothing was changed', text: 'It is over already.' },
    failed: {
      title: 'Nothing was changed',
      text: 'The server could not do it. Try again, or use the dashboard.',
    },
  },
};

const zh: typeof en = {
  states: { pending: '宽限中', open: '待确认', acknowledged: '已确认', resolved: '已恢复' },
  stateOfMany: (open, acknowledged, resolved) =>
    [
      open > 0 ? `${open} 条待确认` : '',
      acknowledged > 0 ? `${acknowledged} 条已确认` : '',
      resolved > 0 ? `${resolved} 条已恢复` : '',
    ]
      .filter(Boolean)
      .join('，'),
  lasts: (duration) => `已 ${duration}`,
  isOnIt: (who, time) => `${actorNames.zh(who)} 处理中，自 ${time} 起。`,
  over: (time) => `已于 ${time} 恢复。`,
  closedBy: (who, time) => `由 ${actorNames.zh(who)} 于 ${time} 关闭。`,
  silenced: '静默中',
  silencedUntil: (time, who) => `静默至 ${time}，由 ${actorNames.zh(who)} 设置。`,
  silencedUntilOver: (who) => `静默至恢复，由 ${actorNames.zh(who)} 设置。`,
  maintenanceUntil: (time, name) => `维护窗口至 ${time}：${name}。`,
  maintenance: (name) => `维护窗口：${name}。`,
  heldOf: (count, all) => `其中 ${count}/${all} 条被静默。`,
  name: '姓名（可选）',
  nameHint: '其他人会看到，并记住在此设备上。',
  acknowledge: '我来处理',
  acknowledgeMany: (count) => `我来处理（${count} 条告警）`,
  silenceHour: '静默 1 小时',
  silenceFourHours: '静默 4 小时',
  silenceUntilOver: '静默至恢复，最多 4 小时',
  silenceHint: (isEndTold) =>
    `静默期间不再通知此告警${isEndTold ? '，恢复时仍会通知。' : '。按规则设置，恢复时也不通知。'}`,
  silenceGroupHint: (isEndTold) =>
    `静默期间不再通知这一组告警及新加入的告警${isEndTold ? '，恢复时仍会通知。' : '。按规则设置，恢复时也不通知。'}`,
  actions: '操作',
  members: (count) => `${count} 条告警`,
  more: (count) => `… 另有 ${count} 条`,
  timeline: '时间线',
  runbook: '处理手册',
  otherLanguage: 'English',
  problems: {
    forged: {
      title: '链接无效',
      text: '链接在传输中被改动，或链接密钥已更换、链接功能已关闭。请从消息中重新打开，或登录控制台。',
    },
    expired: {
      title: '链接已过期',
      text: '消息中的链接只在一段时间内有效。较新的消息带有新的链接，控制台也可查看此告警。',
    },
    gone: { title: '告警记录已清理', text: '此告警已结束，并已超过保留时间。' },
    tooMany: { title: '尝试次数过多', text: '请一分钟后重新打开链接。' },
    foreign: { title: '未做任何更改', text: '请求来自其他网站。' },
    unclear: { title: '未做任何更改', text: '无法识别该请求，请重新打开链接。' },
    lookOnly: { title: '未做任何更改', text: '此链接仅供查看：消息发出时告警已结束。' },
    over: { title: '未做任何更改', text: '告警已结束。' },
    failed: { title: '未做任何更改', text: '服务器未能完成操作，请重试或使用控制台。' },
  },
};

export const alertPageTexts = { en, zh };
export type AlertPageTexts = typeof en;
