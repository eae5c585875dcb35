import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DingtalkSimulator } from '../../../../test/support/bots/dingtalk.ts';
import {
  hostileNames,
  inShort,
  lastBody,
  openBot,
  openSimulator,
} from '../../../../test/support/bots/open-bot.ts';
import { dingtalk } from './dingtalk.ts';
import { dingtalkSign, signedUrl } from './dingtalk-signature.ts';

async function open(
  t: TestContext,
  settings: Record<string, unknown> = {},
  robotOptions: ConstructorParameters<typeof DingtalkSimulator>[0] = {},
) {
  // Each message in a minute of its own, but for signatures, which need the wall clock.
  let now = 0;
  const clock = robotOptions.secret ? {} : { now: () => (now += 61_000) };
  const robot = await openSimulator(t, new DingtalkSimulator({ ...clock, ...robotOptions }));
  return { robot, send: await openBot(t, dingtalk, robot, settings) };
}

const signatures: [secret: string, timestamp: number, sign: string, encoded: string][] = [
  [
    'this is secret',
    1573012345678,
    'x+1Ays8Qvzm56UlBgBr++m9FrL4IqlxfZAn4cfBT4q8=',
    'x%2B1Ays8Qvzm56UlBgBr%2B%2Bm9FrL4IqlxfZAn4cfBT4q8%3D',
  ],
  [
    `SEC${'5a'.repeat(32)}`,
    1700000000000,
    'OhLqzxlq1IgFRpspcnfXvzkmwJ+wAoJ/8spEJqrIxqc=',
    'OhLqzxlq1IgFRpspcnfXvzkmwJ%2BwAoJ%2F8spEJqrIxqc%3D',
  ],
];
for (const [secret, timestamp, sign, encoded] of signatures) {
  test(`the signature of ${timestamp} is encoded once`, () => {
    assert.equal(dingtalkSign(timestamp, secret), sign);
    assert.equal(
      signedUrl('https://oapi.dingtalk.com/robot/send?access_token=t', secret, timestamp),
      `https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=${timestamp}&sign=${encoded}`,
    );
  });
}

test('a stale signature of a pasted address goes, and without a secret none comes', () => {
  const pasted = 'https://h/robot/send?timestamp=1&access_token=t&sign=abc%3D';
  assert.equal(signedUrl(pasted, undefined, 5), 'https://h/robot/send?access_token=t');
  assert.equal(signedUrl(pasted, '', 5), 'https://h/robot/send?access_token=t');
  assert.match(
    signedUrl(pasted, 's', 5),
    /^https:\/\/h\/robot\/send\?access_token=t&timestamp=5&sign=[^&=]+$/,
  );
  assert.match(signedUrl('https://h/x', 's', 5), /^https:\/\/h\/x\?timestamp=5&sign=/);
});

test('a robot that checks signatures takes the messages, and each attempt signs anew', async (t) => {
  const secret = `SEC${'5a'.repeat(32)}`;
  const { robot, send } = await open(t, { secret }, { secret });
  assert.equal(inShort(await send({ text: 'a' })), 'delivered');
  const later = await openBot(t, dingtalk, robot, { secret, url: `${robot.url}&timestamp=1&sign=stale` });
  assert.equal(inShort(await later({ text: 'b' })), 'delivered');
  const wrong = await openBot(t, dingtalk, robot, { secret: 'SECother' });
  assert.equal(inShort(await wrong({ text: 'c' })), 'rejected config');
  const none = await openBot(t, dingtalk, robot);
  assert.equal(inShort(await none({ text: 'd' })), 'rejected config');
});

test('a message is markdown with a title for the push, lines that break, and mentions in text and at', async (t) => {
  const { robot, send } = await open(t);
  const outcome = await send({
    title: 'd-17 offline',
    text: 'keep-alive timeout\nsince 10:31',
    fields: [{ name: 'site', value: 'hall_3' }],
    links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
    mention: ['13800000000', 'user123', 'all'],
  });
  assert.equal(inShort(outcome), 'delivered');
  assert.deepEqual(lastBody(robot), {
    msgtype: 'markdown',
    markdown: {
      title: 'd-17 offline',
      text: [
        '#### d-17 offline',
        'keep-alive timeout',
        'since 10:31',
        '- **site**: hall\\_3',
        '[Open](https://broker.example/d/17)',
        '@13800000000 @user123',
      ].join('\n\n'),
    },
    at: { atMobiles: ['13800000000'], atUserIds: ['user123'], isAtAll: true },
  });
  assert.deepEqual(robot.messages[0]?.mentions, ['all', '13800000000', 'user123']);
});

test('the brackets of a title stay as they are, those of a link do not', async (t) => {
  const { robot, send } = await open(t);
  await send({ title: '[告警] d-17', text: '[a](https://evil.example) [b] #3\n#4' });
  const { text } = lastBody(robot).markdown as { text: string };
  assert.equal(text, '#### [告警] d-17\n\n[a\\](https://evil.example) [b] #3\n\n\\#4');
});

test('without a title the beginning of the text is pushed', async (t) => {
  const { robot, send } = await open(t);
  await send({ text: `d_17\n${'x'.repeat(300)}` });
  const { title = '' } = robot.messages[0] ?? {};
  assert.match(title, /^d_17 xxx.*characters cut\)$/);
  assert.ok(title.length <= 100);
});

test('line breaks of markdown are doubled, but not in lists and quotes', async (t) => {
  const { robot, send } = await open(t);
  await send({ markdown: 'a\nb\n- c\n- d\n> e\n\nf' });
  assert.equal((lastBody(robot).markdown as { text: string }).text, 'a\n\nb\n- c\n- d\n> e\n\nf');
});

test('plain is a text, with the mentions', async (t) => {
  const { robot, send } = await open(t);
  await send({ title: 'a', markdown: '**b** d\\_17', mention: ['13800000000'], plain: true });
  assert.deepEqual(lastBody(robot), {
    msgtype: 'text',
    text: { content: 'a\nb d_17\n@13800000000' },
    at: { atMobiles: ['13800000000'], atUserIds: [], isAtAll: false },
  });
  assert.deepEqual(robot.messages[0]?.mentions, ['13800000000']);
});

test('the keyword is in every message, also when it is resolved, cut or plain, and never twice', async (t) => {
  const { robot, send } = await open(t, { keyword: '告警_x' }, { keywords: ['告警_x'] });
  const messages = [
    { text: 'recovered', event: 'resolve' as const },
    { text: 'a'.repeat(40_000) },
    { text: `${'告'.repeat(20_000)}告警_x` },
    { title: '告警_x', text: 'keyword in the title only' },
    { markdown: '告警_x is here' },
    { text: 'plain', plain: true },
    { text: '告警_x plain', plain: true },
    { title: 'nothing else' },
  ];
  for (const message of messages) assert.equal(inShort(await send(message)), 'delivered');
  assert.equal(robot.messages[0]?.text, 'recovered\n告警_x');
  assert.equal(robot.messages[4]?.text, '告警_x is here');
  assert.equal(robot.messages[6]?.text, '告警_x plain');
});

test('the body is never over 20,000 bytes, and Chinese stays raw UTF-8', async (t) => {
  const { robot, send } = await open(t);
  for (const text of ['告警'.repeat(9000), '"\\\n'.repeat(9000), '*_'.repeat(12_000), '😀'.repeat(9000)]) {
    for (const plain of [false, true]) {
      assert.equal(inShort(await send({ title: 'a', text, plain, mention: ['13800000000'] })), 'delivered');
      const body = robot.requests.at(-1)?.body ?? '';
      assert.ok(Buffer.byteLength(body) <= 20_000);
      assert.ok(Buffer.byteLength(body) > 19_900, `${Buffer.byteLength(body)} bytes use the room`);
      assert.deepEqual(robot.messages.at(-1)?.mentions, ['13800000000']);
    }
  }
  assert.match(robot.requests[0]?.body ?? '', /告警告警/);
});

test('a device name calls nobody, links nowhere and fits', async (t) => {
  const { robot, send } = await open(t, { keyword: 'kw' }, { keywords: ['kw'] });
  for (const name of hostileNames) {
    const messages = [
      { title: name, text: name, fields: [{ name, value: name }] },
      { title: name, markdown: `**${dingtalk.channel?.escape(name)}** offline` },
      { title: name, text: name, fields: [{ name, value: name }], plain: true },
      { title: name, text: name, mention: ['13900000000'] },
    ];
    for (const message of messages) {
      assert.equal(inShort(await send(message)), 'delivered', JSON.stringify(name.slice(0, 60)));
      const seen = robot.messages.at(-1);
      assert.deepEqual(seen?.mentions, message.mention ?? []);
      assert.deepEqual(seen.links ?? [], []);
      const { at, markdown } = lastBody(robot) as { at?: object; markdown?: { text: string } };
      assert.equal(at === undefined, message.mention === undefined);
      assert.doesNotMatch(markdown?.text ?? '', /\n\n[ \t]*>|<font|<at/);
    }
  }
});

const answers: [status: number, body: string | object, expected: string, code?: string][] = [
  [200, { errcode: 0, errmsg: 'ok' }, 'delivered', '0'],
  [200, { errcode: '0', errmsg: 'ok' }, 'delivered', '0'],
  [200, { errcode: 310000, errmsg: 'keywords not in content' }, 'rejected config', '310000'],
  [200, { errcode: 310000, errmsg: 'description:关键词不匹配;' }, 'rejected config', '310000'],
  [200, { errcode: '310000', errmsg: 'sign not match' }, 'rejected config', '310000'],
  [200, { errcode: 300005, errmsg: 'token is not exist' }, 'rejected config', '300005'],
  [200, { errcode: 300001, errmsg: 'token is not exist' }, 'rejected config', '300001'],
  [200, { errcode: 300001, errmsg: 'message param title or text is null' }, 'rejected message', '300001'],
  [200, { errcode: 400013, errmsg: 'x' }, 'rejected config', '400013'],
  [200, { errcode: 400101, errmsg: 'x' }, 'rejected config', '400101'],
  [200, { errcode: 400102, errmsg: 'x' }, 'rejected config', '400102'],
  [200, { errcode: 400106, errmsg: 'x' }, 'rejected config', '400106'],
  [200, { errcode: 400105, errmsg: 'x' }, 'rejected message', '400105'],
  [200, { errcode: 40035, errmsg: 'x' }, 'rejected config', '40035'],
  [200, { errcode: 43002, errmsg: 'x' }, 'rejected config', '43002'],
  [200, { errcode: 43004, errmsg: 'x' }, 'rejected config', '43004'],
  [200, { errcode: 460101, errmsg: 'x' }, 'rejected message', '460101'],
  [200, { errcode: 430101, errmsg: 'x' }, 'rejected message', '430101'],
  [200, { errcode: 430104, errmsg: 'x' }, 'rejected message', '430104'],
  [200, { errcode: 130101, errmsg: 'send too fast' }, 'unavailable throttled', '130101'],
  [200, { errcode: 410100, errmsg: 'x' }, 'unavailable throttled', '410100'],
  [200, { errcode: 660026, errmsg: 'x' }, 'unavailable throttled', '660026'],
  [200, { errcode: -1, errmsg: 'busy' }, 'unavailable remote', '-1'],
  [200, { errcode: 999, errmsg: 'new' }, 'unavailable remote 5 tries', '999'],
  [
    200,
    { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' },
    'unavailable throttled 5000',
    '1111',
  ],
  [429, { status: 1111, wait: 7 }, 'unavailable throttled 7000', '1111'],
  [200, '<html>', 'unavailable remote'],
  [200, '{"result":"ok"}', 'unavailable remote'],
  [500, 'x', 'unavailable remote'],
];
test('the verdict is read from the body', async (t) => {
  const { robot, send } = await open(t);
  for (const [status, body, expected, code] of answers) {
    robot.answerNext({ status, body });
    const outcome = await send({ text: 'a' });
    assert.equal(inShort(outcome), expected, `${status} ${JSON.stringify(body)}`);
    assert.equal(outcome.answer?.code, code);
  }
});

test('a robot that is too fast is muted for ten minutes', async (t) => {
  let now = 0;
  const { robot, send } = await open(t, {}, { now: () => now });
  for (let count = 0; count < 20; count++) assert.equal(inShort(await send({ text: 'a' })), 'delivered');
  assert.equal((await send({ text: 'a' })).answer?.code, '130101');
  now += 599_000;
  assert.equal((await send({ text: 'a' })).answer?.code, '660026');
  now += 1000;
  assert.equal(inShort(await send({ text: 'a' })), 'delivered');
  assert.equal(robot.messages.length, 21);
});
