import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker } from '../../test/support/test-broker.ts';

test('an alarm is told once when it begins and once when it ends', async () => {
  const { broker, clock, record } = startTestBroker();
  const events = record('alarm.activated', 'alarm.deactivated');
  const { alarms } = broker;
  const begin = clock.now();
  assert.equal(alarms.activate('hot', { degrees: 90 }, 'it is hot'), true);
  assert.equal(alarms.activate('hot', { degrees: 95 }, 'it is hotter'), false);
  await clock.advance(1500);
  assert.equal(alarms.deactivate('hot'), true);
  assert.equal(alarms.deactivate('hot'), false);
  const alarm = { name: 'hot', details: { degrees: 90 }, message: 'it is hot', activatedAt: begin };
  assert.deepEqual(events, [
    { name: 'alarm.activated', at: begin, alarm: { ...alarm, deactivatedAt: undefined } },
    { name: 'alarm.deactivated', at: begin + 1500, alarm: { ...alarm, deactivatedAt: begin + 1500 } },
  ]);
});

test('an alarm without words is called by its name, and its end may have figures of its own', () => {
  const { alarms } = startTestBroker().broker;
  alarms.activate('hot', {}, '');
  assert.equal(alarms.active()[0]?.message, 'hot');
  alarms.deactivate('hot', { degrees: 20 });
  assert.deepEqual(alarms.history()[0]?.details, { degrees: 20 });
});

test('the history is bounded by number and by age', async () => {
  const { broker, clock } = startTestBroker({ alarms: { maximumHistory: 2, historyValidity: 60_000 } });
  const { alarms } = broker;
  const names = () => alarms.history().map(({ name }) => name);
  for (const name of ['a', 'b', 'c']) {
    alarms.activate(name, {}, '');
    await clock.advance(1000);
    alarms.deactivate(name);
  }
  assert.deepEqual(names(), ['c', 'b']);
  await clock.advance(59_500);
  assert.deepEqual(names(), ['c']);
  alarms.clearHistory();
  assert.deepEqual(names(), []);
});

test('there are never more than 10,000 active alarms', () => {
  const { alarms } = startTestBroker().broker;
  for (let i = 0; i < 10_000; i++) assert.equal(alarms.activate(`alarm ${i}`, {}, ''), true);
  assert.equal(alarms.activate('one too many', {}, ''), false);
  alarms.deactivate('alarm 0');
  assert.equal(alarms.activate('one too many', {}, ''), true);
});
