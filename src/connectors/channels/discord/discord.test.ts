import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DiscordSimulator } from '../../../../test/support/bots/discord.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { discord } from './discord.ts';
import { judgeDiscord } from './discord-answer.ts';
import { escapeDiscord } from './discord-markdown.ts';

const USER = '123456789012345678';
const ROLE = '876543210987654321';

async function open(t: TestContext) {
  let now = 0;
  const simulator = await new DiscordSimulator({ now: () => (now += 500) }).open();
  t.after(() => simulator.close());
  const handle = await discord.open(discord.settings.parse({ url: simulator.url }));
  t.after(() => handle.close());
  const send = (request: ChannelMessage): Promise<Outcome> =>
    handle.send({ id: 'delivery-1', request }, new AbortController().signal);
  return { simulator, send };
}

test('an alert is a coloured embed, and Discord is asked to say yes only when it is kept', async (t) => {
  const { simulator, send } = await open(t);
  const outcome = await send({
    title: 'd-17 offline',
    text: 'since a minute',
    severity: 'critical',
    fields: [{ name: 'reason', value: 'keepalive timeout' }],
    links: [
      { label: 'Open', url: 'https://broker.example/d/17' },
      { label: 'Rule', url: 'https://broker.example/r/1' },
    ],
    at: 1_700_000_000_000,
  });
  assert.deepEqual([outcome.kind, outcome.answer?.status], ['delivered', 200]);
  assert.match(simulator.requests[0]?.url ?? '', /\?wait=true$/);
  assert.deepEqual(simulator.messages[0]?.body, {
    embeds: [
      {
        title: '[CRITICAL] d-17 offline',
        url: 'https://broker.example/d/17',
        description: 'since a minute\n[Rule](https://broker.example/r/1)',
        color: 0xd00000,
        fields: [{ name: 'reason', value: 'keepalive timeout', inline: true }],
        timestamp: '2023-11-14T22:13:20.000Z',
      },
    ],
    allowed_mentions: { parse: [] },
  });
});

test('who is wanted is called, and nobody else', async (t) => {
  const { simulator, send } = await open(t);
  const hostile = `@everyone @here <@${USER}> <@&${ROLE}>`;
  await send({ title: hostile, text: hostile, mention: [USER, `<@&${ROLE}>`, 'zhang'] });
  await send({ title: hostile, text: hostile, plain: true });
  await send({ title: 'x', mention: ['all'] });
  await send({ title: 'x', mention: ['here'] });
  assert.deepEqual(
    simulator.messages.map(({ mentions }) => mentions),
    [[USER, `&${ROLE}`], [], ['@everyone'], ['@here']],
  );
});

test('foreign text is read as it was', async (t) => {
  const { simulator, send } = await open(t);
  const hostile = '# **x** __y__ ~~z~~ `c` ||s|| [l](https://evil.example) :smile: <t:0> \\';
  assert.equal(
    (await send({ title: hostile, text: hostile, fields: [{ name: hostile, value: hostile }] })).kind,
    'delivered',
  );
  assert.equal((await send({ title: hostile, text: hostile, plain: true })).kind, 'delivered');
  assert.equal(simulator.messages[0]?.text.split(hostile).length, 5);
  assert.equal(simulator.messages[1]?.text.split(hostile).length, 3);
  assert.doesNotMatch(escapeDiscord(hostile), /(?<!\\)[*_~`|<[\]]/);
});

test('what is longer than Discord takes is cut, all parts together as well', async (t) => {
  const { simulator, send } = await open(t);
  const fields = Array.from({ length: 30 }, (_, index) => ({ name: `f${index}`, value: '*'.repeat(900) }));
  assert.equal((await send({ title: 't'.repeat(256), text: 'x'.repeat(4096) })).kind, 'delivered');
  assert.ok(simulator.messages[0]?.text.includes('x'.repeat(4096)));
  assert.equal(simulator.messages[0]?.title, 't'.repeat(256));
  for (const text of ['x'.repeat(9000), '告'.repeat(9000), '*'.repeat(9000), '😀'.repeat(4000)]) {
    assert.equal((await send({ title: text, text, fields })).kind, 'delivered');
    assert.match(simulator.messages.at(-1)?.text ?? '', /characters cut\)|个字符/);
    assert.match(simulator.messages.at(-1)?.text ?? '', /\(2\d more\)|另有 2\d 项/);
    assert.equal((await send({ title: text, text, fields, plain: true })).kind, 'delivered');
  }
  assert.equal((await send({})).kind, 'delivered');
  assert.equal((await send({ title: 'x', fields: [{ name: '', value: '' }] })).kind, 'delivered');
});

const answers: [status: number, body: string, expected: string, code?: string][] = [
  [204, '', 'delivered'],
  [200, '{"id":"1"}', 'delivered'],
  [200, '<html>Sign in</html>', 'unavailable remote'],
  [400, '{"code":50035,"message":"Invalid Form Body","errors":{}}', 'rejected message', '50035'],
  [400, '{"code":50006,"message":"Cannot send an empty message"}', 'rejected message', '50006'],
  [400, '{"code":50109,"message":"The request body contains invalid JSON."}', 'rejected message', '50109'],
  [
    400,
    '{"code":220001,"message":"Webhooks posted to forum channels must have a thread_name or thread_id"}',
    'rejected config',
    '220001',
  ],
  [401, '{"message":"Invalid Webhook Token","code":50027}', 'rejected config', '50027'],
  [401, '{"message":"401: Unauthorized","code":0}', 'rejected config'],
  [403, '{"message":"Missing Permissions","code":50013}', 'rejected config', '50013'],
  [404, '{"message":"Unknown Webhook","code":10015}', 'rejected config', '10015'],
  [404, '{"message":"Unknown Channel","code":10003}', 'rejected config', '10003'],
  [413, '', 'rejected message'],
  [
    429,
    '{"message":"You are being rate limited.","retry_after":0.376,"global":false}',
    'unavailable throttled',
    '429',
  ],
  [500, '', 'unavailable remote'],
  [503, 'upstream connect error', 'unavailable remote'],
];
for (const [status, text, expected, code] of answers) {
  test(`${status} ${text} means ${expected}`, () => {
    const outcome = judgeDiscord({ status, headers: {}, text });
    assert.equal(outcome.kind === 'delivered' ? outcome.kind : `${outcome.kind} ${outcome.cause}`, expected);
    assert.equal(outcome.answer?.code, code);
  });
}

test('how long to wait is a part of a second, in the body before the header', () => {
  const text = '{"message":"You are being rate limited.","retry_after":0.376,"global":false}';
  const outcome = judgeDiscord({ status: 429, headers: { 'retry-after': '1' }, text });
  assert.equal(outcome.kind === 'unavailable' && outcome.retryAfter, 376);
  const html = judgeDiscord({ status: 429, headers: { 'retry-after': '60' }, text: '<html>banned</html>' });
  assert.equal(html.kind === 'unavailable' && html.retryAfter, 60_000);
});

test('a refusal says which member it is about', () => {
  const text = JSON.stringify({
    code: 50035,
    message: 'Invalid Form Body',
    errors: {
      embeds: {
        0: {
          title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer in length.' }] },
        },
      },
    },
  });
  const outcome = judgeDiscord({ status: 400, headers: {}, text });
  assert.equal(
    outcome.kind === 'rejected' && outcome.reason,
    'Discord 50035: Invalid Form Body; Must be 256 or fewer in length.',
  );
});

test('the thread of the address stays, and a webhook is one destination whatever its thread', () => {
  const url = 'https://discord.com/api/webhooks/123/token';
  const parse = (own: string) => discord.settings.parse({ url: own });
  assert.match(
    String(discord.describe(parse(`${url}?thread_id=5`), { title: 'x' }).url),
    /thread_id=5&wait=true$/,
  );
  assert.equal(
    discord.destinations?.(parse(`${url}?thread_id=5`))[0]?.key,
    discord.destinations?.(parse(url))[0]?.key,
  );
});

test('many mentions, a long title and long links leave a plain text within 2,000 characters', async (t) => {
  const { simulator, send } = await open(t);
  const mention = Array.from({ length: 50 }, (_, index) => `${index}${'y'.repeat(60)}`);
  const links = Array.from({ length: 10 }, (_, index) => ({
    label: '_'.repeat(60),
    url: `https://a.example/${'x'.repeat(400)}${index}`,
  }));
  const long = '*'.repeat(3000);
  const outcome = await send({ title: long, text: long, links, mention, severity: 'critical', plain: true });
  assert.equal(outcome.kind, 'delivered');
  const { content } = JSON.parse(simulator.requests[0]?.body ?? '') as { content: string };
  assert.ok(content.length <= 2000, String(content.length));
});
