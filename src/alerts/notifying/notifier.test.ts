import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, RULE, startTelling, to } from '../../../test/support/alerts/telling-scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test('one alert is told at once, and its end too', async (t) => {
  const { raise, clear, told, settle, channels, clock } = startTelling(t);
  const alert = raise('d1');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  const [first] = channels.sent;
  assert.deepEqual(
    [first?.message.title, first?.message.event, first?.message.key, first?.priority],
    ['[Critical] Device offline: d1', 'trigger', alert.id, 'critical'],
  );

  await clock.advance(5 * SECOND);
  clear('d1');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -1 =0']);
  assert.deepEqual([channels.sent[1]?.message.event, channels.sent[1]?.message.key], ['resolve', alert.id]);
});

test('what follows the first word waits for the window, and is counted exactly', async (t) => {
  const { raise, told, clock } = startTelling(t);
  raise('d1');
  await clock.advance(1);
  for (let n = 2; n <= 20; n++) raise(`d${n}`);
  await clock.advance(29_998);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops more +19 -0 =20']);
});

test('what opens in the same turn is one message', async (t) => {
  const { raise, told, settle } = startTelling(t);
  for (let n = 1; n <= 5; n++) raise(`d${n}`);
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +5 -0 =5']);
});

test('the first word waits for those whose grace ends within two seconds', async (t) => {
  const { raise, told, clock } = startTelling(t, policyWith({ grace: 5 * SECOND }));
  for (let n = 0; n < 10; n++) {
    raise(`d${n}`);
    await clock.advance(100);
  }
  await clock.advance(4 * SECOND);
  assert.deepEqual(await told(), [], 'the first is open by now');
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +10 -0 =10']);
});

test('a thousand lost together and back together are two messages', async (t) => {
  const { raise, clear, told, clock, settle } = startTelling(t, policyWith({ grace: 5 * SECOND }));
  for (let n = 0; n < 1000; n++) raise(`d${n}`);
  await clock.advance(5 * SECOND);
  await settle();
  await clock.advance(10 * MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +1000 -0 =1000']);
  for (let n = 0; n < 1000; n++) {
    clear(`d${n}`);
    if (n % 100 === 0) await clock.advance(100);
  }
  await settle();
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -1000 =0']);
});

test('all back within the grace period: nobody is told anything', async (t) => {
  const { raise, clear, told, clock } = startTelling(t, policyWith({ grace: 5 * SECOND }));
  for (let n = 0; n < 100; n++) raise(`d${n}`);
  await clock.advance(4 * SECOND);
  for (let n = 0; n < 100; n++) clear(`d${n}`);
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), []);
});

test('the end of a rule with many alerts is one message, however long it takes', async (t) => {
  const { raise, told, alerts, settle, clock } = startTelling(t);
  for (let n = 0; n < 20_000; n++) raise(`d${n}`);
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +20000 -0 =20000']);
  await clock.advance(MINUTE);
  alerts.book.removeSource(RULE);
  await settle();
  while (alerts.isBusy) await settle();
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -20000 =0']);
});

test('a part that is back is told with the window', async (t) => {
  const { raise, clear, told, clock } = startTelling(t);
  for (let n = 0; n < 3; n++) raise(`d${n}`);
  await clock.advance(MINUTE);
  await told();
  clear('d0');
  await clock.advance(10 * SECOND);
  clear('d1');
  await clock.advance(19_999);
  assert.deepEqual(await told(), []);
  await clock.advance(1);
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -2 =1']);
});

test('a new first word within the window of the last waits for it; what is over by then is never told', async (t) => {
  const { raise, clear, told, clock } = startTelling(t);
  raise('d1');
  await clock.advance(SECOND);
  clear('d1');
  await clock.advance(SECOND);
  raise('d2');
  raise('d3');
  await clock.advance(SECOND);
  clear('d2');
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1', 'wecom:ops resolved +0 -1 =0']);
  await clock.advance(30 * SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  clear('d3');
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -1 =0']);
});

test('without a window each alert is a message', async (t) => {
  const { raise, told, settle } = startTelling(t, policyWith({ group: { window: 0, by: [] } }));
  for (let n = 1; n <= 3; n++) {
    raise(`d${n}`);
    await settle();
  }
  assert.deepEqual(await told(), [
    'wecom:ops first +1 -0 =1',
    'wecom:ops more +1 -0 =2',
    'wecom:ops more +1 -0 =3',
  ]);
});

test('groups by the labels that a rule names are told each by itself', async (t) => {
  const { raise, told, clock } = startTelling(t, policyWith({ group: { window: 30_000, by: ['site'] } }));
  raise('d1', { labels: { site: 'a' } });
  raise('d2', { labels: { site: 'b' } });
  raise('d3', { labels: { site: 'a' } });
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +2 -0 =2', 'wecom:ops first +1 -0 =1']);
});

test('more than three groups at once become one message', async (t) => {
  const { raise, told, clock } = startTelling(t, policyWith({ group: { window: 30_000, by: ['site'] } }));
  for (let n = 0; n < 100; n++) raise(`d${n}`, { labels: { site: `s${n % 10}` } });
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +100 -0 =100 throttled']);
});

test('a channel gets one message at a time: what comes meanwhile is told together', async (t) => {
  const { raise, told, clock, channels } = startTelling(t, policyWith({ group: { window: 0, by: [] } }));
  channels.accepting.delete('wecom:ops');
  channels.rooms.set('wecom:ops', 0);
  for (let n = 0; n < 30; n++) {
    raise(`d${n}`);
    await clock.advance(SECOND);
  }
  assert.equal(channels.waiting('wecom:ops'), 1);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  channels.accepting.add('wecom:ops');
  channels.rooms.delete('wecom:ops');
  channels.settle(channels.unfinished('wecom:ops')[0]?.delivery ?? '');
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops more +29 -0 =30 throttled']);
});

test('what is critical does not wait behind what is not', async (t) => {
  const { raise, told, clock, channels } = startTelling(
    t,
    policyWith({ group: { window: 0, by: ['site'] } }),
  );
  channels.accepting.delete('wecom:ops');
  raise('d1', { severity: 'warning', labels: { site: 'a' } });
  await clock.advance(SECOND);
  raise('d2', { labels: { site: 'b' } });
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1', 'wecom:ops first +1 -0 =1']);
  assert.deepEqual(
    channels.sent.map(({ priority }) => priority),
    ['normal', 'critical'],
  );
});

test('worse than it was: told at once on the channels of what it is now', async (t) => {
  const notify = { critical: ['wecom:boss', 'wecom:ops'], warning: ['wecom:ops'], info: [] };
  const { raise, clear, told, settle, channels } = startTelling(t, policyWith({ notify }));
  channels.add('wecom:boss');
  raise('d1', { severity: 'warning' });
  await settle();
  raise('d1', { severity: 'critical' });
  await settle();
  assert.deepEqual(await told(), [
    'wecom:ops first +1 -0 =1',
    'wecom:boss escalated +1 -0 =1',
    'wecom:ops escalated +0 -0 =1',
  ]);
  clear('d1');
  await settle();
  assert.deepEqual((await told()).toSorted(), [
    'wecom:boss resolved +0 -1 =0',
    'wecom:ops resolved +0 -1 =0',
  ]);
});

test('worse than it was: told also where nobody is told of what is as bad from its beginning', async (t) => {
  const notify = { critical: ['wecom:boss'], warning: ['wecom:ops'], info: ['wecom:log'] };
  const { raise, clear, told, settle, channels } = startTelling(t, policyWith({ notify }));
  for (const id of ['wecom:boss', 'wecom:log']) channels.add(id);
  raise('d1', { severity: 'warning' });
  await settle();
  raise('d1', { severity: 'critical' });
  await settle();
  assert.deepEqual(await told(), [
    'wecom:ops first +1 -0 =1',
    'wecom:boss escalated +1 -0 =1',
    'wecom:ops escalated +0 -0 =1',
  ]);
  clear('d1');
  await settle();
  assert.deepEqual((await told()).toSorted(), [
    'wecom:boss resolved +0 -1 =0',
    'wecom:ops resolved +0 -1 =0',
  ]);
});

test('what nobody takes care of is told to others, and again; what somebody does is not', async (t) => {
  const { raise, told, clock, channels, alerts } = startTelling(
    t,
    policyWith({ repeat: 30 * MINUTE, escalate: { after: 10 * MINUTE, notify: ['wecom:boss'] } }),
  );
  channels.add('wecom:boss');
  raise('d1');
  const attended = raise('d2');
  await clock.advance(5 * MINUTE);
  alerts.book.acknowledge(attended.id, 'li');
  await told();
  await clock.advance(5 * MINUTE);
  assert.deepEqual(await told(), ['wecom:boss escalated +1 -0 =1']);
  await clock.advance(20 * MINUTE);
  assert.deepEqual(await told(), ['wecom:ops repeat +0 -0 =2']);
  assert.match(channels.sent.at(-1)?.message.title ?? '', /d1.*still open since/);
});

test('an end is told wherever its beginning was, also when the rule names others by now, or is gone', async (t) => {
  const { raise, clear, told, settle, alerts, channels, clock } = startTelling(t);
  channels.add('wecom:new');
  raise('d1');
  raise('d2');
  await settle();
  await told();
  alerts.book.setPolicy(RULE, policyWith({ notify: to('wecom:new') }));
  await clock.advance(MINUTE);
  raise('d3');
  await settle();
  assert.deepEqual(await told(), ['wecom:new first +1 -0 =1']);
  clear('d1');
  clear('d2');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -2 =0']);
  alerts.book.removeSource(RULE);
  await settle();
  assert.deepEqual(await told(), ['wecom:new resolved +0 -1 =0']);
});

test('who names no channel is told in those of the settings, and without those in the preview inbox', async (t) => {
  const { raise, told, settle, alerts, channels, clear, clock } = startTelling(
    t,
    policyWith({ notify: undefined, group: { window: 0, by: [] } }),
  );
  raise('d1');
  await settle();
  assert.deepEqual(await told(), ['preview:inbox first +1 -0 =1']);
  clear('d1');
  await settle();
  await told();
  channels.add('email:all');
  alerts.settings.put({ ...alerts.settings.get(), notify: ['all'] });
  await clock.advance(MINUTE);
  raise('d2');
  await settle();
  assert.deepEqual(await told(), ['email:all first +1 -0 =1']);
});

test('a channel that does not exist keeps nobody else from being told, and is told when it is there', async (t) => {
  const { raise, told, clock, channels } = startTelling(t, policyWith({ notify: to('nobody', 'wecom:ops') }));
  raise('d1');
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1', 'wecom:ops first +1 -0 =1']);
  assert.equal(channels.sent[1]?.message.title, '[Critical] Alerts do not reach nobody');
  await clock.advance(MINUTE);
  await told();
  channels.add('slack:nobody');
  await clock.advance(SECOND);
  assert.deepEqual(
    (await told()).filter((one) => one.includes('nobody')),
    ['slack:nobody first +1 -0 =1'],
  );
});

test('what a channel refuses is told once more with what came meanwhile, and its end only if its beginning was', async (t) => {
  const { raise, clear, told, clock, channels } = startTelling(t);
  channels.accepting.delete('wecom:ops');
  raise('d1');
  raise('d2');
  await clock.advance(SECOND);
  const [first] = channels.unfinished('wecom:ops');
  channels.settle(first?.delivery ?? '', { outcome: 'rejected', reason: 'errcode 93000', cause: 'config' });
  clear('d1');
  await clock.advance(10 * SECOND);
  raise('d3');
  await told();
  channels.accepting.add('wecom:ops');
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +2 -1 =2 interrupted']);
});

test('after an outage one message says how long it was, and counts what nobody saw', async (t) => {
  const { raise, clear, told, clock, channels } = startTelling(
    t,
    policyWith({ group: { window: 0, by: ['site'] } }),
  );
  channels.accepting.delete('wecom:ops');
  raise('d0', { labels: { site: 'x' } });
  await clock.advance(SECOND);
  const [first] = channels.unfinished('wecom:ops');
  channels.settle(first?.delivery ?? '', { outcome: 'unavailable', reason: 'refused', cause: 'network' });
  for (let n = 1; n <= 5; n++) raise(`d${n}`, { labels: { site: `s${n}` } });
  await clock.advance(MINUTE);
  for (let n = 1; n <= 4; n++) clear(`d${n}`);
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1'], 'no more than one lies there');
  channels.accepting.add('wecom:ops');
  channels.settle(first?.delivery ?? '');
  await clock.advance(SECOND);
  assert.deepEqual(await told(), ['wecom:ops first +1 -4 =1 interrupted']);
  assert.match(channels.sent.at(-1)?.message.title ?? '', /interrupted .*: 5 alerts, 4 resolved since/);
});
