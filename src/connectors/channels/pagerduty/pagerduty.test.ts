import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { PagerDutySimulator } from '../../../../test/support/bots/pagerduty.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { pagerduty } from './pagerduty.ts';
import { judgePagerDuty } from './pagerduty-answer.ts';
import { writeEvent } from './pagerduty-event.ts';

const KEY = 'abcdefghijklmnopqrstuvwxyz012345';

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  const simulator = await new PagerDutySimulator({ routingKey: KEY }).open();
  t.after(() => simulator.close());
  const handle = await pagerduty.open(
    pagerduty.settings.parse({ routing_key: KEY, url: simulator.url, ...settings }),
  );
  t.after(() => handle.close());
  const send = (request: ChannelMessage, id = 'delivery-1'): Promise<Outcome> =>
    handle.send({ id, request }, new AbortController().signal);
  return { simulator, send };
}

const row = {
  clientid: 'd-17',
  node: 'tocsin@10.0.0.1',
  event: 'client.disconnected',
  reason: 'keepalive_timeout',
};

test('a trigger says what happened, where, since when, and brings the row', async (t) => {
  const { simulator, send } = await open(t);
  const outcome = await send({
    title: 'd-17 离线',
    text: 'since 10:31:07',
    severity: 'critical',
    key: 'd-17',
    at: 1_735_787_045_678,
    data: row,
    links: [
      { label: 'Device page', url: 'https://broker.example/d/17' },
      { label: 'not for people', url: 'javascript:alert(1)' },
    ],
    extra: { group: 'plant-3', client: 'console', client_url: 'https://broker.example' },
  });
  assert.deepEqual(outcome, {
    kind: 'delivered',
    answer: {
      status: 202,
      code: 'success',
      excerpt: '{"status":"success","message":"Event processed","dedup_key":"d-17"}',
    },
  });
  assert.deepEqual(simulator.messages[0]?.body, {
    routing_key: KEY,
    event_action: 'trigger',
    dedup_key: 'd-17',
    payload: {
      summary: 'd-17 离线',
      source: 'tocsin@10.0.0.1',
      severity: 'critical',
      timestamp: '2025-01-02T03:04:05.678Z',
      component: 'd-17',
      group: 'plant-3',
      class: 'client.disconnected',
      custom_details: { text: 'since 10:31:07', ...row },
    },
    client: 'console',
    client_url: 'https://broker.example',
    links: [{ href: 'https://broker.example/d/17', text: 'Device page' }],
  });
});

test('acknowledge and resolve are told of the alert of the same key', async (t) => {
  const { simulator, send } = await open(t);
  await send({ title: 'offline', key: 'd-17' });
  await send({ title: 'seen', key: 'd-17', event: 'acknowledge' });
  assert.deepEqual(simulator.incidents, [
    { dedupKey: 'd-17', summary: 'offline', status: 'acknowledged', events: 2 },
  ]);
  await send({ title: 'online', key: 'd-17', event: 'resolve' });
  assert.equal(simulator.incidents[0]?.status, 'resolved');
  assert.deepEqual(simulator.messages[2]?.body, {
    routing_key: KEY,
    event_action: 'resolve',
    dedup_key: 'd-17',
  });
});

test('a trigger without a key opens one incident, however often it is repeated', async (t) => {
  const { simulator, send } = await open(t);
  await send({ text: 'first\nsecond' }, 'delivery-7');
  await send({ text: 'first\nsecond' }, 'delivery-7');
  assert.deepEqual(simulator.incidents, [
    { dedupKey: 'delivery-7', summary: 'first', status: 'triggered', events: 2 },
  ]);
});

test('a message of nothing at all is accepted', async (t) => {
  const { simulator, send } = await open(t);
  assert.equal((await send({})).kind, 'delivered');
  assert.equal(simulator.incidents[0]?.summary, 'tocsin');
});

test('a key of up to 255 characters goes out as it is, a longer one as its hash', () => {
  const keyOf = (key: string): unknown => JSON.parse(writeEvent({ key }, KEY, 'id')).dedup_key;
  assert.equal(keyOf('k'.repeat(255)), 'k'.repeat(255));
  const long = '设备'.repeat(128);
  assert.equal(keyOf(long), createHash('sha256').update(long).digest('hex'));
  assert.equal(keyOf(''), 'id');
});

test('a summary of up to 1,024 characters goes out as it is, a longer one says how much is cut', async (t) => {
  const { simulator, send } = await open(t);
  await send({ title: '告'.repeat(1024) });
  assert.equal(simulator.messages[0]?.text, '告'.repeat(1024));
  await send({ title: `${'告'.repeat(1023)}😀` });
  assert.match(simulator.messages[1]?.text ?? '', /^告{1000,}…（已截去 \d+ 个字符）$/);
});

test('an event over 512,000 bytes says so instead of its details', async (t) => {
  const { simulator, send } = await open(t);
  const overhead = Buffer.byteLength(writeEvent({ title: 'x', data: { blob: '' } }, KEY, 'delivery-1'));
  const whole = { title: 'x', data: { blob: 'b'.repeat(512_000 - overhead) } };
  assert.equal(Buffer.byteLength(writeEvent(whole, KEY, 'delivery-1')), 512_000);
  assert.equal((await send(whole)).kind, 'delivered');
  await send({ title: 'x', data: { blob: '告'.repeat(180_000) } });
  assert.match(JSON.stringify(simulator.messages[1]?.body), /"custom_details":\{"left_out.*540\d{3} bytes/);
});

test("a device's name cannot break the event", async (t) => {
  const { simulator, send } = await open(t);
  const clientid = '"},"event_action":"resolve",\u0000\n😀\ud800<!channel>';
  await send({ title: clientid, key: clientid, data: { clientid } });
  const [incident] = simulator.incidents;
  assert.equal(incident?.status, 'triggered');
  assert.ok(incident?.summary.includes('"},"event_action":"resolve",'));
});

const answers: [status: number, body: string, expected: string][] = [
  [202, '{"status":"success","message":"Event processed","dedup_key":"k"}', 'delivered'],
  [202, '', 'delivered'],
  [200, '{"status":"success"}', 'delivered'],
  [200, '<html>Sign in to this network</html>', 'unavailable remote'],
  [
    400,
    '{"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key"]}',
    'rejected config',
  ],
  [
    400,
    `{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}`,
    'rejected config',
  ],
  [
    400,
    `{"status":"invalid event","message":"Event object is invalid","errors":["'payload.severity' is invalid"]}`,
    'rejected message',
  ],
  [400, 'Bad Request', 'rejected message'],
  [403, '', 'rejected config'],
  [404, '', 'rejected config'],
  [302, '', 'rejected config'],
  [413, 'Request Entity Too Large', 'rejected message'],
  [
    429,
    '{"status":"throttle exceeded","message":"Requests for this service are arriving too quickly."}',
    'unavailable throttled',
  ],
  [500, '', 'unavailable remote'],
  [503, 'x', 'unavailable remote'],
];
for (const [status, text, expected] of answers) {
  test(`${status} ${text.slice(0, 90)} means ${expected}`, () => {
    const outcome = judgePagerDuty({ status, headers: {}, text });
    assert.equal(outcome.kind === 'delivered' ? outcome.kind : `${outcome.kind} ${outcome.cause}`, expected);
  });
}

test('a refusal says what PagerDuty found wrong', () => {
  const text = `{"status":"invalid event","message":"Event object is invalid","errors":["'payload.source' is missing or blank"]}`;
  const outcome = judgePagerDuty({ status: 400, headers: {}, text });
  assert.equal(
    outcome.kind === 'rejected' && outcome.reason,
    "Event object is invalid; 'payload.source' is missing or blank",
  );
  assert.equal(outcome.answer?.code, 'invalid event');
});

test('a key takes 120 events a minute, and is left alone for half a minute and longer when that was too much', async (t) => {
  const settings = pagerduty.settings.parse({ routing_key: KEY });
  const [destination] = pagerduty.destinations?.(settings) ?? [];
  assert.deepEqual(destination?.limits, { perMinute: 120, perSecond: undefined, waits: [30_000] });
  assert.doesNotMatch(destination?.key ?? '', new RegExp(KEY));
  const { send } = await open(t);
  for (let i = 0; i < 120; i++) await send({ title: 'x', key: 'k' });
  const outcome = await send({ title: 'x', key: 'k' });
  assert.deepEqual(
    [outcome.kind, outcome.kind === 'unavailable' && outcome.cause, outcome.answer?.status],
    ['unavailable', 'throttled', 429],
  );
});

test('a key that is none is refused when it is saved, and never shown', () => {
  assert.match(
    pagerduty.settings.safeParse({ routing_key: 'short' }).error?.issues[0]?.message ?? '',
    /32 characters/,
  );
  assert.ok(pagerduty.settings.safeParse({ routing_key: '${env:PAGERDUTY_KEY}' }).success);
  const settings = pagerduty.settings.parse({ routing_key: KEY });
  assert.doesNotMatch(JSON.stringify(pagerduty.describe(settings, { title: 'x' })), new RegExp(KEY));
});
