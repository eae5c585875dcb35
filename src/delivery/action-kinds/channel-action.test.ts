import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { configSchemaOf } from '../configured/connector-schemas.ts';
import { actionKinds } from './action-kinds.ts';

const slack = actionKinds.get('slack');
const kind = connectorKinds.get('slack');
assert.ok(slack && kind);

function render(
  parameters: unknown,
  values: Record<string, unknown>,
  settings = {},
  rule?: string,
): ChannelMessage {
  const config = configSchemaOf(kind as never).parse({
    url: 'https://hooks.slack.com/services/T0/B0/x',
    time_zone: 'Asia/Shanghai',
    ...settings,
  }) as never;
  const message = slack?.compile(slack.parameters.parse(parameters), config)(rowOf(values), undefined, rule);
  return JSON.parse(JSON.stringify(message)) as ChannelMessage;
}

const offline = {
  clientid: 'd-17',
  reason: 'keepalive_timeout',
  disconnected_at: 1_787_205_787_104,
  username: null,
  client_attrs: {},
};

test('without parameters a message says what happened, and its columns with times to be read', () => {
  assert.deepEqual(render(undefined, offline), {
    title: 'd-17 disconnected: keep-alive timeout',
    mention: [],
    fields: [
      { name: 'Client', value: 'd-17' },
      { name: 'Reason', value: 'keep-alive timeout (keepalive_timeout)' },
      { name: 'Disconnected at', value: '2026-08-20 14:03:07 +08:00' },
    ],
    at: 1_787_205_787_104,
    data: offline,
  });
});

test('a channel in Chinese is told in Chinese', () => {
  const { title, fields } = render({}, offline, { language: 'zh' });
  assert.equal(title, 'd-17 已断开：心跳超时');
  assert.deepEqual(fields, [
    { name: '客户端', value: 'd-17' },
    { name: '原因', value: '心跳超时 (keepalive_timeout)' },
    { name: '断开时间', value: '2026-08-20 14:03:07 +08:00' },
  ]);
});

test('what one rule says of one client is one alert, unless its key is given', () => {
  assert.equal(render({ text: 'x' }, offline, {}, 'r1').key, 'r1/d-17');
  assert.equal(render({ text: 'x', key: 'site-${clientid}' }, offline, {}, 'r1').key, 'site-d-17');
  assert.equal(render({ text: 'x' }, { temp: 80 }, {}, 'r1').key, undefined);
});

const titles: [row: Record<string, unknown>, rule: string | undefined, title: string][] = [
  [{ event: 'client.connected', clientid: 'd-1', username: 'u' }, 'r1', 'd-1 connected'],
  [{ event: 'session.subscribed', username: 'u', topic: 'a/#' }, 'r1', 'u subscribed to a/#'],
  [
    { event: 'message.dropped', clientid: 'd-1', topic: 't', reason: 'queue_full' },
    'r1',
    'a message on t was dropped: queue full',
  ],
  [{ name: 'a1', message: 'too hot', activated_at: 1_787_205_787_104_000 }, 'r1', 'alarm a1: too hot'],
  [{ device: 'd-1', temp: 80.5 }, 'hot', 'hot: d-1'],
  [{ device: 'd-1', temp: 80.5 }, undefined, 'device: d-1, temp: 80.5'],
  [{}, undefined, 'tocsin'],
];
for (const [row, rule, title] of titles) {
  test(`the row ${JSON.stringify(row)} of the rule ${rule} is titled by what it tells`, () => {
    assert.equal(render({}, row, {}, rule).title, title);
  });
}

test('bytes and long values are cut, and there are not too many of them', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`c${i}`, i]));
  const { fields = [] } = render({}, { payload: Buffer.alloc(100, 0xff), text: 'x'.repeat(5000), ...many });
  assert.match(fields[0]?.value ?? '', /^100 bytes: f{64}…$/);
  assert.ok((fields[1]?.value.length ?? 0) <= 300);
  assert.match(fields[1]?.value ?? '', /characters cut/);
  assert.equal(fields.length, 40);
});

test('title, text, severity, event, key, fields, links and mentions are templates', () => {
  const parameters = {
    title: '${clientid}\nis ${state:-gone}',
    text: 'since ${disconnected_at | date}',
    severity: '${level}',
    event: '${state:-trigger}',
    key: 'offline/${clientid}',
    fields: { Who: '${clientid}', '${reason}': 'x' },
    links: [{ label: 'Open ${clientid}', url: 'https://broker.example/d/${clientid}' }, { url: '${link}' }],
    mention: ['${nobody}', 'zhang', '${owner}'],
  };
  const row = { ...offline, clientid: 'a/b <x>', level: 'Fatal', owner: 'li', link: 'https://x/?a=b' };
  const { data, at, text, ...message } = render(parameters, row);
  assert.deepEqual(message, {
    title: 'a/b <x> is gone',
    severity: 'critical',
    event: 'trigger',
    key: 'offline/a/b <x>',
    fields: [
      { name: 'Who', value: 'a/b <x>' },
      { name: 'keepalive_timeout', value: 'x' },
    ],
    links: [
      { label: 'Open a/b <x>', url: 'https://broker.example/d/a%2Fb%20%3Cx%3E' },
      { label: 'https://x/?a=b', url: 'https://x/?a=b' },
    ],
    mention: ['li', 'zhang'].reverse(),
  });
  assert.match(text ?? '', /^since 2026-08-20 \d\d:\d\d:07 [+-]\d\d:\d\d$/);
});

test('values in markdown are escaped in the markup of the channel', () => {
  assert.equal(
    render({ markdown: '*${v}*' }, { v: '<!channel> & co' }).markdown,
    '*&lt;!channel&gt; &amp; co*',
  );
});

test('one mention needs no list, and PagerDuty’s names are understood', () => {
  const message = render({ text: 'x', mention: 'all', event_action: 'resolve', dedup_key: 'k' }, offline);
  assert.deepEqual([message.mention, message.event, message.key], [['all'], 'resolve', 'k']);
});

const refused: [parameters: unknown, reason: RegExp][] = [
  [{ text: 'a', markdown: 'b' }, /text or markdown, not both/],
  [{ severity: 'critcal' }, /write critical, error, warning, info.*did you mean critical/],
  [{ event: 'close' }, /write trigger, acknowledge, resolve/],
  [{ links: [{ url: 'javascript:alert(1)' }] }, /write http/],
  [{ titel: 'x' }, /titel/],
];
for (const [parameters, reason] of refused) {
  test(`the parameters ${JSON.stringify(parameters)} are refused`, () => {
    assert.match(String(slack?.parameters.safeParse(parameters).error), reason);
  });
}
