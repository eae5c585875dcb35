import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  hostileNames,
  inShort,
  lastBody,
  openBot,
  openSimulator,
} from '../../../../test/support/bots/open-bot.ts';
import { WecomSimulator } from '../../../../test/support/bots/wecom.ts';
import { wecom } from './wecom.ts';

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  let now = 0;
  // Each message in a minute of its own, but for tests of the limit.
  const robot = await openSimulator(t, new WecomSimulator({ now: () => (now += 61_000) }));
  return { robot, send: await openBot(t, wecom, robot, settings) };
}

test('a message is markdown with its title in the colour of its severity, fields, links and mentions', async (t) => {
  const { robot, send } = await open(t);
  const outcome = await send({
    title: 'd-17 offline',
    text: 'keep-alive *timeout*',
    fields: [{ name: 'site', value: 'hall 3' }],
    links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
    mention: ['zhangsan', '@lisi', '张三'],
    severity: 'critical',
  });
  assert.equal(inShort(outcome), 'delivered');
  assert.equal(outcome.answer?.code, '0');
  const [seen] = robot.messages;
  assert.deepEqual(
    { ...seen, at: 0, body: 0 },
    {
      kind: 'markdown',
      text: 'd-17 offline\nkeep-alive *timeout*\nsite: hall 3\nOpen\n<@zhangsan> <@lisi> @张三',
      mentions: ['zhangsan', 'lisi'],
      color: 'warning',
      links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
      at: 0,
      body: 0,
    },
  );
});

test('what is resolved is green, what somebody looks after is grey', async (t) => {
  const { robot, send } = await open(t);
  await send({ title: 'a', severity: 'critical', event: 'resolve' });
  await send({ title: 'a', severity: 'critical', event: 'acknowledge' });
  await send({ title: 'a', severity: 'info' });
  await send({ title: 'a' });
  assert.deepEqual(
    robot.messages.map(({ color }) => color),
    ['info', 'comment', 'comment', undefined],
  );
});

test('mobiles and everybody can be called in a text only, so the message is a text', async (t) => {
  const { robot, send } = await open(t);
  await send({
    title: 'd-17',
    markdown: '**offline** since [10:31](https://a.example)',
    mention: ['13800000000', 'all', 'zhangsan'],
  });
  assert.deepEqual(lastBody(robot), {
    msgtype: 'text',
    text: {
      content: 'd-17\noffline since 10:31 https://a.example',
      mentioned_list: ['zhangsan', '@all'],
      mentioned_mobile_list: ['13800000000'],
    },
  });
  assert.deepEqual(robot.messages[0]?.mentions, ['zhangsan', 'all', '13800000000']);
});

test('plain is a text', async (t) => {
  const { robot, send } = await open(t);
  await send({ title: 'a', text: '<b>', plain: true, mention: ['zhangsan'] });
  assert.deepEqual(lastBody(robot), {
    msgtype: 'text',
    text: { content: 'a\n<b>', mentioned_list: ['zhangsan'] },
  });
});

test('a text that is too long is cut, and what comes after it is not', async (t) => {
  const { robot, send } = await open(t);
  for (const mention of [['zhangsan'], ['all']]) {
    const outcome = await send({
      title: '标题',
      text: '告警😀'.repeat(2000),
      links: [{ label: '打开', url: 'https://a.example/' }],
      mention,
    });
    assert.equal(inShort(outcome), 'delivered');
  }
  const [markdown, text] = robot.messages;
  assert.match(markdown?.text ?? '', /^标题\n告警😀.*…（已截去 [\d,]+ 字节）\n打开\n<@zhangsan>$/s);
  assert.match(text?.text ?? '', /^标题\n告警😀.*…（已截去 [\d,]+ 字节）\n打开 https:\/\/a\.example\/$/s);
  assert.deepEqual(text?.mentions, ['all']);
});

test('a device name calls nobody, colours nothing, begins no line and fits', async (t) => {
  const { robot, send } = await open(t);
  for (const name of hostileNames) {
    const messages = [
      { title: name, text: name, fields: [{ name, value: name }] },
      { title: name, markdown: `**${wecom.channel?.escape(name)}** offline` },
      { title: name, text: name, fields: [{ name, value: name }], plain: true },
      { title: name, text: name, mention: ['all'] },
    ];
    for (const message of messages) {
      assert.equal(inShort(await send(message)), 'delivered', JSON.stringify(name.slice(0, 60)));
      const seen = robot.messages.at(-1);
      assert.deepEqual(seen?.mentions, message.mention ?? []);
      assert.equal(seen.color, undefined);
      assert.deepEqual(seen.links ?? [], []);
      const { markdown } = lastBody(robot) as { markdown?: { content: string } };
      assert.doesNotMatch(markdown?.content.replaceAll('\n> **', '') ?? '', /\n[ \t]*[>#]/);
    }
  }
});

test('an empty message says that it is one', async (t) => {
  const { robot, send } = await open(t);
  assert.equal(inShort(await send({ title: ' ', text: '\n' })), 'delivered');
  assert.match(robot.messages[0]?.text ?? '', /no text/);
});

const answers: [status: number, body: string | object, expected: string, code?: string][] = [
  [200, { errcode: 0, errmsg: 'ok' }, 'delivered', '0'],
  [200, { errcode: '0', errmsg: 'ok' }, 'delivered', '0'],
  [200, { errcode: 0, errmsg: 'ok. Warning: wrong json format. ' }, 'rejected message', '0'],
  [200, { errcode: 40058, errmsg: 'x Warning: wrong json format' }, 'rejected message', '40058'],
  [200, { errcode: 93000, errmsg: 'invalid webhook url, hint: [1]' }, 'rejected config', '93000'],
  [200, { errcode: 45009, errmsg: 'api freq out of limit' }, 'unavailable throttled', '45009'],
  [200, { errcode: 45033, errmsg: 'concurrent' }, 'unavailable throttled 2000', '45033'],
  [200, { errcode: -1, errmsg: 'system busy' }, 'unavailable remote 3 tries', '-1'],
  [200, { errcode: 40008, errmsg: 'invalid message type' }, 'rejected message', '40008'],
  [200, { errcode: 40058, errmsg: 'exceed max length' }, 'rejected message', '40058'],
  [200, { errcode: 44004, errmsg: 'empty content' }, 'rejected message', '44004'],
  [200, { errcode: 40009, errmsg: 'size' }, 'rejected message', '40009'],
  [200, { errcode: 301019, errmsg: 'md5' }, 'rejected message', '301019'],
  [200, { errcode: 43002, errmsg: 'method' }, 'rejected config', '43002'],
  [200, { errcode: 777, errmsg: 'new' }, 'unavailable remote 5 tries', '777'],
  [500, { errcode: 93000, errmsg: 'invalid webhook url' }, 'rejected config', '93000'],
  [200, '<html>sign in</html>', 'unavailable remote'],
  [200, '', 'unavailable remote'],
  [200, '[]', 'unavailable remote'],
  [200, '{"ok":true}', 'unavailable remote'],
  [204, '', 'unavailable remote'],
  [502, '<html>', 'unavailable remote'],
  [503, { errcode: 0, errmsg: 'ok' }, 'unavailable remote'],
  [404, '<html>', 'rejected config'],
  [302, '', 'rejected config'],
  [429, '', 'unavailable throttled'],
];
test('the verdict is read from the body', async (t) => {
  const { robot, send } = await open(t);
  for (const [status, body, expected, code] of answers) {
    robot.answerNext({ status, body });
    const outcome = await send({ text: 'a' });
    assert.equal(inShort(outcome), expected, `${status} ${JSON.stringify(body)}`);
    assert.deepEqual([outcome.answer?.status, outcome.answer?.code], [status, code]);
  }
});

test('the 21st message within a minute is throttled', async (t) => {
  const robot = await openSimulator(t, new WecomSimulator({ now: () => 0 }));
  const send = await openBot(t, wecom, robot);
  for (let count = 0; count < 20; count++) assert.equal(inShort(await send({ text: 'a' })), 'delivered');
  assert.equal(inShort(await send({ text: 'a' })), 'unavailable throttled');
});

test('the limit belongs to the key, whatever else the address holds, and can be lowered only', () => {
  const of = (settings: object) => wecom.destinations?.(wecom.settings.parse(settings)) ?? [];
  const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k1';
  const [first, second] = of({ url, pool: [{ url: `${url}x` }], limits: { per_minute: 50 } });
  const [again] = of({ url: `${url}&debug=1`, limits: { per_minute: 5 } });
  assert.equal(first?.key, again?.key);
  assert.notEqual(first?.key, second?.key);
  assert.doesNotMatch(first?.key ?? '', /k1/);
  assert.deepEqual([first?.limits.perMinute, again?.limits.perMinute], [20, 5]);
});
