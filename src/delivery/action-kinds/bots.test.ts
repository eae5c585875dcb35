import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BotSimulator } from '../../../test/support/bots/bot-simulator.ts';
import { DingtalkSimulator } from '../../../test/support/bots/dingtalk.ts';
import { FeishuSimulator } from '../../../test/support/bots/feishu.ts';
import { hostileNames, openSimulator } from '../../../test/support/bots/open-bot.ts';
import { WecomSimulator } from '../../../test/support/bots/wecom.ts';
import { rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';

type Scenario = ReturnType<typeof startDelivery>;

/** Moves the clock while nothing is under way: requests are real, and end in their own time. */
async function untilAllSettled({ outbox, settled, clock }: Scenario, count: number): Promise<void> {
  const isSending = (): boolean =>
    outbox.queues.actions().some((action) => outbox.queues.of(action).inflight > 0);
  for (let second = 0; settled.length < count && second < 600; second++) {
    let quiet = 0;
    while (quiet < 20) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = isSending() ? 0 : quiet + 1;
    }
    await clock.advance(1000);
  }
}

type Now = () => number;

const bots: [type: string, open: (now: Now) => BotSimulator, settings: object][] = [
  ['wecom', (now) => new WecomSimulator({ now }), {}],
  ['dingtalk', (now) => new DingtalkSimulator({ now, keywords: ['告警'] }), { keyword: '告警' }],
  ['feishu', (now) => new FeishuSimulator({ now, keywords: ['告警'] }), { keyword: '告警' }],
];
for (const [type, open, settings] of bots) {
  test(`${type}: whatever a device is called, the message arrives and calls nobody`, async (t) => {
    const delivery = startDelivery(t);
    const { connectors, actions, clock, settled } = delivery;
    const bot = await openSimulator(
      t,
      open(() => clock.now()),
    );
    await connectors.create({ type, name: 'bot', url: bot.url, ...settings });
    const parameters = {
      written: { title: '${clientid} offline', markdown: '**${clientid}** left: ${reason}\n${clientid}' },
      plain: { text: '${clientid} left: ${reason}' },
      default: undefined,
    };
    for (const [name, written] of Object.entries(parameters)) {
      actions.create({ type, name, connector: 'bot', ...(written && { parameters: written }) });
      for (const clientid of hostileNames) {
        actions.run(`${type}:${name}`, rowOf({ clientid, reason: clientid, n: 1 }), { rule: 'r' });
      }
    }
    const count = hostileNames.length * Object.keys(parameters).length;
    await untilAllSettled(delivery, count);
    assert.deepEqual(
      settled.map(({ outcome, reason }) => reason ?? outcome),
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

for (const [type, open] of bots) {
  test(`${type}: a storm arrives as fast as the vendor allows, and is never told that it is too fast`, async (t) => {
    const delivery = startDelivery(t);
    const { connectors, actions, clock, settled } = delivery;
    const bot = await openSimulator(
      t,
      open(() => clock.now()),
    );
    await connectors.create({ type, name: 'bot', url: bot.url });
    actions.create({ type, name: 'a', connector: 'bot', parameters: { text: '告警 ${n}' } });
    const startedAt = clock.now();
    for (let n = 0; n < 60; n++) actions.run(`${type}:a`, rowOf({ n }), { rule: 'r' });
    await untilAllSettled(delivery, 60);
    assert.deepEqual(
      new Set(settled.map(({ reason, outcome }) => reason ?? outcome)),
      new Set(['delivered']),
    );
    assert.deepEqual([bot.messages.length, bot.requests.length], [60, 60]);
    const minutes = (clock.now() - startedAt) / 60_000;
    assert.ok(type === 'feishu' ? minutes < 1 : minutes < 5, `${minutes} minutes`);
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
