import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling } from '../../../test/support/alerts/telling-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { scheduleSchema } from '../door.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test('what is silenced is not told; what is still open at the end of the silence is, and why', async (t) => {
  const { raise, clear, told, clock, settle, alerts, channels } = startTelling(t);
  alerts.quiet.silences.create(
    {
      matchers: { rule: 'offline' },
      endsAt: clock.now() + HOUR,
      untilResolved: false,
      reason: 'swap of the switch',
    },
    'li',
  );
  raise('d1');
  raise('d2');
  await clock.advance(10 * MINUTE);
  clear('d2');
  await clock.advance(10 * MINUTE);
  assert.deepEqual(await told(), []);
  await clock.advance(HOUR);
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1 after_silence']);
  assert.match(channels.sent[0]?.message.title ?? '', /d1|silence/i);
  assert.match(JSON.stringify(channels.sent[0]?.message), /swap of the switch/);
});

test('during a silence the end is told of what was told before it', async (t) => {
  const { raise, clear, told, clock, settle, alerts } = startTelling(t);
  raise('d1');
  await settle();
  await told();
  alerts.quiet.silences.create(
    { matchers: { rule: 'offline' }, endsAt: clock.now() + HOUR, untilResolved: false, reason: 'x' },
    'li',
  );
  await clock.advance(MINUTE);
  clear('d1');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -1 =0']);
});

test('what becomes worse than what a silence is about is told', async (t) => {
  const { raise, told, clock, settle, alerts } = startTelling(t);
  const until = (matchers: object) =>
    alerts.quiet.silences.create(
      { matchers, endsAt: clock.now() + HOUR, untilResolved: false, reason: 'x' },
      'li',
    );
  until({ severity: 'info' });
  until({ key: 'd2' });
  raise('d1', { severity: 'info' });
  raise('d2', { severity: 'info' });
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), []);
  raise('d1', { severity: 'critical' });
  raise('d2', { severity: 'critical' });
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
});

test('what another silence still keeps is not told at the end of the first', async (t) => {
  const { raise, told, clock, settle, alerts } = startTelling(t);
  const until = (endsAt: number) =>
    alerts.quiet.silences.create(
      { matchers: { rule: 'offline' }, endsAt, untilResolved: false, reason: 'x' },
      'li',
    );
  until(clock.now() + HOUR);
  until(clock.now() + 2 * HOUR);
  raise('d1');
  await clock.advance(90 * MINUTE);
  await settle();
  assert.deepEqual(await told(), []);
  await clock.advance(HOUR);
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1 after_silence']);
});

// A Thursday, 20:00 UTC.
const EVENING = Date.UTC(2026, 0, 1, 20);
const office = scheduleSchema.parse({
  time_zone: 'UTC',
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }],
});

test('outside the hours of a rule nobody is told; a summary at their beginning counts it all', async (t) => {
  const clock = new FakeClock(EVENING);
  const { raise, clear, told, settle } = startTelling(t, policyWith({ hours: office }), { clock });
  for (let n = 0; n < 4; n++) raise(`d${n}`);
  await clock.advance(HOUR);
  for (let n = 0; n < 3; n++) clear(`d${n}`);
  await clock.advance(10 * HOUR);
  assert.deepEqual(await told(), []);
  await clock.advance(2 * HOUR + MINUTE);
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -3 =1 quiet_hours']);
});

test('the summary of quiet hours comes after a restart in them too', async (t) => {
  const clock = new FakeClock(EVENING);
  const first = startTelling(t, policyWith({ hours: office }), { clock });
  for (let n = 0; n < 4; n++) first.raise(`d${n}`);
  await clock.advance(HOUR);
  first.clear('d0');
  const second = first.restart();
  await second.settle();
  await clock.advance(MINUTE);
  second.clear('d1');
  await clock.advance(13 * HOUR);
  await second.settle();
  assert.deepEqual(await second.told(), ['wecom:ops first +2 -2 =2 quiet_hours']);
});

test('in quiet hours people are told of what is critical, and of the rest afterwards', async (t) => {
  const clock = new FakeClock(EVENING);
  const { raise, clear, told, settle, alerts } = startTelling(
    t,
    policyWith({ group: { window: 0, by: ['site'] } }),
    {
      clock,
    },
  );
  raise('d0', { severity: 'warning', labels: { site: 'x' } });
  await settle();
  const quiet_hours = scheduleSchema.parse({ time_zone: 'UTC', windows: [{ from: '20:00', to: '07:00' }] });
  alerts.settings.put({ ...alerts.settings.get(), quiet_hours });
  raise('d1', { severity: 'warning', labels: { site: 'a' } });
  raise('d2', { severity: 'critical', labels: { site: 'b' } });
  await clock.advance(HOUR);
  clear('d0');
  await clock.advance(HOUR);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1', 'wecom:ops first +1 -0 =1']);
  await clock.advance(9 * HOUR);
  await settle();
  assert.deepEqual((await told()).toSorted(), [
    'wecom:ops first +1 -0 =1 quiet_hours',
    'wecom:ops resolved +0 -1 =0 quiet_hours',
  ]);
});
