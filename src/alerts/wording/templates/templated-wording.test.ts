import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  BEGAN_AT,
  backAlert,
  toldAlert,
  toldOnce,
  toldTogether,
} from '../../../../test/support/alerts/told-alerts.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { silentLogger } from '../../../lib/logger.ts';
import { Definitions } from '../../../store/definitions.ts';
import { Store } from '../../../store/store.ts';
import type { Notification } from '../../notification.ts';
import { MESSAGE_KINDS, type MessageTemplate, messageKindOf, messageTemplate } from './message-template.ts';
import { MessageTemplates } from './message-templates.ts';
import { sampleNotification } from './sample-notifications.ts';
import { templatedWording } from './templated-wording.ts';
import { TEMPLATE_VARIABLES } from './variable-names.ts';

function open(t: TestContext) {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  const definitions = new Definitions(store, new FakeClock());
  const templates = new MessageTemplates(definitions);
  const wording = templatedWording({ links: undefined, templates, logger: silentLogger });
  const told = (notification: Notification, language: 'en' | 'zh' = 'zh', channelType = 'wecom') =>
    wording.message(notification, { language, zone: 'Asia/Shanghai', channelType });
  return { templates, told, definitions };
}

const place = { channel: 'wecom', language: 'zh', kind: 'trigger' } as const;

test('a template says it in other words, and the rest stays as it is built in', (t) => {
  const { templates, told } = open(t);
  const builtIn = told(toldOnce(toldAlert()));
  templates.put(place, {
    title: '🔥 ${what}（${username}）',
    text: '${reason:-未知} · ${labels.site:-无} · ${since}',
  });
  const message = told(toldOnce(toldAlert({ labels: {} })));
  assert.equal(message.title, '🔥 设备离线：dev-0421（u_emqx）');
  assert.equal(message.text, '心跳超时 · 无 · 2026-08-20 14:03:07 +08:00');
  assert.deepEqual(message.fields, builtIn.fields);
  assert.deepEqual(
    [message.severity, message.event, message.key],
    [builtIn.severity, builtIn.event, builtIn.key],
  );
  assert.equal(told(toldOnce(backAlert())).title, '[已恢复] 设备上线：dev-0421（离线 4 分 12 秒）');
  assert.equal(told(toldOnce(toldAlert()), 'en').title, '[Critical] Device offline: dev-0421');
  assert.equal(told(toldOnce(toldAlert({ key: 'a\nb' }))).title, '🔥 设备离线：a b（u_emqx）');
});

test('that of the channel goes before that of its type, and that before the default', (t) => {
  const { templates, told } = open(t);
  const title = () => told(toldOnce(toldAlert())).title;
  templates.put({ ...place, channel: 'default' }, { title: 'default' });
  assert.equal(title(), 'default');
  templates.put(place, { title: 'type' });
  assert.equal(title(), 'type');
  templates.put({ ...place, channel: 'wecom:ops' }, { title: 'channel' });
  assert.equal(title(), 'channel');
  assert.equal(templates.delete({ ...place, channel: 'wecom:ops' }), true);
  assert.equal(templates.delete({ ...place, channel: 'wecom:ops' }), false);
  assert.equal(title(), 'type');
});

test('templates are there after a restart', (t) => {
  const { templates, definitions } = open(t);
  templates.put(place, { title: 'a' });
  const again = new MessageTemplates(definitions);
  assert.equal(again.of('wecom:ops', 'zh', 'trigger')?.title, 'a');
  assert.deepEqual(
    again.list().map(({ channel, language, kind, title }) => [channel, language, kind, title]),
    [['wecom', 'zh', 'trigger', 'a']],
  );
});

test('another name of a type is the same type', (t) => {
  const { templates } = open(t);
  assert.equal(templates.put({ ...place, channel: 'lark' }, { title: 'a' }).channel, 'feishu');
  assert.equal(templates.of('feishu:ops', 'zh', 'trigger')?.title, 'a');
});

test('markdown is the markup of the channel, and values in it are escaped', (t) => {
  const { templates, told } = open(t);
  templates.put(place, { markdown: '**${key}**' });
  const { markdown, text } = told(toldOnce(toldAlert({ key: '<@all>`x`' })));
  assert.equal(markdown, '**<\u200b@all>｀x｀**');
  assert.equal(text, undefined);
});

const failing: [template: MessageTemplate, reason: RegExp][] = [
  [{ title: '${labels.none}' }, /title is empty/],
  [{ text: "${since | date('Nowhere')}" }, /no time zone Nowhere/],
];
for (const [template, reason] of failing) {
  test(`the template ${JSON.stringify(template)} fails, and the message says so`, (t) => {
    const { templates, told } = open(t);
    templates.put(place, template);
    const { title, text, fields } = told(toldOnce(toldAlert()));
    assert.equal(title, '[严重] 设备离线：dev-0421');
    assert.match(text ?? '', /模板出错/);
    assert.match(text ?? '', reason);
    assert.ok(fields?.length);
  });
}

const refused: [body: unknown, reason: RegExp][] = [
  [
    { title: '${clientId} gone' },
    /^title: line 1, column 1: there is no variable clientId \(did you mean \$\{clientid\}\?\)$/,
  ],
  [{ text: 'a\n b ${key | dat}' }, /^text: line 2, column 12: there is no filter dat/],
  [
    { fields: [{ name: 'a', value: '${fact.topic}' }] },
    /^fields\.0\.value: .*\(did you mean \$\{facts\.name\}\?\)$/,
  ],
  [{ text: '${labels}' }, /write \$\{labels\.name\}/],
  [{ text: 'a', markdown: 'b' }, /not both/],
  [{}, /write title, text, markdown or fields/],
  [{ titel: 'a' }, /titel/],
];
for (const [body, reason] of refused) {
  test(`${JSON.stringify(body)} is no template`, () => {
    const { error } = messageTemplate.safeParse(body);
    const [issue] = error?.issues ?? [];
    assert.match(
      issue?.path.length ? `${issue.path.join('.')}: ${issue.message}` : (issue?.message ?? ''),
      reason,
    );
  });
}

test('a channel that there cannot be is refused', (t) => {
  const { templates } = open(t);
  assert.throws(() => templates.put({ ...place, channel: 'wecon' }, { title: 'a' }), /did you mean wecom/);
  assert.throws(
    () => templates.put({ ...place, channel: 'http:x' }, { title: 'a' }),
    /no type of channels http/,
  );
  assert.throws(
    () => templates.put({ ...place, channel: 'default' }, { markdown: 'a' }),
    /markup of its own/,
  );
});

test('every kind of message has its template, and every variable a value somewhere', (t) => {
  const { templates, told } = open(t);
  const seen = new Set<string>();
  const all = TEMPLATE_VARIABLES.map(({ name }) => `${name}=\${${name}}`).join('\n');
  for (const kind of MESSAGE_KINDS) {
    const notification = sampleNotification(kind, 'wecom:ops', BEGAN_AT);
    assert.equal(messageKindOf(notification), kind);
    templates.put({ ...place, kind }, { text: all });
    const { text = '' } = told({
      ...notification,
      digest: kind === 'digest' ? { kind: 'throttled', merged: 3 } : undefined,
    });
    for (const line of text.split('\n')) {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      assert.notEqual(value, 'undefined');
      if (name && value) seen.add(name);
    }
  }
  const never = TEMPLATE_VARIABLES.map(({ name }) => name).filter((name) => !seen.has(name));
  assert.deepEqual(never, ['description', 'monitor', 'resolved_by']);
});

test('a digest is filled with counts and names', (t) => {
  const { templates, told } = open(t);
  templates.put(
    { ...place, kind: 'digest' },
    { title: '${opened}/${still_open} ${span}', text: '${names} +${more}\n${common}' },
  );
  const { title, text } = told(toldTogether({ counts: { opened: 1200, resolved: 0, stillOpen: 1300 } }));
  assert.equal(title, '1,200/1,300 40 秒');
  assert.match(text ?? '', /^dev-0001、.*dev-0010 \+1,190\n网段 10\.2\.0\.0\/16（312\/312）$/);
});
