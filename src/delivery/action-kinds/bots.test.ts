import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BotSimulator } from '../../../test/support/bots/bot-simulator.ts';
import { DingtalkSimulator } from '../../../test/support/bots/dingtalk.ts';
import { FeishuSimulator } from '../../../test/support/bots/feishu.ts';
import { hostileNames, openSimulator } from '../../../test/support/bots/open-bot.ts';
import { WecomSimulator } from '../../../test/support/bots/wecom.ts';
import { rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';

/** Each request in a minute of its own: this is not about limits. */
function steppingClock(): () => number {
  let now = Date.now();
  return () => (now += 61_000);
}

const bots: [type: string, open: () => BotSimulator, settings: object][] = [
  ['wecom', () => new WecomSimulator({ now: steppingClock() }), {}],
  [
    'dingtalk',
    () => new DingtalkSimulator({ now: steppingClock(), keywords: ['告警'] }),
    { keyword: '告警' },
  ],
  ['feishu', () => new FeishuSimulator({ now: steppingClock(), keywords: ['告警'] }), { keyword: '告警' }],
];
for (const [type, open, settings] of bots) {
  test(`${type}: whatever a device is called, the message arrives and calls nobody`, async (t) => {
    const { connectors, actions, untilSettled, clock } = startDelivery(t);
    const bot = await openSimulator(t, open());
    await connectors.create({ type, name: 'bot', url: bot.url, ...settings });
    const parameters = {
      written: { title: '${clientid} offline', markdown: '**${clientid}** left: ${reason}\n${clientid}' },
      plain: { text: '${clientid} left: ${reason}' },
      default: undefined,
    };
    let count = 0;
    for (const [name, written] of Object.entries(parameters)) {
      actions.create({ type, name, connector: 'bot', ...(written && { parameters: written }) });
      for (const clientid of hostileNames) {
        actions.run(`${type}:${name}`, rowOf({ clientid, reason: clientid, n: 1 }), { rule: 'r' });
        await untilSettled(++count);
        await clock.advance(61_000);
      }
    }
    assert.deepEqual(
      (await untilSettled(count)).map(({ outcome, reason }) => reason ?? outcome),
      Array.from({ length: count }, () => 'delivered'),
    );
    assert.equal(bot.messages.length, count);
    for (const { mentions, links = [], body } of bot.messages) {
      assert.deepEqual(mentions, []);
      assert.deepEqual(links, []);
      assert.ok(Buffer.byteLength(JSON.stringify(body)) <= 20_000);
      assert.doesNotMatch(JSON.stringify(body), /\\u202e|\\u0000|\\u001b|\\ud[89a-f]/);
    }
  });
}

test('who is to be called is called, by a column of the row', async (t) => {
  const { connectors, actions, untilSettled } = startDelivery(t);
  const bot = await openSimulator(t, new DingtalkSimulator());
  await connectors.create({ type: 'dingtalk', name: 'bot', url: bot.url });
  const parameters = { text: '${clientid} offline', mention: ['${owner}'] };
  actions.create({ type: 'dingtalk', name: 'a', connector: 'bot', parameters });
  actions.run('dingtalk:a', rowOf({ clientid: '@13900000000', owner: '13800000000' }), { rule: 'r' });
  await untilSettled(1);
  assert.deepEqual(bot.messages[0]?.mentions, ['13800000000']);
});
