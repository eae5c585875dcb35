import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BEGAN_AT,
  backAlert,
  toldAlert,
  toldOnce,
  toldTogether,
} from '../../../test/support/alerts/told-alerts.ts';
import type { ChannelMessage } from '../../delivery/door.ts';
import { orderedId } from '../../lib/ids.ts';
import type { Notification } from '../notification.ts';
import { builtInWording } from './alert-wording.ts';
import type { AlertLinks } from './wording.ts';

const MINUTE = 60_000;

function told(
  notification: Notification,
  language: 'en' | 'zh',
  { channelType = 'wecom', links }: { channelType?: string; links?: AlertLinks } = {},
): ChannelMessage {
  return builtInWording(links).message(notification, { language, zone: 'Asia/Shanghai', channelType });
}

function linesOf({ text = '', fields = [] }: ChannelMessage): string[] {
  return [...(text === '' ? [] : text.split('\n')), ...fields.map(({ name, value }) => `${name}: ${value}`)];
}

test('a device that is gone: what, who, why and since when', () => {
  const zh = told(toldOnce(toldAlert()), 'zh');
  assert.equal(zh.title, '[严重] 设备离线：dev-0421');
  assert.deepEqual(linesOf(zh), [
    '原因: 心跳超时',
    '用户名: u_emqx',
    '地址: 192.168.0.10:56431',
    '离线时间: 2026-08-20 14:03:07 +08:00（已 60 秒）',
  ]);
  const en = told(toldOnce(toldAlert()), 'en');
  assert.equal(en.title, '[Critical] Device offline: dev-0421');
  assert.deepEqual(linesOf(en), [
    'Reason: keep-alive timeout',
    'User: u_emqx',
    'Address: 192.168.0.10:56431',
    'Offline since: 2026-08-20 14:03:07 +08:00 (60 s)',
  ]);
  assert.deepEqual(
    [en.severity, en.event, en.key, en.at],
    ['critical', 'trigger', 'alert-dev-0421', BEGAN_AT],
  );
});

const pump = (changes = {}) =>
  toldAlert({
    subject: undefined,
    facts: { topic: 'factory/7' },
    title: 'Too hot',
    key: 'pump-3',
    ...changes,
  });
const taken = {
  status: 'acknowledged',
  acknowledgement: { at: BEGAN_AT + 5 * MINUTE, by: 'zhang' },
} as const;
const ten = Array.from({ length: 10 }, (_, index) => backAlert({ key: `d${index}` }));

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

test('a digest says what its alerts have in common, and names the first ten', () => {
  const names = Array.from({ length: 10 }, (_, index) => `dev-${String(index + 1).padStart(4, '0')}`);
  assert.deepEqual(linesOf(told(toldTogether({ digest: { kind: 'throttled', merged: 28 } }), 'zh')), [
    '共同点：网段 10.2.0.0/16（312/312）',
    `${names.join('、')} … 等 312 台`,
    '另有 28 条告警因群机器人限流合并到本条',
    '时间: 2026-08-20 14:03:07 – 14:03:47 +08:00',
  ]);
  assert.deepEqual(linesOf(told(toldTogether({ digest: { kind: 'throttled', merged: 1 } }), 'en')), [
    'In common: network 10.2.0.0/16 (312 of 312)',
    `${names.join(', ')} … and 302 more`,
    "1 more alert merged here because of the bot's rate limit",
    'Time: 2026-08-20 14:03:07 – 14:03:47 +08:00',
  ]);
});

test('a digest of both tells which came and which went', () => {
  const notification = toldTogether({
    reason: 'more',
    counts: { opened: 12, resolved: 2, stillOpen: 20 },
    listed: [toldAlert({ key: 'a' }), backAlert({ key: 'b' }), backAlert({ key: 'c' })],
    common: [
      { name: 'username_prefix', value: 'line7_', count: 11, of: 12 },
      { name: 'attr.site', value: 'hz', count: 10, of: 12 },
    ],
  });
  assert.deepEqual(linesOf(told(notification, 'zh')).slice(0, 3), [
    '共同点：用户名 line7_*（11/12），site hz（10/12）',
    '离线：a … 等 12 台',
    '已上线：b、c',
  ]);
});

const joins: [title: string, key: string, shown: string][] = [
  ['Device offline: d-1', 'd-1', 'Device offline: d-1'],
  ['Too hot', 'd-1', 'Too hot: d-1'],
  ['Pump 10 is hot', '1', 'Pump 10 is hot: 1'],
  ['设备d-1离线', 'd-1', '设备d-1离线'],
  ['Too hot', '', 'Too hot'],
  ['', 'd-1', 'Alert: d-1'],
];
for (const [title, key, shown] of joins) {
  test(`the title ${JSON.stringify(title)} about ${JSON.stringify(key)} is ${JSON.stringify(shown)}`, () =>
    assert.equal(told(toldOnce(pump({ title, key })), 'en').title, `[Critical] ${shown}`));
}

test('the name of a device that is called offline is left as it is when it is back', () => {
  const key = 'offline-1';
  const { title } = told(toldOnce(backAlert({ key })), 'en');
  assert.equal(title, '[Resolved] Device online: offline-1 (offline 4 min 12 s)');
});

const hostile: [name: string, shown: RegExp][] = [
  ['x'.repeat(65_535), /: x{63}…$/],
  ['😀'.repeat(70), /: (?:😀){63}…$/u],
  ['a\r\nb\u2028c', /: a b c$/],
  ['a\u202eb\u2066c', /: abc$/],
  ['\u200b\u200f', /: \(blank\)$/],
  [' ', /: \(blank\)$/],
  ['@all <@all> **x**', /: @all <@all> \*\*x\*\*$/],
  ['\ud800', /: \ufffd$/],
];
for (const [key, shown] of hostile) {
  test(`the name ${JSON.stringify(key.slice(0, 20))} stays short and in its line`, () => {
    const alert = toldAlert({ key, title: `Device offline:${key.trim() && ` ${key}`}` });
    const message = told(toldOnce(alert), 'en');
    assert.match(message.title ?? '', shown);
    assert.match(message.title ?? '', /^[^\n\r\u2028]+$/);
    assert.ok(JSON.stringify(message).length < 4000);
    const many = told(toldTogether({ listed: [alert, alert] }), 'en');
    assert.equal(many.text?.split('\n').length, 2);
    assert.ok(JSON.stringify(many).length < 4000);
  });
}

test('mails of one incident are filed under one subject, whatever they say', () => {
  const subject = (notification: Notification) => told(notification, 'en', { channelType: 'email' }).subject;
  const incident = orderedId(BEGAN_AT);
  const expected = 'Device offline · 2026-08-20 14:03:07 +08:00';
  assert.equal(subject(toldOnce(toldAlert(), { incident })), expected);
  assert.equal(subject(toldOnce(backAlert({ severity: 'warning' }), { incident })), expected);
  const later = { from: BEGAN_AT + MINUTE, to: BEGAN_AT + MINUTE };
  assert.equal(subject(toldTogether({ incident, span: later })), expected);
  assert.equal(subject(toldTogether({ incident, listed: ten, reason: 'resolved' })), expected);
  assert.equal(told(toldTogether(), 'en').subject, undefined);
});

test('links of the alert, then its runbook; those of all that it tells of for several', () => {
  const links: AlertLinks = {
    linksOf: ({ id, single }, language) => [
      { label: language, url: `https://t.example/${single ? single.id : `n/${id}`}` },
    ],
  };
  const runbookUrl = 'https://wiki.example/offline';
  const one = told(toldOnce(toldAlert({ runbookUrl })), 'zh', { links });
  assert.deepEqual(one.links, [
    { label: 'zh', url: 'https://t.example/alert-dev-0421' },
    { label: '处理手册', url: runbookUrl },
  ]);
  assert.deepEqual(told(toldTogether(), 'en', { links }).links, [
    { label: 'en', url: `https://t.example/n/${toldTogether().id}` },
  ]);
});

test('Chinese bots that may want a keyword find 告警 in every message', () => {
  for (const notification of [toldOnce(toldAlert()), toldOnce(backAlert()), toldTogether()]) {
    const { text = '', fields = [] } = told(notification, 'zh', { channelType: 'dingtalk' });
    assert.match(`${text} ${fields.map(({ value }) => value).join(' ')}`, /告警/);
  }
  const { fields } = told(toldOnce(toldAlert()), 'zh', { channelType: 'feishu' });
  assert.equal(fields?.at(-1)?.value, '2026-08-20 14:03:07 +08:00（已 60 秒） · 告警');
});

test('programs get every alert as data, with a bound and a count of the rest', () => {
  const listed = Array.from({ length: 600 }, (_, index) => toldAlert({ key: `d-${index}` }));
  const counts = { opened: 15_000, resolved: 0, stillOpen: 15_000 };
  const { title, notice } = told(toldTogether({ listed, counts }), 'en', { channelType: 'webhook' });
  assert.equal(title, '15,000 devices offline within 40 s');
  assert.equal(notice?.counts.opened, 15_000);
  assert.equal((notice?.alerts.length ?? 0) + (notice?.truncated_alerts ?? 0), 15_000);
  assert.equal(notice?.alerts.length, 500);
  assert.equal(notice?.alerts[7]?.key, 'd-7');
  assert.equal(notice?.alerts[7]?.starts_at, '2026-08-20T06:03:07.000Z');

  const large = listed.map((alert) => ({ ...alert, facts: { payload: 'x'.repeat(8000) } }));
  const bounded = told(toldTogether({ listed: large, counts }), 'en', { channelType: 'webhook' }).notice;
  assert.ok(JSON.stringify(bounded).length < 280_000);
  assert.equal((bounded?.alerts.length ?? 0) + (bounded?.truncated_alerts ?? 0), 15_000);
});

test('whom the channel calls by name is called for what is open, and for nothing else', () => {
  const mention = { critical: ['13800000000'], warning: [], info: [] };
  const called = (notification: Notification) =>
    builtInWording(undefined).message(notification, {
      language: 'zh',
      zone: 'UTC',
      channelType: 'dingtalk',
      mention,
    }).mention;
  assert.deepEqual(called(toldOnce(toldAlert())), ['13800000000']);
  assert.deepEqual(called(toldTogether()), ['13800000000']);
  assert.deepEqual(called(toldOnce(toldAlert({ severity: 'warning' }))), []);
  assert.equal(called(toldOnce(backAlert())), undefined);
  assert.equal(called(toldOnce(toldAlert(taken), { reason: 'repeat' })), undefined);
  const some = { opened: 0, resolved: 2, stillOpen: 3 };
  assert.equal(called(toldTogether({ reason: 'resolved', counts: some, listed: ten })), undefined);
});

test('after a silence it says why there was one', () => {
  const digest = { kind: 'after_silence', silence: 'swap of\nthe switch' } as const;
  const { text } = told(toldOnce(toldAlert(), { digest }), 'en');
  assert.equal(text, 'A silence that held this back has ended: swap of the switch.');
  const { text: without } = told(
    toldOnce(toldAlert(), { digest: { kind: 'after_silence', silence: '' } }),
    'zh',
  );
  assert.equal(without, '静默已结束，以下为期间未通知的告警。');
});
