import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectorKinds } from '../connector-kinds.ts';
import { mistakeInChannelUrl, recognizeUrl } from './channel-urls.ts';

const recognized: [url: string, type: string, certainty: string, problem?: string][] = [
  ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k', 'wecom', 'vendor'],
  ['  https://QYAPI.weixin.qq.com/cgi-bin/webhook/send?key=k\n', 'wecom', 'vendor'],
  ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send', 'wecom', 'vendor', 'incomplete'],
  ['https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1&sign=x', 'dingtalk', 'vendor'],
  ['https://oapi.dingtalk.com/robot/send', 'dingtalk', 'vendor', 'incomplete'],
  ['https://oapi.dingtalk.com./robot/send?access_token=t', 'dingtalk', 'vendor'],
  ['https://open.feishu.cn/open-apis/bot/v2/hook/abc', 'feishu', 'vendor'],
  ['https://open.larksuite.com/open-apis/bot/v2/hook/abc', 'feishu', 'vendor'],
  ['https://open.feishu.cn/open-apis/bot/v2/hook/', 'feishu', 'vendor', 'incomplete'],
  ['https://open.feishu.cn/open-apis/bot/hook/abc', 'feishu', 'vendor', 'old_bot'],
  ['https://www.feishu.cn/flow/api/trigger-webhook/abc', 'webhook', 'other'],
  ['https://hooks.slack.com/services/T0/B0/x', 'slack', 'vendor'],
  ['https://hooks.slack.com/services/T0', 'slack', 'vendor', 'incomplete'],
  ['https://hooks.slack.com/workflows/T0/A0/1/x', 'webhook', 'flow'],
  ['https://hooks.slack.com/triggers/T0/1/x', 'webhook', 'flow'],
  [
    'https://prod-12.westus.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=x',
    'teams',
    'flow',
  ],
  ['https://prod-12.westus.logic.azure.com:443/workflows/a', 'teams', 'flow', 'incomplete'],
  [
    'https://default1.aa.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/b?api-version=1&sig=x',
    'teams',
    'flow',
  ],
  ['https://contoso.webhook.office.com/webhookb2/a/IncomingWebhook/b', 'teams', 'vendor', 'retired'],
  ['https://outlook.office.com/webhook/a', 'teams', 'vendor', 'retired'],
  ['https://api.telegram.org/bot123:AAAAAAAAAAAAAAAAAAAAAAA/sendMessage', 'telegram', 'vendor'],
  ['https://api.telegram.org/', 'telegram', 'vendor', 'incomplete'],
  ['https://discord.com/api/webhooks/1/tok-en', 'discord', 'vendor'],
  ['https://canary.discordapp.com/api/v10/webhooks/1/tok', 'discord', 'vendor'],
  ['https://discord.com/channels/1', 'discord', 'vendor', 'incomplete'],
  ['https://events.pagerduty.com/v2/enqueue', 'pagerduty', 'vendor'],
  ['https://events.eu.pagerduty.com/v2/enqueue', 'pagerduty', 'vendor'],
  ['http://10.0.0.5:8080/cgi-bin/webhook/send?key=k', 'wecom', 'path'],
  ['https://ding.example.com/robot/send?access_token=t', 'dingtalk', 'path'],
  ['https://lark.example.com/open-apis/bot/v2/hook/abc', 'feishu', 'path'],
  ['https://alerts.example.com/hook', 'webhook', 'other'],
  ['https://evil.example/?https://open.feishu.cn/open-apis/bot/v2/hook/abc', 'webhook', 'other'],
  ['https://open.feishu.cn.evil.example/x', 'webhook', 'other'],
  ['open.feishu.cn/open-apis/bot/v2/hook/abc', 'feishu', 'vendor', 'without_scheme'],
  ['ftp://open.feishu.cn/x', 'webhook', 'other', 'not_an_address'],
  ['hello', 'webhook', 'other', 'not_an_address'],
  ['hello world.', 'webhook', 'other', 'not_an_address'],
  ['', 'webhook', 'other', 'not_an_address'],
];
for (const [url, type, certainty, problem] of recognized) {
  test(`${JSON.stringify(url)} is ${type}${problem ? `, ${problem}` : ''}`, () => {
    const found = recognizeUrl(url);
    assert.deepEqual([found.type, found.certainty, found.problem], [type, certainty, problem]);
  });
}

test('whoever has a vendor’s address under the wrong type is told which', () => {
  const url = 'https://open.feishu.cn/open-apis/bot/v2/hook/abc';
  for (const type of ['wecom', 'dingtalk']) {
    const { issues = [] } = connectorKinds.get(type)?.settings.safeParse({ url }).error ?? {};
    assert.deepEqual(issues.length, 1);
    assert.equal(issues[0]?.message, 'this is a Feishu address: choose the type feishu');
    const { params } = issues[0] as { params?: { message_zh?: string } };
    assert.equal(params?.message_zh, '这是飞书的地址：请选择类型 feishu');
  }
  assert.equal(connectorKinds.get('feishu')?.settings.safeParse({ url }).success, true);
});

test('every channel knows the addresses of the others, and takes its own as it is pasted', () => {
  const own: Record<string, object> = {
    wecom: { url: ' https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k\n' },
    dingtalk: { url: 'https://oapi.dingtalk.com/robot/send?access_token=t ' },
    feishu: { url: 'https://open.larksuite.com/open-apis/bot/v2/hook/abc' },
    slack: { url: 'https://hooks.slack.com/services/T0/B0/x' },
    teams: { url: 'https://prod-1.westus.logic.azure.com/workflows/a?sig=x' },
    discord: { url: 'https://discord.com/api/webhooks/1/tok' },
    telegram: { token: `1:${'a'.repeat(35)}`, chat_id: 1 },
    pagerduty: { routing_key: 'a'.repeat(32) },
    webhook: { url: 'https://alerts.example.com/' },
  };
  for (const [type, settings] of Object.entries(own)) {
    const kind = connectorKinds.get(type);
    assert.deepEqual(kind?.settings.safeParse(settings).error?.issues, undefined, type);
    for (const [other, { url }] of Object.entries(own) as [string, { url?: string }][]) {
      const isFlow = type === 'webhook' && other === 'teams';
      if (other === type || other === 'webhook' || url === undefined || isFlow) continue;
      const [issue] = kind?.settings.safeParse({ ...settings, url }).error?.issues ?? [];
      assert.match(issue?.message ?? 'accepted', new RegExp(`choose the type ${other}`), `${type} ${other}`);
    }
  }
});

test('each bot of a pool is looked at', () => {
  const settings = {
    url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k',
    pool: [{ url: 'https://oapi.dingtalk.com/robot/send?access_token=t' }],
  };
  const [issue] = connectorKinds.get('wecom')?.settings.safeParse(settings).error?.issues ?? [];
  assert.deepEqual(issue?.path, ['pool', 0, 'url']);
});

test('a server that nobody knows may be any vendor’s', () => {
  for (const type of ['wecom', 'dingtalk', 'feishu']) {
    assert.equal(mistakeInChannelUrl('http://127.0.0.1:1/robot/send', type), undefined);
    assert.equal(mistakeInChannelUrl('http://chat.internal/x/y', type), undefined);
  }
});

test('a flow of Teams or Slack takes generic webhooks as well', () => {
  const flow = 'https://prod-1.westus.logic.azure.com/workflows/a?sig=x';
  assert.equal(mistakeInChannelUrl(flow, 'webhook'), undefined);
  assert.equal(mistakeInChannelUrl(flow, 'teams'), undefined);
  assert.deepEqual(mistakeInChannelUrl(flow, 'wecom'), { problem: 'wrong_type', vendor: 'teams' });
  assert.equal(
    mistakeInChannelUrl('https://hooks.slack.com/services/T0/B0/x', 'webhook')?.problem,
    'wrong_type',
  );
});
