import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { BotSimulator } from '../../../test/support/bots/bot-simulator.ts';
import { DiscordSimulator } from '../../../test/support/bots/discord.ts';
import { hostileNames, openSimulator } from '../../../test/support/bots/open-bot.ts';
import { PagerDutySimulator } from '../../../test/support/bots/pagerduty.ts';
import { SlackSimulator } from '../../../test/support/bots/slack.ts';
import { TeamsSimulator } from '../../../test/support/bots/teams.ts';
import { TelegramSimulator } from '../../../test/support/bots/telegram.ts';
import { refusalOf } from '../../../test/support/bots/webhook.ts';
import { rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';

const ROUTING_KEY = 'abcdefghijklmnopqrstuvwxyz012345';

/** Each request in a minute of its own: this is not about limits. */
function steppingClock(): () => number {
  let now = Date.now();
  return () => (now += 61_000);
}

const channels: [type: string, open: (now: () => number) => BotSimulator, settings: object][] = [
  ['slack', (now) => new SlackSimulator({ now }), {}],
  ['teams', (now) => new TeamsSimulator({ now }), {}],
  ['telegram', (now) => new TelegramSimulator({ now, chats: [42] }), { chat_id: 42 }],
  ['discord', (now) => new DiscordSimulator({ now }), {}],
  [
    'pagerduty',
    (now) => new PagerDutySimulator({ now, routingKey: ROUTING_KEY }),
    { routing_key: ROUTING_KEY },
  ],
];
for (const [type, open, settings] of channels) {
  test(`${type}: whatever a device is called, the message arrives and calls nobody`, async (t) => {
    const { connectors, actions, untilSettled, clock } = startDelivery(t);
    const simulator = await openSimulator(t, open(steppingClock()));
    await connectors.create({ type, name: 'bot', url: simulator.url, ...settings });
    const key = '${clientid}';
    const written = {
      markdown: { title: '${clientid} offline', markdown: '${clientid} left: ${reason}', key },
      text: { text: '${clientid} left: ${reason}', severity: 'critical', key },
      default: { key },
    };
    let count = 0;
    for (const [name, parameters] of Object.entries(written)) {
      actions.create({ type, name, connector: 'bot', parameters });
      for (const clientid of hostileNames) {
        actions.run(`${type}:${name}`, rowOf({ clientid, reason: clientid, n: 1 }), { rule: 'r' });
        await simulator.received(++count);
        await untilSettled(count);
        await clock.advance(3000);
      }
    }
    assert.equal(simulator.messages.length, count);
    for (const { mentions, body } of simulator.messages) {
      assert.deepEqual(mentions, []);
      // The row goes along as it is.
      assert.doesNotMatch(JSON.stringify(body).replace(/"custom_details":.*/, ''), /\\ud[89a-f]/);
    }
  });
}

async function startPagerDuty(t: TestContext) {
  const delivery = startDelivery(t);
  const simulator = await openSimulator(
    t,
    new PagerDutySimulator({ routingKey: ROUTING_KEY, now: () => delivery.clock.now() }),
  );
  await delivery.connectors.create({
    type: 'pagerduty',
    name: 'pd',
    url: simulator.url,
    routing_key: ROUTING_KEY,
  });
  const create = (name: string, parameters: object) =>
    delivery.actions.create({ type: 'pagerduty', name, connector: 'pd', parameters });
  return { ...delivery, simulator, create };
}

/** Moves the time until so many requests came and were settled, but not so fast that one of them times out. */
async function pass(
  { clock, simulator, untilSettled }: Awaited<ReturnType<typeof startPagerDuty>>,
  count: number,
) {
  while (simulator.requests.length < count) {
    await clock.advance(250);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  await untilSettled(count);
}

const down = { status: 503, body: 'down' };

test('a resolve waits for its trigger, which fails twice; other alerts do not wait', async (t) => {
  const started = await startPagerDuty(t);
  const { actions, simulator, create, settled } = started;
  const dedup_key = 'offline/${clientid}';
  create('offline', { event_action: 'trigger', dedup_key, title: '${clientid} offline' });
  create('online', { event_action: 'resolve', dedup_key });
  simulator.answerNext(down);
  actions.run('pagerduty:offline', rowOf({ clientid: 'd-1' }));
  actions.run('pagerduty:online', rowOf({ clientid: 'd-1' }));
  await pass(started, 1);
  actions.run('pagerduty:offline', rowOf({ clientid: 'd-2' }));
  await pass(started, 2);
  const told = () => simulator.incidents.map(({ dedupKey, status, events }) => [dedupKey, status, events]);
  assert.deepEqual(told(), [['offline/d-2', 'triggered', 1]]);
  simulator.answerNext(down);
  await pass(started, 3);
  assert.equal(simulator.incidents.length, 1);
  await pass(started, 5);
  assert.deepEqual(told(), [
    ['offline/d-2', 'triggered', 1],
    ['offline/d-1', 'resolved', 2],
  ]);
  const sent = simulator.requests.map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    sent.filter((event) => event.dedup_key === 'offline/d-1').map(({ event_action }) => event_action),
    ['trigger', 'trigger', 'trigger', 'resolve'],
  );
  assert.equal(settled.filter(({ outcome }) => outcome === 'unavailable').length, 2);
});

test('a key that is too fast is left alone for half a minute, then for a minute, and nothing overtakes', async (t) => {
  const { actions, simulator, create, clock, untilSettled } = await startPagerDuty(t);
  create('a', { dedup_key: '${clientid}', title: '${clientid}' });
  const tooFast = { status: 429, body: { status: 'throttle exceeded', message: 'x' } };
  simulator.answerNext(tooFast, tooFast);
  actions.run('pagerduty:a', rowOf({ clientid: 'd-1' }));
  await untilSettled(1);
  await clock.advance(29_000);
  assert.equal(simulator.requests.length, 1);
  await clock.advance(2000);
  await untilSettled(2);
  actions.run('pagerduty:a', rowOf({ clientid: 'd-2' }));
  await clock.advance(55_000);
  assert.equal(simulator.requests.length, 2);
  await clock.advance(10_000);
  await untilSettled(4);
  assert.equal(simulator.incidents.length, 2);
});

test('what an action says of an incident goes out as PagerDuty names it', async (t) => {
  const { actions, simulator, create, untilSettled } = await startPagerDuty(t);
  create('a', {
    event_action: '${what}',
    dedup_key: '${clientid}',
    severity: '${how}',
    summary: '${clientid} is hot',
    source: 'plant ${plant}',
    component: '${missing}',
    group: 'g',
    class: 'temperature',
    custom_details: { celsius: '${celsius}', name: '${clientid}' },
    client: 'console',
    client_url: 'https://broker.example/${plant}',
    links: [{ label: 'Device', url: 'https://broker.example/d/${clientid}' }],
  });
  const clientid = 'd "17"';
  actions.run(
    'pagerduty:a',
    rowOf({ clientid, what: 'firing', how: 'high', plant: 3, celsius: 99.5, timestamp: 1_700_000_000_000 }),
  );
  await untilSettled(1);
  const body = simulator.messages[0]?.body as Record<string, unknown>;
  assert.deepEqual(body, {
    routing_key: ROUTING_KEY,
    event_action: 'trigger',
    dedup_key: clientid,
    payload: {
      summary: 'd "17" is hot',
      source: 'plant 3',
      severity: 'critical',
      timestamp: '2023-11-14T22:13:20.000Z',
      component: clientid,
      group: 'g',
      class: 'temperature',
      custom_details: { celsius: '99.5', name: clientid },
    },
    client: 'console',
    client_url: 'https://broker.example/3',
    links: [{ href: 'https://broker.example/d/d%20%2217%22', text: 'Device' }],
  });
});

test('an action that could not end its alert is refused, and what other channels cannot be told as well', async (t) => {
  const { create, actions, connectors } = await startPagerDuty(t);
  const refused = (run: () => unknown): string => {
    try {
      run();
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(
    refused(() => create('a', { event_action: 'resolve' })),
    /"path":"parameters.key".*dedup_key/,
  );
  assert.match(
    refused(() => create('a', { event_action: 'close', dedup_key: 'k' })),
    /trigger, acknowledge, resolve/,
  );
  assert.equal(
    refused(() => create('a', { event_action: 'resolve', dedup_key: 'k' })),
    'accepted',
  );
  await connectors.create({ type: 'slack', name: 's', url: 'http://127.0.0.1:1' });
  const own = { type: 'slack', name: 's', connector: 's', parameters: { custom_details: 'x' } };
  assert.match(
    refused(() => actions.create(own)),
    /unknown_fields.*custom_details/,
  );
});

async function startWebhook(t: TestContext, settings: object = {}) {
  const delivery = startDelivery(t);
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const url = `http://127.0.0.1:${receiver.port}/hook`;
  await delivery.connectors.create({ type: 'webhook', name: 'w', url, ...settings });
  const create = (name: string, parameters: object) =>
    delivery.actions.create({ type: 'webhook', name, connector: 'w', parameters });
  return { ...delivery, receiver, create };
}

test('a webhook is told the row, or the body that the action writes, and signs both', async (t) => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const { actions, create, receiver, untilSettled } = await startWebhook(t, { secret });
  create('row', { title: '${clientid} offline' });
  create('own', { body: '{"device":"${clientid}","n":${n}}' });
  const row = { clientid: 'a"b\\', n: 5 };
  actions.run('webhook:row', rowOf(row));
  await untilSettled(1);
  actions.run('webhook:own', rowOf(row));
  await untilSettled(2);
  const [first, second] = receiver.requests;
  assert.ok(first && second);
  assert.deepEqual(JSON.parse(first.body).data.row, row);
  assert.equal(JSON.parse(first.body).data.title, 'a"b\\ offline');
  assert.deepEqual(JSON.parse(second.body), { device: 'a"b\\', n: 5 });
  for (const request of [first, second]) assert.equal(refusalOf(request, secret, Date.now()), undefined);
  assert.notEqual(first.headers['webhook-id'], second.headers['webhook-id']);
});

test('a repeat of a webhook has the id and the bytes of the first attempt', async (t) => {
  const { actions, create, receiver, untilSettled, clock } = await startWebhook(t);
  create('a', {});
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  actions.run('webhook:a', rowOf({ clientid: 'd' }));
  await untilSettled(1);
  receiver.answer = (_request, response) => void response.writeHead(204).end();
  await clock.advance(60_000);
  await untilSettled(2);
  const [first, second] = receiver.requests;
  assert.equal(second?.headers['webhook-id'], first?.headers['webhook-id']);
  assert.equal(second?.body, first?.body);
});

test('a receiver that is gone is shown with the reason, and its deliveries are not repeated', async (t) => {
  const { actions, create, connectors, receiver, untilSettled, clock } = await startWebhook(t);
  create('a', {});
  receiver.answer = (_request, response) => void response.writeHead(410).end('moved out');
  actions.run('webhook:a', rowOf({ clientid: 'd' }));
  const [settled] = await untilSettled(1);
  assert.equal(settled?.outcome, 'rejected');
  await clock.advance(600_000);
  assert.equal(receiver.requests.length, 1);
  const { status, status_reason } = connectors.get('webhook:w');
  assert.equal(status, 'inconsistent');
  assert.match(status_reason ?? '', /HTTP 410 Gone: the receiver wants nothing more/);
});
