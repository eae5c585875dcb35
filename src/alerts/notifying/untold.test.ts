import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling, to } from '../../../test/support/alerts/telling-scenario.ts';

const MINUTE = 60_000;

test('where the rule wants no word of the end, people get none and programs and vendors do', async (t) => {
  const channels = ['wecom:ops', 'webhook:cmdb', 'pagerduty:oncall'];
  const scenario = startTelling(t, policyWith({ endsUntold: true, notify: to(...channels) }));
  const { raise, clear, told, clock, settle } = scenario;
  for (const id of channels.slice(1)) scenario.channels.add(id);
  raise('d1');
  await settle();
  assert.equal((await told()).length, 3);
  clear('d1');
  await clock.advance(MINUTE);
  await settle();
  const ends = await told();
  assert.deepEqual(ends.map((line) => line.split(' ', 2).join(' ')).sort(), [
    'pagerduty:oncall resolved',
    'webhook:cmdb resolved',
  ]);
  raise('d1');
  await settle();
  assert.match((await told()).join('\n'), /^wecom:ops first \+1/m, 'the next time is told again');
});

test('an end that people are not told of is not told after a restart either, and not with what comes next', async (t) => {
  const first = startTelling(t, policyWith({ endsUntold: true }));
  first.raise('d1');
  first.raise('d2');
  await first.settle();
  assert.deepEqual(await first.told(), ['wecom:ops first +2 -0 =2']);
  first.clear('d1');
  await first.clock.advance(MINUTE);
  assert.deepEqual(await first.told(), []);
  const second = first.restart();
  await second.clock.advance(MINUTE);
  await second.settle();
  assert.deepEqual(await second.told(), []);
  second.raise('d3');
  await second.clock.advance(MINUTE);
  assert.deepEqual(await second.told(), ['wecom:ops more +1 -0 =2']);
});
