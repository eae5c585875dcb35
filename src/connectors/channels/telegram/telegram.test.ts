import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { TELEGRAM_TOKEN, TelegramSimulator } from '../../../../test/support/bots/telegram.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { telegram } from './telegram.ts';
import { judgeTelegram } from './telegram-answer.ts';

const GROUP = -1001234567890;

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  let now = 0;
  const simulator = await new TelegramSimulator({
    chats: [GROUP, 42, '@ops'],
    now: () => (now += 3000),
  }).open();
  t.after(() => simulator.close());
  const own = { url: simulator.origin, token: TELEGRAM_TOKEN, chat_id: GROUP, ...settings };
  const handle = await telegram.open(telegram.settings.parse(own));
  t.after(() => handle.close());
  const send = (request: ChannelMessage): Promise<Outcome> =>
    handle.send({ id: 'delivery-1', request }, new AbortController().signal);
  return { simulator, send };
}

test('a message is HTML with links, fields, and people who are called', async (t) => {
  const { simulator, send } = await open(t, { message_thread_id: 7 });
  const outcome = await send({
    title: 'd-17 offline',
    text: 'since a minute',
    severity: 'critical',
    fields: [{ name: 'reason', value: 'keepalive_timeout' }],
    links: [{ label: 'Open', url: 'https://broker.example/d?a=1&b=2' }],
    mention: ['@zhang_san', '12345678'],
  });
  assert.deepEqual([outcome.kind, outcome.answer?.status, outcome.answer?.code], ['delivered', 200, '200']);
  assert.deepEqual(simulator.messages[0]?.body, {
    chat_id: GROUP,
    message_thread_id: 7,
    text: [
      '<b>[CRITICAL] d-17 offline</b>',
      'since a minute',
      '<b>reason</b>: keepalive_timeout',
      '<a href="https://broker.example/d?a=1&amp;b=2">Open</a>',
      '@zhang_san <a href="tg://user?id=12345678">12345678</a>',
    ].join('\n'),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
  assert.deepEqual(simulator.messages[0]?.mentions, ['12345678', 'zhang_san']);
});

test('foreign text is read as it was, and is never markup', async (t) => {
  const { simulator, send } = await open(t);
  const hostile = '<a href="tg://user?id=1">x</a> & &amp; &lt; </b> <script> *x* _y_ `z`';
  const message = { title: hostile, text: hostile, fields: [{ name: hostile.slice(0, 50), value: hostile }] };
  for (const plain of [false, true]) {
    assert.equal((await send({ ...message, plain })).kind, 'delivered');
  }
  for (const { text, mentions } of simulator.messages) {
    assert.equal(text.split(hostile).length - 1, 3);
    assert.deepEqual(mentions, []);
  }
});

test('4,096 UTF-16 units are whole, one more is cut and says so, whatever the characters', async (t) => {
  const { simulator, send } = await open(t);
  await send({ text: '&'.repeat(4096) });
  assert.equal(simulator.messages[0]?.text, '&'.repeat(4096));
  for (const text of ['&'.repeat(4097), '😀'.repeat(3000), '<告>'.repeat(3000)]) {
    assert.equal(
      (await send({ title: 't', text, fields: [{ name: 'n', value: 'v'.repeat(900) }] })).kind,
      'delivered',
    );
    const shown = simulator.messages.at(-1)?.text ?? '';
    assert.ok(shown.length > 3500 && shown.length <= 4096, String(shown.length));
    assert.match(shown, /characters cut\)|个字符/);
    assert.match(shown, /n: v{400}/);
    assert.equal((await send({ title: 't', text, plain: true })).kind, 'delivered');
  }
});

test('more fields than fit are counted', async (t) => {
  const { simulator, send } = await open(t);
  const fields = Array.from({ length: 60 }, (_, index) => ({ name: `f${index}`, value: '&'.repeat(400) }));
  assert.equal((await send({ title: 't', text: 'x'.repeat(5000), fields })).kind, 'delivered');
  const shown = simulator.messages[0]?.text ?? '';
  assert.match(shown, /characters cut\)\nf0: &+/);
  assert.match(shown, /… \(\d+ more\)$/);
});

test('markdown of the action is HTML, also when it is cut', async (t) => {
  const { simulator, send } = await open(t);
  const harmless = telegram.channel?.escape ?? String;
  await send({ markdown: `<b>${harmless('<i>&')}</b> ${'<i>告警</i>'.repeat(600)}` });
  assert.equal(simulator.messages[0]?.text, `<i>& ${'告警'.repeat(600)}`);
  await send({ markdown: '<i>告警</i>'.repeat(2100) });
  assert.match(simulator.messages[1]?.text ?? '', /^[告警]+…（已截去/);
});

test('a group that became a supergroup is sent to under its new id, and that is said', async (t) => {
  const { simulator, send } = await open(t, { chat_id: -99 });
  simulator.migrated.set('-99', GROUP);
  const outcome = await send({ title: 'x' });
  assert.equal(outcome.kind, 'delivered');
  assert.match(outcome.answer?.excerpt ?? '', /new id -1001234567890: write it as chat_id/);
  assert.deepEqual(
    simulator.requests.map(({ body }) => JSON.parse(body).chat_id),
    [-99, GROUP],
  );
});

test('the whole URL with token and chat can be pasted', async (t) => {
  const { simulator, send } = await open(t);
  assert.equal((await send({ title: 'x' })).kind, 'delivered');
  const url = `${simulator.url}?chat_id=42`;
  const handle = await telegram.open(telegram.settings.parse({ url }));
  t.after(() => handle.close());
  assert.equal(
    (await handle.send({ id: '1', request: { title: 'x' } }, new AbortController().signal)).kind,
    'delivered',
  );
  assert.equal(JSON.parse(simulator.requests[1]?.body ?? '').chat_id, '42');
});

const refused: [what: string, settings: Record<string, unknown>, path: string][] = [
  ['no token', { chat_id: 1 }, 'token'],
  ['no chat', { token: TELEGRAM_TOKEN }, 'chat_id'],
  ['a token that is none', { token: 'abc', chat_id: 1 }, 'token'],
  ['a chat that is none', { token: TELEGRAM_TOKEN, chat_id: '' }, 'chat_id'],
  ['a topic that is none', { token: TELEGRAM_TOKEN, chat_id: 1, message_thread_id: -1 }, 'message_thread_id'],
];
for (const [what, settings, path] of refused) {
  test(`${what} is refused, and it says where`, () => {
    const { error } = telegram.settings.safeParse(settings);
    assert.deepEqual(
      error?.issues.map((issue) => issue.path[0]),
      [path],
    );
  });
}

test('one message a second to a chat, twenty a minute to a group', () => {
  const limitsOf = (chat_id: number | string) =>
    telegram.destinations?.(telegram.settings.parse({ token: TELEGRAM_TOKEN, chat_id }))[0]?.limits;
  assert.deepEqual(limitsOf(42), { perMinute: undefined, perSecond: 1 });
  assert.deepEqual(limitsOf(GROUP), { perMinute: 20, perSecond: 1 });
  assert.deepEqual(limitsOf('@ops'), { perMinute: 20, perSecond: 1 });
});

test('the token is not shown', () => {
  const settings = telegram.settings.parse({ token: TELEGRAM_TOKEN, chat_id: 42 });
  assert.doesNotMatch(JSON.stringify(telegram.describe(settings, { title: 'x' })), /AAabcdef/);
});

const no = (code: number, description: string, parameters?: object): string =>
  JSON.stringify({ ok: false, error_code: code, description, parameters });

const answers: [status: number, body: string, expected: string, retryAfter?: number][] = [
  [200, '{"ok":true,"result":{}}', 'delivered'],
  [200, '<html>Sign in</html>', 'unavailable remote'],
  [200, no(400, 'Bad Request: x'), 'rejected message'],
  [400, no(400, "Bad Request: can't parse entities: x"), 'rejected message'],
  [400, no(400, 'Bad Request: message is too long'), 'rejected message'],
  [400, no(400, 'Bad Request: chat not found'), 'rejected config'],
  [400, no(400, 'Bad Request: not enough rights to send text messages to the chat'), 'rejected config'],
  [401, no(401, 'Unauthorized'), 'rejected config'],
  [403, no(403, 'Forbidden: bot was blocked by the user'), 'rejected config'],
  [403, no(403, 'Forbidden: bot was kicked from the group chat'), 'rejected config'],
  [404, no(404, 'Not Found'), 'rejected config'],
  [413, '<html>413 Request Entity Too Large</html>', 'rejected message'],
  [429, no(429, 'Too Many Requests: retry after 35', { retry_after: 35 }), 'unavailable throttled', 35_000],
  [500, no(500, 'Internal Server Error'), 'unavailable remote'],
  [502, '<html>Bad Gateway</html>', 'unavailable remote'],
];
for (const [status, text, expected, retryAfter] of answers) {
  test(`${status} ${text} means ${expected}`, () => {
    const outcome = judgeTelegram({ status, headers: {}, text });
    assert.equal(outcome.kind === 'delivered' ? outcome.kind : `${outcome.kind} ${outcome.cause}`, expected);
    assert.equal(outcome.kind === 'unavailable' ? outcome.retryAfter : undefined, retryAfter);
  });
}

test('names behind an @, and links that are read as their addresses, leave a text within 4,096', async (t) => {
  const { simulator, send } = await open(t);
  const links = Array.from({ length: 10 }, (_, index) => ({
    label: '',
    url: `https://a.example/${'x'.repeat(400)}${index}`,
  }));
  const mention = Array.from({ length: 50 }, (_, index) => `${index}${'y'.repeat(60)}`);
  assert.equal((await send({ text: '@all '.repeat(3000) })).kind, 'delivered');
  assert.equal((await send({ text: 'x'.repeat(5000), links, mention })).kind, 'delivered');
  assert.match(simulator.messages[1]?.text ?? '', /x{500,}… .*https:..a\.example.*@49/s);
});
