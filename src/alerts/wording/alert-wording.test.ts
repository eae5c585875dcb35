import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BEGAN_AT,
  backAlert,
  toldAlert,
  toldOnce,
  toldTogether,
} from '../../../test/support/alerts/told-alerts.ts';
import { linesOf, MINUTE, pump, taken, ten, told } from '../../../test/support/alerts/worded-alerts.ts';
import type { Notification } from '../notification.ts';
import { builtInWording } from './alert-wording.ts';
import type { AlertLinks } from './wording.ts';

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
  const incident = idOf(BEGAN_AT);
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
  // A template may have filled in what a device said.
  for (const hostile of [
    'javascript:alert(1)',
    'data:text/html,x',
    'wiki/offline',
    'https://',
    ' https://x.example',
  ]) {
    assert.deepEqual(told(toldOnce(toldAlert({ runbookUrl: hostile })), 'en').links ?? [], [], hostile);
  }
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

/** An id that says this moment, whichever were given out before it. */
function idOf(time: number): string {
  const digits = time.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}
