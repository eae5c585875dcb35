import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import { AlertTemplate, AlertTemplateList, AlertTemplatePreview } from '../contract.ts';

const PATH = '/alert_templates/wecom/zh/trigger';

test('a template is stored, listed, changed and taken away', async (t) => {
  const api = await startApi(t);
  assert.equal((await api.send(`GET ${PATH}`)).status, 404);
  const put = await api.send(`PUT ${PATH}`, { body: { title: '🔥 ${headline}' } });
  assert.equal(put.status, 200, put.text);
  assert.equal(AlertTemplate.parse(put.body).title, '🔥 ${headline}');
  assert.deepEqual((await api.send(`GET ${PATH}`)).body, put.body);
  const { data, variables, kinds, channels } = AlertTemplateList.parse(
    (await api.send('GET /alert_templates')).body,
  );
  assert.deepEqual(data, [put.body]);
  assert.ok(variables.some(({ name, example }) => name === 'clientid' && example === 'dev-0421'));
  assert.ok(kinds.includes('digest') && channels.includes('dingtalk'));
  assert.equal((await api.send(`DELETE ${PATH}`)).status, 204);
  assert.equal((await api.send(`DELETE ${PATH}`)).status, 404);
});

test('what cannot be a template is refused with its place', async (t) => {
  const api = await startApi(t);
  const { status, text } = await api.send(`PUT ${PATH}`, { body: { text: 'x\n${clientId}' } });
  assert.equal(status, 400);
  assert.match(
    text,
    /text.*line 2, column 1: there is no variable clientId \(did you mean \$\{clientid\}\?\)/,
  );
  const other = await api.send('PUT /alert_templates/wecom/zh/triger', { body: { text: 'x' } });
  assert.equal(other.status, 400);
  assert.match(
    (await api.send('PUT /alert_templates/slak/zh/trigger', { body: { text: 'x' } })).text,
    /did you mean slack/,
  );
});

test('a preview shows the message, the body of the vendor and its size', async (t) => {
  const api = await startApi(t);
  const { body, status, text } = await api.send('POST /alert_templates/preview', {
    who: 'operatorKey',
    body: { channel: 'wecom', language: 'zh', kind: 'digest' },
  });
  assert.equal(status, 200, text);
  const shown = AlertTemplatePreview.parse(body);
  assert.equal(shown.message.title, '[严重] 40 秒内 312 台设备离线');
  const sent = JSON.parse(String(shown.body?.body));
  assert.match(
    sent.markdown.content,
    /^### <font color="warning">\[严重\] 40 秒内 312 台设备离线<\/font>\n共同点：/,
  );
  assert.deepEqual(shown.size, {
    bytes: Buffer.byteLength(String(shown.body?.body)),
    used: Buffer.byteLength(sent.markdown.content),
    limit: 4096,
    unit: 'bytes',
    cut: false,
  });
  assert.equal(shown.failure, null);
});

test('a template is tried before it is stored, and what is too long is said to be cut', async (t) => {
  const api = await startApi(t);
  const { body } = await api.send('POST /alert_templates/preview', {
    body: { channel: 'wecom', language: 'zh', template: { text: '长'.repeat(3000) } },
  });
  const { size } = AlertTemplatePreview.parse(body);
  assert.equal(size?.cut, true);
  assert.ok((size?.used ?? 0) <= 4096 && (size?.used ?? 0) > 3900);
  const failed = await api.send('POST /alert_templates/preview', {
    body: { channel: 'slack', template: { title: '${labels.none}' } },
  });
  const { failure, message } = AlertTemplatePreview.parse(failed.body);
  assert.match(failure ?? '', /title is empty/);
  assert.match(String(message.text), /template of this message failed/);
});

test('an alert or a channel that there is not is not found', async (t) => {
  const api = await startApi(t);
  const send = (body: object) => api.send('POST /alert_templates/preview', { body });
  assert.equal((await send({ alert: 'none' })).status, 404);
  const { status, text } = await send({ channel: 'wecon' });
  assert.equal(status, 404);
  assert.match(text, /did you mean wecom/);
  assert.equal((await send({ channel: 'wecom:none' })).status, 404);
});

for (const type of [
  'dingtalk',
  'discord',
  'email',
  'feishu',
  'pagerduty',
  'preview',
  'slack',
  'teams',
  'telegram',
  'webhook',
  'wecom',
]) {
  test(`${type} has a preview of every kind, within its limit`, async (t) => {
    const api = await startApi(t);
    for (const kind of ['trigger', 'digest', 'resolve', 'digest_resolve']) {
      const { body, status, text } = await api.send('POST /alert_templates/preview', {
        body: { channel: type, kind },
      });
      assert.equal(status, 200, text);
      const { size } = AlertTemplatePreview.parse(body);
      assert.equal(size === null, type === 'preview');
      if (size?.limit) assert.ok((size.used ?? 0) > 0 && (size.used ?? 0) <= size.limit);
    }
  });
}
