import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling } from '../../../test/support/alerts/telling-scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const flapping = { changes: 6, within: 10 * MINUTE };

test('a device that drops for moments within its grace period is told once as unstable, and once as over', async (t) => {
  const { raise, clear, told, channels, clock } = startTelling(t, policyWith({ grace: MINUTE, flapping }));
  for (let n = 0; n < 60; n++) {
    raise('d1');
    await clock.advance(5 * SECOND);
    clear('d1');
    await clock.advance(15 * SECOND);
  }
  await clock.advance(20 * MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1', 'wecom:ops resolved +0 -1 =0']);
  assert.match(channels.sent[0]?.message.title ?? '', /score 1/);
});

test('what was told as open before is told once more as unstable, and then once as over', async (t) => {
  const { raise, clear, told, channels, clock } = startTelling(
    t,
    policyWith({ flapping, group: { window: 0, by: [] } }),
  );
  for (let n = 0; n < 60; n++) {
    raise('d1');
    await clock.advance(5 * SECOND);
    clear('d1');
    await clock.advance(15 * SECOND);
  }
  await clock.advance(20 * MINUTE);
  const said = await told();
  assert.deepEqual(said.slice(0, 4), [
    'wecom:ops first +1 -0 =1',
    'wecom:ops resolved +0 -1 =0',
    'wecom:ops first +1 -0 =1',
    'wecom:ops resolved +0 -1 =0',
  ]);
  assert.equal(said.length, 7);
  assert.match(channels.sent[5]?.message.title ?? '', /score 1/);
  assert.equal(said.at(-1), 'wecom:ops resolved +0 -1 =0');
});

test('a device that stays away when it is calm is told as over when it is back', async (t) => {
  const { raise, clear, told, clock } = startTelling(t, policyWith({ grace: MINUTE, flapping }));
  for (let n = 0; n < 6; n++) {
    raise('d1');
    await clock.advance(5 * SECOND);
    clear('d1');
    await clock.advance(15 * SECOND);
  }
  raise('d1');
  await clock.advance(30 * MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  clear('d1');
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -1 =0']);
});
