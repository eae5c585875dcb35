import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SlackSimulator } from '../../../../test/support/bots/slack.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { slack } from './slack.ts';
import { judgeSlack } from './slack-answer.ts';
import { writeSlackMentions } from './slack-mrkdwn.ts';

async function open(t: TestContext) {
  let now = 0;
  const simulator = await new SlackSimulator({ now: () => (now += 1000) }).open();
  t.after(() => simulator.close());
  const handle = await slack.open(slack.settings.parse({ url: simulator.url }));
  t.after(() => handle.close());
  const send = (request: ChannelMessage): Promise<Outcome> =>
    handle.send({ id: 'delivery-1', request }, new AbortController().signal);
  return { simulator, send };
}

test('an alert is a coloured card under a line that notifications show', async (t) => {
  const { simulator, send } = await open(t);
  const outcome = await send({
    title: 'd-17 offline',
    text: 'since a minute',
    fields: [{ name: 'reason', value: 'keepalive_timeout' }],
    links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
    mention: ['U123ABC', 'here'],
    severity: 'critical',
    at: 1_700_000_000_000,
  });
  assert.deepEqual(outcome, { kind: 'delivered', answer: { status: 200, code: 'ok', excerpt: 'ok' } });
  assert.deepEqual(simulator.messages[0]?.body, {
    text: '<@U123ABC> <!here> [CRITICAL] d-17 offline',
    attachments: [
      {
        color: '#d00000',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'd-17 offline', emoji: false } },
          { type: 'section', text: { type: 'mrkdwn', text: 'since a minute', verbatim: true } },
          {
            type: 'section',
            fields: [{ type: 'mrkdwn', text: '*reason*\nkeepalive_timeout', verbatim: true }],
          },
          {
            type: 'actions',
            elements: [
              {
                type: 'button',
                text: { type: 'plain_text', text: 'Open', emoji: false },
                url: 'https://broker.example/d/17',
                action_id: 'link-0',
              },
            ],
          },
          {
            type: 'context',
            elements: [
              {
                type: 'mrkdwn',
                text: '<!date^1700000000^{date_short_pretty} {time_secs}|2023-11-14 22:13:20 UTC>',
                verbatim: true,
              },
            ],
          },
        ],
      },
    ],
  });
  assert.deepEqual(simulator.messages[0]?.mentions, ['@U123ABC', '!here']);
});

test('a resolve is green, an acknowledgement grey', async (t) => {
  const { simulator, send } = await open(t);
  await send({ title: 'back', event: 'resolve', severity: 'critical' });
  await send({ title: 'seen', event: 'acknowledge', severity: 'critical' });
  assert.deepEqual(
    simulator.messages.map(({ color, text }) => [color, text.split('\n')[0]]),
    [
      ['#2eb67d', '[RESOLVED] back'],
      ['#8a8d91', '[ACKNOWLEDGED] seen'],
    ],
  );
});

test('foreign text mentions nobody and links to nowhere, and is read as it was', async (t) => {
  const { simulator, send } = await open(t);
  const hostile = '<!channel> <@U1> <https://evil.example|bank> & &amp; *x* @here';
  await send({ title: hostile, text: hostile, fields: [{ name: hostile, value: hostile }] });
  await send({ title: hostile, text: hostile, fields: [{ name: hostile, value: hostile }], plain: true });
  for (const { text, mentions } of simulator.messages) {
    assert.deepEqual(mentions, []);
    assert.equal(text.split(hostile).length - 1, 4 + (text.startsWith('*') ? 0 : 1));
  }
});

test('markdown of the action goes out as it is', async (t) => {
  const { simulator, send } = await open(t);
  await send({ markdown: `*bold* <https://a.example|a> ${slack.channel?.escape('<!here>')}` });
  assert.match(JSON.stringify(simulator.messages[0]?.body), /\*bold\* <https:..a\.example\|a> &lt;!here&gt;/);
});

test('a notification shows the first line of a message that is all markdown', async (t) => {
  const { simulator, send } = await open(t);
  await send({ markdown: '<!here> *d-17* is &lt;hot&gt;\nsecond line', severity: 'warning' });
  const { text } = JSON.parse(simulator.requests[0]?.body ?? '');
  assert.equal(text, '[WARNING] *d-17* is &lt;hot&gt;');
});

test('what is longer than Slack takes is cut and says so, and what just fits is whole', async (t) => {
  const { simulator, send } = await open(t);
  const fields = Array.from({ length: 100 }, (_, index) => ({ name: `f${index}`, value: '&'.repeat(1800) }));
  assert.equal(
    (await send({ title: '告'.repeat(150), text: 'x'.repeat(3000), fields: [] })).kind,
    'delivered',
  );
  assert.ok(simulator.messages[0]?.text.includes('x'.repeat(3000)));
  assert.equal(simulator.messages[0]?.title, '告'.repeat(150));
  const long = { title: '告'.repeat(151), text: '<'.repeat(3000), fields };
  assert.equal((await send(long)).kind, 'delivered');
  assert.match(simulator.messages[1]?.title ?? '', /^告{130,}…（已截去 \d+ 个字符）$/);
  assert.match(simulator.messages[1]?.text ?? '', /<{700,}… \([\d,]+ characters cut\)/);
  assert.equal((await send({ ...long, plain: true })).kind, 'delivered');
  const emoji = { title: '👩‍🚒'.repeat(100), text: '😀'.repeat(2000), fields: [{ name: '', value: '' }] };
  assert.equal((await send(emoji)).kind, 'delivered');
  const links = Array.from({ length: 40 }, (_, index) => ({
    label: 'l'.repeat(99),
    url: `https://a.example/${index}`,
  }));
  assert.equal((await send({ text: 'x', links })).kind, 'delivered');
});

test('a message of nothing at all arrives, and says that it is empty', async (t) => {
  const { simulator, send } = await open(t);
  assert.equal((await send({})).kind, 'delivered');
  assert.match(simulator.messages[0]?.text ?? '', /no text/);
});

test('mentions are those of Slack, whatever form they were written in', () => {
  assert.deepEqual(
    writeSlackMentions([
      'U12345',
      '<@W12345>',
      '@S12345',
      '<!subteam^S99999>',
      'all',
      '@here',
      'channel,everyone',
    ]),
    [
      '<@U12345>',
      '<@W12345>',
      '<!subteam^S12345>',
      '<!subteam^S99999>',
      '<!channel>',
      '<!here>',
      '<!channel>',
      '<!everyone>',
    ],
  );
  assert.deepEqual(writeSlackMentions(['zhang.san', 'undefined', '<!x>']), ['@zhang.san', '@x']);
});

const answers: [status: number, body: string, expected: string, code?: string][] = [
  [200, 'ok', 'delivered', 'ok'],
  [200, 'ok\n', 'delivered', 'ok'],
  [204, '', 'delivered', 'ok'],
  [200, '{"success":true}', 'delivered', 'ok'],
  [200, '{"success":false,"error":"no such room"}', 'unavailable remote', '200'],
  [200, '{"ok":false,"error":"invalid_auth"}', 'unavailable remote', 'invalid_auth'],
  [200, 'invalid_payload', 'rejected message', 'invalid_payload'],
  [200, '<html>Sign in</html>', 'unavailable remote'],
  [400, 'invalid_payload', 'rejected message', 'invalid_payload'],
  [400, 'no_text', 'rejected message', 'no_text'],
  [
    400,
    'missing_text_or_fallback_or_attachments',
    'rejected message',
    'missing_text_or_fallback_or_attachments',
  ],
  [400, 'invalid_blocks', 'rejected message', 'invalid_blocks'],
  [400, 'invalid_blocks_format', 'rejected message', 'invalid_blocks_format'],
  [400, 'invalid_attachments', 'rejected message', 'invalid_attachments'],
  [400, 'too_many_attachments', 'rejected message', 'too_many_attachments'],
  [400, 'user_not_found', 'rejected config', 'user_not_found'],
  [400, 'what is this', 'rejected message'],
  [403, 'action_prohibited', 'rejected config', 'action_prohibited'],
  [403, 'invalid_token', 'rejected config', 'invalid_token'],
  [403, 'posting_to_general_channel_denied', 'rejected config', 'posting_to_general_channel_denied'],
  [403, 'team_disabled', 'rejected config', 'team_disabled'],
  [404, 'channel_not_found', 'rejected config', 'channel_not_found'],
  [404, 'no_service', 'rejected config', 'no_service'],
  [404, 'no_active_hooks', 'rejected config', 'no_active_hooks'],
  [404, 'no_team', 'rejected config', 'no_team'],
  [404, '', 'rejected config'],
  [410, 'channel_is_archived', 'rejected config', 'channel_is_archived'],
  [429, '{"retry_after":1,"ok":false,"error":"rate_limited"}', 'unavailable throttled', 'rate_limited'],
  [500, 'rollup_error', 'unavailable remote', 'rollup_error'],
  [503, '', 'unavailable remote'],
];
for (const [status, text, expected, code] of answers) {
  test(`${status} '${text}' means ${expected}`, () => {
    const outcome = judgeSlack({ status, headers: {}, text });
    assert.equal(outcome.kind === 'delivered' ? outcome.kind : `${outcome.kind} ${outcome.cause}`, expected);
    assert.equal(outcome.answer?.code, code);
  });
}

test('how long to wait stands in the header, else in the body', () => {
  const text = '{"retry_after":3,"ok":false,"error":"rate_limited"}';
  const retryAfter = (headers: Record<string, string>, body: string) => {
    const outcome = judgeSlack({ status: 429, headers, text: body });
    return outcome.kind === 'unavailable' && outcome.retryAfter;
  };
  assert.equal(retryAfter({ 'retry-after': '30' }, text), 30_000);
  assert.equal(retryAfter({}, text), 3000);
  assert.equal(retryAfter({}, ''), undefined);
});

test('one message a second, for each webhook', () => {
  const [destination] =
    slack.destinations?.(slack.settings.parse({ url: 'https://hooks.slack.com/services/T1/B1/x' })) ?? [];
  assert.equal(destination?.limits.perSecond, 1);
});
