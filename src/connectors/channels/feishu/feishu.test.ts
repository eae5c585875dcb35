import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FeishuSimulator } from '../../../../test/support/bots/feishu.ts';
import {
  hostileNames,
  inShort,
  lastBody,
  openBot,
  openSimulator,
} from '../../../../test/support/bots/open-bot.ts';
import { feishu } from './feishu.ts';
import { feishuSign } from './feishu-signature.ts';

async function open(
  t: TestContext,
  settings: Record<string, unknown> = {},
  botOptions: ConstructorParameters<typeof FeishuSimulator>[0] = {},
) {
  // Each message in a second of its own, but for signatures, which need the wall clock.
  let now = 0;
  const clock = botOptions.secret ? {} : { now: () => (now += 1001) };
  const robot = await openSimulator(t, new FeishuSimulator({ ...clock, ...botOptions }));
  return { robot, send: await openBot(t, feishu, robot, settings) };
}

const signatures: [secret: string, timestamp: string, sign: string][] = [
  ['demo', '100', 'jquNHnVOwmDRfw+vqTIrY5dooJAgi5EcRtLsQE4wfXg='],
  ['FeishuSecret0123456789', '1700000000', 'BBnAROgcr19V5gJ7eY8eACO/9fyqjlrEhZI2u/uxX3Q='],
];
for (const [secret, timestamp, sign] of signatures) {
  test(`the signature of ${timestamp}: time and secret are the key`, () =>
    assert.equal(feishuSign(timestamp, secret), sign));
}

test('a bot that verifies signatures takes the messages; time and sign stand in the body', async (t) => {
  const { robot, send } = await open(t, { secret: 'demo' }, { secret: 'demo' });
  assert.equal(inShort(await send({ text: 'a' })), 'delivered');
  const { timestamp, sign } = lastBody(robot);
  assert.match(String(timestamp), /^\d{10}$/);
  assert.equal(typeof timestamp, 'string');
  assert.equal(sign, feishuSign(String(timestamp), 'demo'));
  const wrong = await openBot(t, feishu, robot, { secret: 'other' });
  assert.equal(inShort(await wrong({ text: 'a' })), 'rejected config');
  const none = await openBot(t, feishu, robot, { secret: '' });
  assert.equal(inShort(await none({ text: 'a' })), 'rejected config');
  assert.equal('sign' in lastBody(robot), false);
});

test('a message is a card with a coloured header, text, fields, mentions and buttons', async (t) => {
  const { robot, send } = await open(t);
  const outcome = await send({
    title: '[alert] d-17 offline',
    text: 'keep-alive *timeout*',
    fields: [{ name: 'site_name', value: 'hall 3: *x*' }],
    links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
    mention: ['all', 'ou_7d8a6e6df7621556ce0d21922b676706', '13800000000'],
    severity: 'critical',
  });
  assert.equal(inShort(outcome), 'delivered');
  assert.deepEqual(
    { ...robot.messages[0], at: 0, body: 0 },
    {
      kind: 'interactive',
      title: '[alert] d-17 offline',
      color: 'red',
      text: [
        'keep-alive *timeout*',
        'site_name',
        'hall 3: *x*',
        '@all @ou_7d8a6e6df7621556ce0d21922b676706 @13800000000',
      ].join('\n'),
      mentions: ['all', 'ou_7d8a6e6df7621556ce0d21922b676706'],
      links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
      at: 0,
      body: 0,
    },
  );
});

test('the header tells severity and end', async (t) => {
  const { robot, send } = await open(t);
  await send({ title: 'a', severity: 'warning' });
  await send({ title: 'a', severity: 'info' });
  await send({ title: 'a', severity: 'critical', event: 'resolve' });
  await send({ title: 'a', severity: 'critical', event: 'acknowledge' });
  assert.deepEqual(
    robot.messages.map(({ color }) => color),
    ['orange', 'blue', 'green', 'wathet'],
  );
});

test('markdown is that of cards', async (t) => {
  const { robot, send } = await open(t);
  await send({ markdown: '**offline** <at id=all></at>' });
  const { card } = lastBody(robot) as { card: { elements: unknown[] } };
  assert.deepEqual(card.elements, [
    { tag: 'div', text: { tag: 'lark_md', content: '**offline** <at id=all></at>' } },
  ]);
});

test('plain is a text, with the mentions', async (t) => {
  const { robot, send } = await open(t);
  const escaped = feishu.channel?.escape('<at user_id="all">x</at>_&#60;');
  await send({ title: 'a', markdown: `**b** ${escaped}`, mention: ['all', 'ou_1'], plain: true });
  assert.deepEqual(robot.messages[0]?.mentions, ['all', 'ou_1']);
  assert.equal(robot.messages[0]?.text, 'a\nb <at user_id="all">x</at>_&#60;\n@所有人 @ou_1');
});

test('the keyword is in every message, also when it is resolved, cut or plain, and never twice', async (t) => {
  const { robot, send } = await open(t, { keyword: '告警' }, { keywords: ['告警'] });
  const messages = [
    { title: 'a', text: 'recovered', event: 'resolve' as const },
    { text: 'a'.repeat(40_000) },
    { text: `${'告'.repeat(20_000)}告警` },
    { markdown: '告警 is here' },
    { fields: [{ name: 'kind', value: '告警' }] },
    { text: 'plain', plain: true },
    { text: 'a'.repeat(40_000), plain: true },
  ];
  for (const message of messages) assert.equal(inShort(await send(message)), 'delivered');
  assert.equal(robot.messages[0]?.text, 'recovered\n告警');
  assert.equal(robot.messages[3]?.text, '告警 is here');
  assert.equal(robot.messages[4]?.text, 'kind\n告警');
});

test('the body is never over 20,000 bytes, and uses the room that there is', async (t) => {
  const { robot, send } = await open(t);
  const fields = Array.from({ length: 80 }, (_, index) => ({
    name: `_${index}_`.repeat(20),
    value: '*告😀'.repeat(300),
  }));
  for (const text of ['告警'.repeat(9000), '"\\\n'.repeat(9000), '*_'.repeat(12_000), '😀'.repeat(9000)]) {
    for (const rest of [{}, { plain: true }, { fields }, { fields, plain: true }]) {
      const outcome = await send({ title: '"'.repeat(500), text, mention: ['all'], ...rest });
      assert.equal(inShort(outcome), 'delivered');
      const size = Buffer.byteLength(robot.requests.at(-1)?.body ?? '');
      assert.ok(size <= 20_000 && size > 19_900, `${size} bytes`);
      assert.deepEqual(robot.messages.at(-1)?.mentions, ['all']);
    }
  }
});

test('a device name calls nobody, links nowhere and fits', async (t) => {
  const { robot, send } = await open(t, { keyword: 'kw' }, { keywords: ['kw'] });
  for (const name of hostileNames) {
    const messages = [
      { title: name, text: name, fields: [{ name, value: name }] },
      { title: name, markdown: `**${feishu.channel?.escape(name)}** offline` },
      { title: name, text: name, fields: [{ name, value: name }], plain: true },
      { title: name, markdown: `**${feishu.channel?.escape(name)}** offline`, plain: true },
      { title: name, text: name, mention: ['ou_1'] },
      { title: name, text: name, mention: [name.slice(0, 200)] },
    ];
    for (const message of messages.slice(0, name.includes('@all') ? 5 : 6)) {
      assert.equal(inShort(await send(message)), 'delivered', JSON.stringify(name.slice(0, 60)));
      const seen = robot.messages.at(-1);
      assert.deepEqual(seen?.mentions, message.mention?.[0] === 'ou_1' ? ['ou_1'] : []);
      assert.deepEqual(seen.links ?? [], []);
    }
  }
});

test('a name is read in a card as it was written', async (t) => {
  const { robot, send } = await open(t);
  const name = '<b> *a* _b_ ~c~ [d](e) #f: +g "h" \'i\' `j` $k !l \\m &#60; & 1.5 -n';
  await send({ fields: [{ name: 'n', value: name }] });
  assert.equal(robot.messages[0]?.text, `n\n${name}`);
});

const answers: [status: number, body: string | object, expected: string, code?: string][] = [
  [200, { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }, 'delivered', '0'],
  [200, { StatusCode: 0, StatusMessage: 'success' }, 'delivered', '0'],
  [200, { code: 0 }, 'delivered', '0'],
  [200, { code: 19001, StatusCode: 0, msg: 'x' }, 'rejected config', '19001'],
  [400, { code: 9499, msg: 'Bad Request' }, 'rejected message', '9499'],
  [400, { code: 9499, msg: 'too many request' }, 'unavailable throttled', '9499'],
  [200, { code: 9499, msg: 'Too Many Requests' }, 'unavailable throttled', '9499'],
  [200, { code: 11232, msg: 'frequency limited psm' }, 'unavailable throttled 10000', '11232'],
  [200, { code: 19002, msg: 'params error, msg_type need' }, 'rejected message', '19002'],
  [200, { code: 19021, msg: 'sign match fail' }, 'rejected config', '19021'],
  [200, { code: 19022, msg: 'Ip Not Allowed' }, 'rejected config', '19022'],
  [200, { code: 19024, msg: 'Key Words Not Found' }, 'rejected config', '19024'],
  [200, { code: 11246, msg: 'ErrCode: 200621' }, 'rejected message', '11246'],
  [429, { code: 99991400, msg: 'x' }, 'unavailable throttled', '99991400'],
  [200, { code: 4242, msg: 'new' }, 'unavailable remote 5 tries', '4242'],
  [200, { msg: 'success' }, 'unavailable remote'],
  [200, '<html>', 'unavailable remote'],
  [503, '', 'unavailable remote'],
  [404, 'nothing', 'rejected config'],
];
test('the verdict is read from the body, whatever the status', async (t) => {
  const { robot, send } = await open(t);
  for (const [status, body, expected, code] of answers) {
    robot.answerNext({ status, body });
    const outcome = await send({ text: 'a' });
    assert.equal(inShort(outcome), expected, `${status} ${JSON.stringify(body)}`);
    assert.equal(outcome.answer?.code, code);
  }
  robot.answerNext({ status: 429, headers: { 'x-ogw-ratelimit-reset': '12' }, body: { code: 99991400 } });
  assert.equal(inShort(await send({ text: 'a' })), 'unavailable throttled 12000');
});

test('what is shown of a request has neither token nor signature', () => {
  const settings = { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/tok-en', secret: 'demo' };
  const view = JSON.stringify(feishu.describe(feishu.settings.parse(settings), { text: 'a' }));
  assert.doesNotMatch(view, /tok-en|demo/);
  assert.match(view, /\\"sign\\":\\"\*{6}\\"/);
});

test('lark is another word for it', () => assert.deepEqual(feishu.aliases, ['lark']));
