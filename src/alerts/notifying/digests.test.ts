import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling } from '../../../test/support/alerts/telling-scenario.ts';
import type { AlertSourceId } from '../alert.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function openedIn(told: readonly string[]): number {
  return told.reduce((sum, one) => sum + Number(/\+(\d+)/.exec(one)?.[1]), 0);
}

test('15,000 lost within a second are at most three messages in the first minute, and not one is miscounted', async (t) => {
  const { raise, clear, told, settle, clock, channels } = startTelling(t, policyWith({ grace: 5 * SECOND }));
  let longest = 0;
  for (let part = 0; part < 10; part++) {
    for (let n = 0; n < 1500; n++) raise(`d${part * 1500 + n}`);
    await clock.advance(100);
  }
  await clock.advance(3900);
  for (let step = 0; step < 20; step++) {
    await clock.advance(100);
    const before = performance.now();
    await settle();
    longest = Math.max(longest, performance.now() - before);
  }
  await clock.advance(MINUTE);
  await settle();
  const messages = await told();
  assert.ok(messages.length <= 3, messages.join('; '));
  assert.equal(openedIn(messages), 15_000);
  const [first] = channels.sent;
  assert.match(first?.message.title ?? '', /Device offline: 15,000 within/);
  assert.match(first?.message.text ?? '', /In common: .*10\.2\.3\.0\/24.*\(15,000 of 15,000\)/);
  for (let n = 0; n < 15_000; n++) clear(`d${n}`);
  for (let turn = 0; turn < 10; turn++) await settle();
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -15000 =0']);
});

test('a hundred rules with a hundred alerts each on one bot are a handful of messages with exact counts', async (t) => {
  const { raise, told, settle, clock, alerts } = startTelling(t);
  const sources = Array.from({ length: 100 }, (_, n): AlertSourceId => ({ kind: 'rule', id: `r${n}` }));
  for (const source of sources) alerts.book.setPolicy(source, policyWith());
  for (const source of sources) {
    for (let n = 0; n < 100; n++) raise(`d${n}`, { source });
    await clock.advance(10);
  }
  await settle();
  await clock.advance(2 * MINUTE);
  await settle();
  const messages = await told();
  assert.ok(messages.length <= 12, messages.join('; '));
  assert.equal(openedIn(messages), 10_000);
});

test('what is under way to a limited bot holds the rest, which then is one digest across rules', async (t) => {
  const { raise, told, settle, clock, alerts, channels } = startTelling(t);
  channels.accepting.delete('wecom:ops');
  channels.rooms.set('wecom:ops', 0);
  const sources = ['a', 'b', 'c'].map((id): AlertSourceId => ({ kind: 'rule', id }));
  for (const source of sources) alerts.book.setPolicy(source, policyWith());
  raise('d0');
  await settle();
  for (const source of sources) for (let n = 0; n < 3; n++) raise(`d${n}`, { source });
  await clock.advance(20 * SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  channels.rooms.delete('wecom:ops');
  channels.accepting.add('wecom:ops');
  channels.settle(channels.unfinished('wecom:ops')[0]?.delivery ?? '');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +9 -0 =9 throttled']);
  assert.match(JSON.stringify(channels.sent.at(-1)?.message), /8 more alerts merged here/);
});

test('what keeps its window is not told as an outage after a restart of the limit', async (t) => {
  const { raise, told, settle, clock, channels } = startTelling(
    t,
    policyWith({ group: { window: 0, by: [] } }),
  );
  channels.accepting.delete('wecom:ops');
  channels.rooms.set('wecom:ops', 0);
  raise('d0');
  await settle();
  raise('d1');
  await clock.advance(50 * SECOND);
  channels.accepting.add('wecom:ops');
  channels.rooms.delete('wecom:ops');
  channels.settle(channels.unfinished('wecom:ops')[0]?.delivery ?? '');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1', 'wecom:ops more +1 -0 =2']);
});

test('PagerDuty gets ten alerts of a flush as incidents of their own, and the rest as one that ends with the last', async (t) => {
  const { raise, clear, told, settle, channels, alerts } = startTelling(
    t,
    policyWith({ notify: { critical: ['pagerduty:oncall'], warning: [], info: [] } }),
  );
  channels.add('pagerduty:oncall');
  const raised = Array.from({ length: 15 }, (_, n) => raise(`d${n}`));
  await settle();
  assert.equal((await told()).length, 11);
  const keys = channels.sent.map(({ message }) => message.key);
  assert.deepEqual(
    keys.slice(0, 10),
    raised.slice(0, 10).map(({ id }) => id),
  );
  const shared = keys[10];
  assert.ok(shared !== undefined && !raised.some(({ id }) => id === shared));

  alerts.book.acknowledge(raised[0]?.id ?? '', 'li');
  await settle();
  assert.deepEqual(
    channels.sent.slice(11).map(({ message }) => [message.event, message.key]),
    [['acknowledge', raised[0]?.id]],
  );
  for (let n = 0; n < 14; n++) clear(`d${n}`);
  await settle();
  const ends = channels.sent.slice(12).map(({ message }) => [message.event, message.key]);
  assert.deepEqual(
    ends,
    raised.slice(0, 10).map(({ id }) => ['resolve', id]),
  );
  clear('d14');
  await settle();
  assert.deepEqual(
    channels.sent.slice(22).map(({ message }) => [message.event, message.key]),
    [['resolve', shared]],
  );
});

test('a shared incident at PagerDuty ends after a restart too', async (t) => {
  const policy = policyWith({ notify: { critical: ['pagerduty:oncall'], warning: [], info: [] } });
  const first = startTelling(t, policy);
  first.channels.add('pagerduty:oncall');
  for (let n = 0; n < 12; n++) first.raise(`d${n}`);
  await first.settle();
  const shared = first.channels.sent.at(-1)?.message.key;
  first.clear('d10');
  await first.settle();
  const second = first.restart();
  await second.settle();
  await second.told();
  second.clear('d11');
  await second.settle();
  assert.deepEqual(
    second.channels.sent.slice(11).map(({ message }) => [message.event, message.key]),
    [['resolve', shared]],
  );
});

test('a program gets the alerts as data', async (t) => {
  const { raise, settle, channels, told } = startTelling(
    t,
    policyWith({ notify: { critical: ['webhook:cmdb'], warning: [], info: [] } }),
  );
  channels.add('webhook:cmdb');
  for (let n = 0; n < 120; n++) raise(`d${n}`);
  await settle();
  assert.deepEqual(await told(), ['webhook:cmdb first +120 -0 =120']);
  assert.equal(channels.sent[0]?.message.notice?.alerts.length, 120);
});
