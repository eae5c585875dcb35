import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BEGAN_AT,
  backAlert,
  toldAlert,
  toldOnce,
  toldTogether,
} from '../../../test/support/alerts/told-alerts.ts';
import { MINUTE, pump, taken, ten, told } from '../../../test/support/alerts/worded-alerts.ts';
import type { Notification } from '../notification.ts';

const titles: [what: string, notification: Notification, en: string, zh: string, event?: string][] = [
  [
    'a recovery says how long it was away',
    toldOnce(backAlert()),
    '[Resolved] Device online: dev-0421 (offline 4 min 12 s)',
    '[已恢复] 设备上线：dev-0421（离线 4 分 12 秒）',
    'resolve',
  ],
  [
    'what somebody closed is not told to be online',
    toldOnce(backAlert({ resolution: { at: BEGAN_AT, how: 'manual', by: 'zhang' } })),
    '[Closed] Device offline: dev-0421 (closed by zhang)',
    '[已关闭] 设备离线：dev-0421（由 zhang 关闭）',
    'resolve',
  ],
  [
    'what ended with its rule is not told to be online',
    toldOnce(backAlert({ resolution: { at: BEGAN_AT, how: 'removed' } })),
    '[Closed] Device offline: dev-0421 (its rule is off or gone)',
    '[已关闭] 设备离线：dev-0421（规则已停用或删除）',
    'resolve',
  ],
  [
    'another condition lasted',
    toldOnce(pump({ status: 'resolved', resolution: { at: BEGAN_AT + 10 * MINUTE, how: 'quiet' } })),
    '[Resolved] Too hot: pump-3 (lasted 10 min)',
    '[已恢复] Too hot：pump-3（持续 10 分钟）',
    'resolve',
  ],
  [
    'a space divides words from figures only',
    toldOnce(pump({ status: 'resolved', resolution: { at: BEGAN_AT + 20, how: 'recovered' } })),
    '[Resolved] Too hot: pump-3 (lasted under 1 s)',
    '[已恢复] Too hot：pump-3（持续不到 1 秒）',
    'resolve',
  ],
  [
    'told again, it says since when',
    toldOnce(toldAlert(), { reason: 'repeat', at: BEGAN_AT + 125 * MINUTE }),
    '[Critical] Device offline: dev-0421 (still open since 2026-08-20 14:03:07 +08:00, 2 h 5 min)',
    '[严重] 设备离线：dev-0421（自 2026-08-20 14:03:07 +08:00 起仍未恢复，已 2 小时 5 分）',
  ],
  [
    'told again, it says who is on it',
    toldOnce(toldAlert(taken), { reason: 'repeat', at: BEGAN_AT + 60 * MINUTE }),
    '[Critical] Device offline: dev-0421 (zhang is on it, open for 1 h)',
    '[严重] 设备离线：dev-0421（zhang 处理中，已 1 小时）',
  ],
  [
    'escalated, it says that nobody took it',
    toldOnce(toldAlert({ severity: 'warning' }), { reason: 'escalated', at: BEGAN_AT + 10 * MINUTE }),
    '[Warning] Escalated: Device offline: dev-0421 (open for 10 min, nobody acknowledged it)',
    '[警告] 升级 · 设备离线：dev-0421（已 10 分钟，无人处理）',
  ],
  [
    'acknowledged, it says by whom',
    toldOnce(toldAlert(taken), { reason: 'acknowledged', at: BEGAN_AT + 5 * MINUTE }),
    '[Acknowledged] Device offline: dev-0421 (zhang is on it, open for 5 min)',
    '[已确认] 设备离线：dev-0421（zhang 处理中，已 5 分钟）',
    'acknowledge',
  ],
  [
    'unstable, with its score',
    toldOnce(
      toldAlert({
        flapping: { since: BEGAN_AT, score: 1.5, changedAt: BEGAN_AT, isThere: true },
        severity: 'info',
      }),
    ),
    '[Info] Keeps dropping: dev-0421 (score 1.5)',
    '[提示] 频繁掉线：dev-0421（评分 1.5）',
  ],
  [
    'stable again, with how long it was not: it was not offline so long',
    toldOnce(
      backAlert({
        flapping: {
          since: BEGAN_AT + 12_000,
          score: 1.5,
          changedAt: BEGAN_AT,
          isThere: false,
        },
      }),
    ),
    '[Resolved] Stable again: dev-0421 (unstable for 4 min)',
    '[已恢复] 已稳定：dev-0421（不稳定持续 4 分钟）',
    'resolve',
  ],
  [
    'many devices, with their number and the time it took',
    toldTogether(),
    '[Critical] 312 devices offline within 40 s',
    '[严重] 40 秒内 312 台设备离线',
  ],
  [
    'one device is no devices',
    toldTogether({ counts: { opened: 1, resolved: 1, stillOpen: 1 } }),
    '[Critical] 1 device offline within 40 s, 1 back',
    '[严重] 40 秒内 1 台设备离线，另有 1 台已上线',
  ],
  [
    'thousands have a separator',
    toldTogether({ counts: { opened: 15_000, resolved: 0, stillOpen: 15_000 } }),
    '[Critical] 15,000 devices offline within 40 s',
    '[严重] 40 秒内 15,000 台设备离线',
  ],
  [
    'more of a group, with all that are away',
    toldTogether({ reason: 'more', counts: { opened: 12, resolved: 4, stillOpen: 320 } }),
    '[Critical] 12 more devices offline, 320 now, 4 back',
    '[严重] 又有 12 台设备离线，现共 320 台，另有 4 台已上线',
  ],
  [
    'a group that is back',
    toldTogether({ reason: 'resolved', counts: { opened: 0, resolved: 312, stillOpen: 0 }, listed: ten }),
    '[Resolved] 312 devices online again',
    '[已恢复] 312 台设备已上线',
    'resolve',
  ],
  [
    'a part of a group that is back ends nothing',
    toldTogether({ reason: 'resolved', counts: { opened: 0, resolved: 12, stillOpen: 300 }, listed: ten }),
    '[Partly resolved] 12 devices online again, 300 still offline',
    '[部分恢复] 12 台设备已上线，仍有 300 台离线',
  ],
  [
    'a group, told again',
    toldTogether({ reason: 'repeat', counts: { opened: 0, resolved: 0, stillOpen: 312 } }),
    '[Critical] 312 devices still offline',
    '[严重] 仍有 312 台设备离线',
  ],
  [
    'alerts of one rule by its title',
    toldTogether({ listed: [pump(), pump({ key: 'pump-4' })] }),
    '[Critical] Too hot: 312 within 40 s',
    '[严重] Too hot：40 秒内 312 条',
  ],
  [
    'alerts of several rules by their number, for what is not listed may be anything',
    toldTogether({ groupId: undefined }),
    '[Critical] 312 alerts within 40 s',
    '[严重] 40 秒内 312 条告警',
  ],
  [
    'after an outage of the channel',
    toldTogether({
      counts: { opened: 1, resolved: 4, stillOpen: 1 },
      digest: { kind: 'interrupted', from: BEGAN_AT, to: BEGAN_AT + 17 * MINUTE },
      at: BEGAN_AT + 17 * MINUTE,
    }),
    '[Critical] Notifications were interrupted 14:03–14:20 +08:00: 5 alerts, 4 resolved since',
    '[严重] 通知曾中断 14:03–14:20 +08:00，期间 5 条告警，其中 4 条已恢复',
  ],
  [
    'after a night of quiet hours, with the dates',
    toldTogether({
      counts: { opened: 0, resolved: 2, stillOpen: 0 },
      digest: { kind: 'quiet_hours', from: BEGAN_AT - 960 * MINUTE, to: BEGAN_AT },
      at: BEGAN_AT,
      listed: ten.slice(0, 2),
    }),
    '[Resolved] Quiet hours 2026-08-19 22:03–2026-08-20 14:03 +08:00: 2 alerts, 2 resolved since',
    '[已恢复] 免打扰时段 2026-08-19 22:03–2026-08-20 14:03 +08:00 内 2 条告警，其中 2 条已恢复',
    'resolve',
  ],
  [
    'after a short outage, with the seconds',
    toldTogether({
      digest: { kind: 'interrupted', from: BEGAN_AT, to: BEGAN_AT + 20_000 },
      at: BEGAN_AT + MINUTE,
    }),
    '[Critical] Notifications were interrupted 14:03:07–14:03:27 +08:00: 312 alerts',
    '[严重] 通知曾中断 14:03:07–14:03:27 +08:00，期间 312 条告警',
  ],
  [
    'a title that is written once is understood in both languages',
    toldTogether({ listed: ['a', 'b'].map((key) => toldAlert({ key, title: 'Device offline' })) }),
    '[Critical] 312 devices offline within 40 s',
    '[严重] 40 秒内 312 台设备离线',
  ],
  [
    'and turned in both when the client is back',
    toldOnce(backAlert({ title: '设备离线' })),
    '[Resolved] 设备上线: dev-0421 (offline 4 min 12 s)',
    '[已恢复] 设备上线：dev-0421（离线 4 分 12 秒）',
    'resolve',
  ],
  [
    'after a silence',
    toldTogether({ digest: { kind: 'after_silence', silence: 'swap of the switch' } }),
    '[Critical] A silence ended: 312 alerts',
    '[严重] 静默结束，期间 312 条告警',
  ],
];
for (const [what, notification, en, zh, event = 'trigger'] of titles) {
  test(`the first line: ${what}`, () => {
    assert.equal(told(notification, 'en').title, en);
    const message = told(notification, 'zh');
    assert.equal(message.title, zh);
    assert.equal(message.event, event);
  });
}
