import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { TeamsSimulator } from '../../../../test/support/bots/teams.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { teams } from './teams.ts';
import { judgeTeams } from './teams-answer.ts';
import { writeTeamsBody } from './teams-body.ts';
import { writeTeamsMentions } from './teams-markdown.ts';

async function open(t: TestContext) {
  let now = 0;
  const simulator = await new TeamsSimulator({ now: () => (now += 300) }).open();
  t.after(() => simulator.close());
  const handle = await teams.open(teams.settings.parse({ url: simulator.url }));
  t.after(() => handle.close());
  const send = (request: ChannelMessage): Promise<Outcome> =>
    handle.send({ id: 'delivery-1', request }, new AbortController().signal);
  return { simulator, send };
}

test('an alert is an Adaptive Card with facts, buttons, and people who are called', async (t) => {
  const { simulator, send } = await open(t);
  const outcome = await send({
    title: 'd-17 offline',
    text: 'since a minute\nand longer',
    severity: 'critical',
    fields: [{ name: 'reason', value: 'keepalive_timeout' }],
    links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
    mention: ['Zhang San <zhang@contoso.cn>'],
    at: 1_700_000_000_000,
  });
  assert.deepEqual([outcome.kind, outcome.answer?.status], ['delivered', 202]);
  assert.deepEqual(simulator.messages[0]?.body, {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            {
              type: 'TextBlock',
              text: '[CRITICAL] d-17 offline',
              wrap: true,
              size: 'Large',
              weight: 'Bolder',
              color: 'Attention',
            },
            { type: 'TextBlock', text: 'since a minute\n\nand longer', wrap: true },
            { type: 'FactSet', facts: [{ title: 'reason', value: 'keepalive\\_timeout' }] },
            { type: 'TextBlock', text: '<at>Zhang San</at>', wrap: true },
            {
              type: 'TextBlock',
              text: '{{DATE(2023-11-14T22:13:20Z,SHORT)}} {{TIME(2023-11-14T22:13:20Z)}}',
              wrap: true,
              isSubtle: true,
              size: 'Small',
            },
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://broker.example/d/17' }],
          msteams: {
            width: 'Full',
            entities: [
              {
                type: 'mention',
                text: '<at>Zhang San</at>',
                mentioned: { id: 'zhang@contoso.cn', name: 'Zhang San' },
              },
            ],
          },
        },
      },
    ],
  });
});

test('foreign text is read as it was, and calls nobody', async (t) => {
  const { simulator, send } = await open(t);
  const hostile = '# **x** _y_ [l](https://evil.example) <at>all</at> `c` 1. \\ {{DATE(x)}}';
  for (const plain of [false, true]) {
    assert.equal(
      (await send({ title: hostile, text: hostile, fields: [{ name: 'n', value: hostile }], plain })).kind,
      'delivered',
    );
  }
  assert.deepEqual(
    simulator.messages.map(({ mentions }) => mentions),
    [[], []],
  );
  assert.equal(simulator.messages[0]?.text.split(hostile).length, 4);
  assert.equal(simulator.messages[1]?.text.split(hostile).length, 4);
});

test('whatever it holds, the body stays under 20,000 bytes and says what is cut', async (t) => {
  const { simulator, send } = await open(t);
  const fields = Array.from({ length: 30 }, (_, index) => ({ name: `f${index}`, value: '告"'.repeat(250) }));
  for (const text of [
    'x'.repeat(40_000),
    '告'.repeat(20_000),
    '\n"'.repeat(20_000),
    '*_'.repeat(9000),
    '😀'.repeat(9000),
  ]) {
    for (const plain of [false, true]) {
      assert.equal((await send({ title: text, text, fields, plain })).kind, 'delivered');
      assert.match(simulator.messages.at(-1)?.text ?? '', /cut\)|已截去/);
    }
  }
  assert.equal(simulator.messages.length, 10);
  for (const { body } of simulator.requests)
    assert.ok(Buffer.byteLength(body) <= 20_000, String(Buffer.byteLength(body)));
  assert.ok(simulator.requests.some(({ body }) => Buffer.byteLength(body) > 19_000));
});

test('facts that do not fit are counted', async (t) => {
  const { simulator, send } = await open(t);
  const fields = Array.from({ length: 50 }, (_, index) => ({ name: `f${index}`, value: 'v'.repeat(400) }));
  await send({ title: 'x', fields });
  const seen = simulator.messages[0]?.text ?? '';
  const shown = seen.match(/^f\d+$/gm)?.length ?? 0;
  assert.ok(shown > 10 && shown < 50, String(shown));
  assert.match(seen, new RegExp(`… \\(${50 - shown} more\\)`));
});

test('a message of nothing at all arrives', async (t) => {
  const { simulator, send } = await open(t);
  assert.equal((await send({})).kind, 'delivered');
  assert.match(simulator.messages[0]?.text ?? '', /no text/);
});

test('people are called by the address or the id by which Teams knows them, others are only named', () => {
  const id = '01234567-89ab-cdef-0123-456789abcdef';
  const { marks, entities } = writeTeamsMentions([
    'li@contoso.cn',
    `Wang <${id}>`,
    'all',
    'undefined',
    '<at>x</at>',
  ]);
  assert.deepEqual(marks, ['<at>li</at>', '<at>Wang</at>', '@all', '@<\u200bat>x<\u200b/at>']);
  assert.deepEqual(entities, [
    { type: 'mention', text: '<at>li</at>', mentioned: { id: 'li@contoso.cn', name: 'li' } },
    { type: 'mention', text: '<at>Wang</at>', mentioned: { id, name: 'Wang' } },
  ]);
});

const answers: [status: number, body: string, expected: string, code?: string][] = [
  [202, '', 'delivered'],
  [200, '1', 'delivered'],
  [200, '', 'delivered'],
  [
    200,
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId tcid=0',
    'rejected message',
    '413',
  ],
  [
    200,
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=0',
    'unavailable throttled',
    '429',
  ],
  [200, 'Summary or Text is required. Delivery failed', 'unavailable remote', '200'],
  [200, '{"error":{"code":"X","message":"y"}}', 'unavailable remote', '200'],
  [200, '<html>Sign in</html>', 'unavailable remote'],
  [
    400,
    '{"error":{"code":"TriggerInputSchemaMismatch","message":"x"}}',
    'rejected message',
    'TriggerInputSchemaMismatch',
  ],
  [
    400,
    '{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"x"}}',
    'rejected config',
    'WorkflowTriggerIsNotEnabled',
  ],
  [
    401,
    '{"error":{"code":"DirectApiAuthorizationRequired","message":"x"}}',
    'rejected config',
    'DirectApiAuthorizationRequired',
  ],
  [404, '{"error":{"code":"WorkflowNotFound","message":"x"}}', 'rejected config', 'WorkflowNotFound'],
  [410, '', 'rejected config'],
  [413, 'Request Entity too large', 'rejected message'],
  [429, '', 'unavailable throttled'],
  [502, '{"error":{"code":"NoResponse","message":"x"}}', 'unavailable remote', 'NoResponse'],
];
for (const [status, text, expected, code] of answers) {
  test(`${status} ${text.slice(0, 100)} means ${expected}`, () => {
    const outcome = judgeTeams({ status, headers: {}, text });
    assert.equal(outcome.kind === 'delivered' ? outcome.kind : `${outcome.kind} ${outcome.cause}`, expected);
    assert.equal(outcome.answer?.code, code);
  });
}

test('four a second; after "too fast" it waits as long as it is told, else a second and then longer', () => {
  const url = 'https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=x';
  assert.deepEqual(teams.destinations?.(teams.settings.parse({ url }))[0]?.limits, {
    perMinute: undefined,
    perSecond: 4,
    waits: [1000],
  });
  const outcome = judgeTeams({ status: 429, headers: { 'retry-after': '5' }, text: '' });
  assert.equal(outcome.kind === 'unavailable' && outcome.retryAfter, 5000);
});

test('a plain message still says who was meant', () => {
  const body = writeTeamsBody({ text: 'hot', mention: ['Zhang San <zhang@a.cn>', 'lisi'], plain: true });
  const { attachments } = JSON.parse(body) as { attachments: [{ content: { body: [{ text: string }] } }] };
  assert.equal(attachments[0].content.body[0].text, 'hot\n\n@Zhang San @lisi');
});
